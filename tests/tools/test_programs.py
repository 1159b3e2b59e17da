"""Each real program is the version that its pin names: a judge that is another one proves nothing."""

from __future__ import annotations

import pytest

from tests.support.tools import run, tool, version

ASKED = {
    "age": "--version",
    "age-keygen": "--version",
    "flux": "version --client",
    "helm": "version --short",
    "kubeconform": "-v",
    "kustomize": "version",
    "sops": "--version --disable-version-check",
    "talosctl": "version --client --short",
}


@pytest.mark.parametrize("name", ASKED)
def test_a_program_is_the_version_that_is_pinned(name: str) -> None:
    said = run(tool(name), *ASKED[name].split()).stdout
    assert version(name) in said.replace("v", " ").split()
