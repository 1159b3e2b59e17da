"""The builder needs libyaml's parser, and says so; what it builds is tested where texts are read."""

from __future__ import annotations

import importlib.util
import sys

import pytest

from gitops_gen.errors import UserError
from gitops_gen.yamlio import build


def test_without_libyaml(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "yaml._yaml", None)
    spec = importlib.util.spec_from_file_location("fresh_build", build.__file__)
    assert spec is not None
    assert spec.loader is not None
    with pytest.raises(UserError) as raised:
        spec.loader.exec_module(importlib.util.module_from_spec(spec))
    assert str(raised.value) == (
        "PyYAML is installed here without libyaml\n"
        "  fix: install it as a wheel: pip install --force-reinstall --only-binary :all: PyYAML"
    )
