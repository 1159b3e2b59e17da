"""Secrets that were pasted into the spec are refused before anything is written, and never quoted."""

from __future__ import annotations

import pytest

from gitops_gen.sops import age
from tests.support.rendered import SPEC, Tree

URL = "https://git.example.com/home/clusters.git"


@pytest.mark.parametrize("key", [True, False])
@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('RELLO_REDIS_DB: "0"', "RELLO_KEY: {0}", "it is an age private key"),
        (URL, "https://me:{0}@git.example.com/x.git", "it is a URL with a password in it"),
        ("\nnetwork:\n", "\nupstreams:\n  kubernetes: https://me:{0}@x\nnetwork:\n", "password"),
    ],
)
def test_a_pasted_secret(tree: Tree, old: str, new: str, reason: str, key: bool) -> None:
    secret = age.generate().private
    tree.edit(SPEC, old, new.format(secret))
    if not key:
        tree.without_key()
    before = tree.files()
    result = tree.render()
    assert result.code == 2
    assert f"error: {SPEC}:" in result.err
    assert reason in result.err
    assert secret not in result.err + result.out
    assert tree.files() == before
