"""sops-kustomization-decrypts: encrypted objects below a Kustomization without decryption."""

from __future__ import annotations

from pathlib import Path

import pytest

from gitops_gen.checks.sops_kustomization_decrypts import CHECK
from tests.support import repositories
from tests.support.repositories import config_map, kustomization

SECRET = """apiVersion: v1
kind: Secret
metadata: {name: rello}
data: {a: "ENC[x]"}
sops: {mac: "ENC[x]"}
"""


@pytest.mark.parametrize(
    ("more", "text", "lines"),
    [
        ("", SECRET, [2]),
        ("  decryption: {provider: sops}\n", SECRET, []),
        ("  decryption: {}\n", SECRET, [2]),
        ("", config_map(), []),
        ("", config_map() + "---\n" + SECRET, [7]),
        ("", SECRET.replace('{mac: "ENC[x]"}', "mine"), []),
        ("", SECRET.replace("mac", "mack"), []),
    ],
)
def test_one_kustomization(tmp_path: Path, more: str, text: str, lines: list[int]) -> None:
    files = {"c/ks.yaml": kustomization("rello", "./app", more=more), "app/a.yaml": text}
    found = repositories.findings(CHECK, tmp_path, files)
    assert [(one.file, one.line, one.severity) for one in found] == [
        ("app/a.yaml", line, "error") for line in lines
    ]


def test_what_flux_does_not_reach_is_not_applied(tmp_path: Path) -> None:
    assert repositories.findings(CHECK, tmp_path, {"a.yaml": SECRET}) == []
