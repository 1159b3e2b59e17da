"""schema-file-fits: files of Talos, kustomize, sops and Helm."""

from __future__ import annotations

from pathlib import Path

import pytest

from gitops_gen.checks.schema_file_fits import CHECK
from tests.support import repositories

HEAD = "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n"
MACHINE = "version: v1alpha1\nmachine:\n  type: worker\n"
SEALED = "ENC[AES256_GCM,data:x,iv:x,tag:x,type:{}]"


@pytest.mark.parametrize(
    ("path", "text", "said"),
    [
        (".sops.yaml", "creation_rules: [{path_regex: x, age: age1}]\n", []),
        (".sops.yaml", "creation_rules: [{path_regexp: x, age: age1}]\n", [(1, "unknown field")]),
        ("x/.sops.yaml", "creation_rule: []\n", [(1, "unknown field")]),
        ("x/Chart.yaml", "apiVersion: v2\nname: a\nversion: 1.2.3\n", []),
        ("x/Chart.yaml", "apiVersion: v2\nname: [a]\nversion: 1.2.3\n", [(2, "must be a string")]),
        ("x/kustomization.yaml", "resources: []\n", []),
        ("x/kustomization.yaml", "resource: []\n", [(1, "unknown field")]),
        ("x/kustomization.yaml", HEAD + "resource: []\n", []),
        ("x/values.yaml", "resource: []\n", []),
        ("m.yaml", MACHINE, []),
        ("m.yaml", MACHINE + "  kubelets: {}\n", [(4, "unknown field")]),
        ("m.yaml", MACHINE.replace("worker", "[a]"), [(3, "must be")]),
        ("m.yaml", "machine:\n  kubelets: {}\n", []),
        ("m.yaml", f'{MACHINE}  token: "{SEALED.format("str")}"\nsops: {{mac: x}}\n', []),
        ("m.yaml", f'{MACHINE}  install:\n    wipe: "{SEALED.format("bool")}"\n', []),
        ("m.yaml", f'{MACHINE}  kubelet: "{SEALED.format("str")}"\n', [(4, "must be a mapping")]),
        ("h.yaml", "apiVersion: v1alpha1\nkind: HostnameConfig\nhostname: a\n", []),
        ("h.yaml", "apiVersion: v1alpha1\nkind: HostnameConfig\nhost: a\n", [(3, "unknown field")]),
        ("h.yaml", "apiVersion: v1alpha1\nkind: EtcFileConfig\nname: a\n", []),
        ("h.yaml", "apiVersion: v1alpha1\nkind: Unheard\nname: a\n", []),
        ("h.yaml", "- apiVersion: v1alpha1\n", []),
    ],
)
def test_files(tmp_path: Path, path: str, text: str, said: list[tuple[int, str]]) -> None:
    found = repositories.findings(CHECK, tmp_path, {path: text})
    assert [(one.file, one.line) for one in found] == [(path, line) for line, _ in said]
    for one, (_, words) in zip(found, said, strict=True):
        assert words in one.message
