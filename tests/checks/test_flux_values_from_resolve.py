"""flux-values-from-resolve: ConfigMaps, Secrets and their keys."""

from __future__ import annotations

from pathlib import Path

import pytest

from gitops_gen.checks.flux_values_from_resolve import CHECK
from tests.support.flux_objects import ENTRY, applied, release, said, thing
from tests.support.repositories import kustomization

MAP = thing("v1", "ConfigMap", "settings", "data:\n  values.yaml: 'a: 1'\n")
SECRET = thing("v1", "Secret", "settings", "stringData:\n  values.yaml: 'a: 1'\ndata:\n  b: YQ==\n")
SHARED = MAP.replace(
    "metadata:", "metadata:\n  annotations: {kustomize.toolkit.fluxcd.io/ssa: Merge}"
)


@pytest.mark.parametrize(
    ("entry", "held", "severity"),
    [
        ("{kind: ConfigMap, name: settings}", MAP, ""),
        ("{kind: ConfigMap, name: settings, valuesKey: values.yml}", MAP, "error"),
        ("{kind: ConfigMap, name: settings, valuesKey: other}", SHARED, ""),
        ("{kind: ConfigMap, name: settings, valuesKey: other, optional: true}", MAP, ""),
        ("{kind: ConfigMap, name: setings}", MAP, "warning"),
        ("{kind: ConfigMap, name: '${NAME}'}", MAP, ""),
        ("{kind: Secret, name: settings}", SECRET, ""),
        ("{kind: Secret, name: settings, valuesKey: b}", SECRET, ""),
        ("{kind: Secret, name: settings, valuesKey: c}", SECRET, "error"),
        ("{kind: Secret, name: other}", SECRET, "unjudged"),
        ("{kind: Secret, name: settings}", thing("v1", "Secret", "settings"), ""),
        ("{kind: ConfigMap, name: 7}", MAP, ""),
        ("7", MAP, ""),
        ("{kind: [a], name: {}}", MAP, ""),
    ],
)
def test_a_release(tmp_path: Path, entry: str, held: str, severity: str) -> None:
    found = said(CHECK, tmp_path, applied(release(more=f"  valuesFrom:\n    - {entry}\n"), held))
    assert [one.partition(" ")[0] for one in found] == ([severity] if severity else [])


def test_a_name_with_a_hash(tmp_path: Path) -> None:
    files = applied(release(more="  valuesFrom:\n    - {kind: ConfigMap, name: settings}\n"))
    files["apps/kustomization.yaml"] = (
        "resources: [all.yaml]\nnamespace: rello\nconfigMapGenerator:\n"
        "  - {name: settings, literals: ['values.yaml=a: 1']}\n"
    )
    (one,) = said(CHECK, tmp_path, files)
    assert one.startswith("error apps/all.yaml:16:")
    assert "but kustomize calls it settings-" in one


def test_a_kustomization_reads_every_key(tmp_path: Path) -> None:
    lines = "  postBuild:\n    substituteFrom:\n      - {kind: ConfigMap, name: a}\n      - {kind: Secret, name: b}\n"
    (one,) = said(CHECK, tmp_path, applied(MAP, more=lines))
    assert one.startswith("warning clusters/a/ks.yaml:15:")
    held = thing("v1", "ConfigMap", "a", namespace="flux-system")
    assert said(CHECK, tmp_path, applied(held, more=lines)) == []


def test_a_part_that_is_unknown(tmp_path: Path) -> None:
    files = applied(release(more="  valuesFrom:\n    - {kind: ConfigMap, name: settings}\n"))
    files[ENTRY] += "---\n" + kustomization("b", "./", source="OCIRepository/b")
    (one,) = said(CHECK, tmp_path, files)
    assert one.startswith("unjudged ")
