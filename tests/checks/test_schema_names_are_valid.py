"""schema-names-are-valid: which kind takes which name."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from gitops_gen.checks.schema_names_are_valid import CHECK
from tests.support import repositories
from tests.support.objects import Path as Field
from tests.support.objects import changed, valid

NAME: Field = ("metadata", "name")


@pytest.mark.parametrize(
    ("kind", "path", "value", "said"),
    [
        ("ConfigMap", NAME, "a.b", None),
        ("ConfigMap", NAME, "${A}_b", None),
        ("ConfigMap", NAME, "A_b", '"A_b" is no name of a ConfigMap'),
        ("ConfigMap", NAME, "a" * 254, f'"{"a" * 254}" is no name of a ConfigMap'),
        ("Namespace", NAME, "a.b", '"a.b" is no name of a Namespace'),
        ("StatefulSet", NAME, "a.b", '"a.b" is no name of a StatefulSet'),
        ("Service", NAME, "1a", '"1a" begins with a digit'),
        ("CronJob", NAME, "a" * 52, None),
        ("CronJob", NAME, "a" * 53, "the name has 53 letters, and a CronJob takes 52"),
        ("Job", NAME, "a" * 64, None),
        ("Role", NAME, "view:all", None),
        ("Role", NAME, "a/b", '"a/b" is no name of a Role'),
        ("PodDisruptionBudget", NAME, "A_b", None),
        ("Widget", NAME, "A", '"A" is no name of a Widget'),
        ("ConfigMap", ("metadata", "namespace"), "a.b", '"a.b" is no name of a namespace'),
        ("ClusterRole", ("metadata", "namespace"), "a.b", None),
        ("Pod", ("spec", "containers", 0, "name"), "A", '"A" is no name of a container'),
        ("Pod", ("spec", "containers", 0, "name"), "init", "two containers of the pod are"),
        ("Pod", ("spec", "volumes", 0, "name"), "a.b", '"a.b" is no name of a volume'),
        ("Pod", ("spec", "volumes", 0, "name"), "config", "two volumes of the pod are called"),
        ("Pod", ("spec", "volumes", 0, "name"), "${A}", None),
    ],
)
def test_one_place(tmp_path: Path, kind: str, path: Field, value: Any, said: str | None) -> None:
    text = json.dumps(changed(valid()[kind], path, value), indent=1)
    found = repositories.findings(CHECK, tmp_path, {"a.yaml": text})
    assert [one.message.startswith(said or "-") for one in found] == [True] * (said is not None)
    for one in found:
        assert one.severity == ("warning" if value == "1a" else "error")
        assert "name" in text.split("\n")[one.line - 1]


@pytest.mark.parametrize(("prefix", "bad"), [("a-", False), ("A-", True), ("a" * 64, True)])
def test_a_name_to_be_made(tmp_path: Path, prefix: str, bad: bool) -> None:
    text = f"apiVersion: v1\nkind: Namespace\nmetadata:\n  generateName: {prefix}\n"
    found = repositories.findings(CHECK, tmp_path, {"a.yaml": text})
    assert [one.line for one in found] == [4] * bad


def test_a_job_with_its_own_selector_may_have_a_long_name(tmp_path: Path) -> None:
    one = changed(valid()["Job"], NAME, "a" * 64)
    del one["spec"]["manualSelector"]
    (found,) = repositories.findings(CHECK, tmp_path, {"a.yaml": json.dumps(one)})
    assert found.message == "the name has 64 letters, and a Job takes 63"
    assert found.fix == "shorten it: its pods are named after it"


def test_files_that_are_never_stored(tmp_path: Path) -> None:
    heads: tuple[str, ...] = ("v1\nkind: Config", "v1alpha1\nkind: HostnameConfig", "x\nkind: Y")
    heads += ("kustomize.config.k8s.io/v1beta1\nkind: Kustomization",)
    files = {
        f"{at}.yaml": f"apiVersion: {head}\nmetadata:\n  name: A_b\n"
        for at, head in enumerate(heads)
    }
    assert repositories.findings(CHECK, tmp_path, files) == []


def test_a_kustomization_writes_the_names_of_namespaces(tmp_path: Path) -> None:
    space = "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: _\n"
    config = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  namespace: _\n"
    files = {"a.yaml": space, "b.yaml": config}
    held = repositories.repo(tmp_path, files)
    assert [one[1:4] for one in repositories.told(CHECK, held)] == [
        ("a.yaml", 4, 9),
        ("b.yaml", 5, 14),
    ]
    files["kustomization.yaml"] = "namespace: rello\nresources: [a.yaml, b.yaml]\n"
    assert repositories.findings(CHECK, tmp_path, files) == []
