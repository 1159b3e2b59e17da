"""flux-variables-are-defined: where each variable gets its value, and what is not known."""

from __future__ import annotations

from pathlib import Path

import pytest

from gitops_gen.checks.flux_variables_are_defined import CHECK
from gitops_gen.findings import Unjudged
from tests.support import repositories
from tests.support.repositories import config_map, kustomization

FROM = "  postBuild:\n    substituteFrom:\n      - kind: {}\n        name: values\n{}"
OWN = "    substitute:\n      OTHER: x\n"
VALUES = config_map("values", extra="  namespace: flux-system\ndata:\n  COLOR: green\n")


def found(root: Path, text: str, more: str, values: str = VALUES) -> list[str]:
    files = {
        "c/a.yaml": kustomization("a", "./x", more=more),
        "c/values.yaml": values,
        "x/a.yaml": config_map(extra=f"data:\n  color: {text}\n"),
    }
    said = CHECK.find(repositories.repo(root, files))
    return [f"{one.location}: {one.why}" if isinstance(one, Unjudged) else str(one) for one in said]


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("${COLOR}", ""),
        ("${OTHER}", "  postBuild:\n" + OWN),
        ("${COLOR}", FROM.format("ConfigMap", "")),
        ("${COLOR}${OTHER}", FROM.format("ConfigMap", OWN)),
        ("${NONE:-blue}", FROM.format("ConfigMap", OWN)),
        ("$${NONE}", FROM.format("ConfigMap", OWN)),
    ],
)
def test_those_with_a_value(tmp_path: Path, text: str, more: str) -> None:
    assert found(tmp_path, text, more) == []


def test_one_without(tmp_path: Path) -> None:
    (said,) = found(tmp_path, "a ${NONE} b", FROM.format("ConfigMap", OWN))
    assert said.startswith(
        "x/a.yaml:6:10: ConfigMap rello: Kustomization flux-system/a has no value for ${NONE}\n  fix: give it"
    )


def test_what_is_not_in_git_is_not_judged(tmp_path: Path) -> None:
    (said,) = found(tmp_path, "${NONE}", FROM.format("Secret", OWN))
    assert said == (
        "x/a.yaml:1:1: NONE: the values of Secret flux-system/values are not in Git, or not in clear"
    )
    assert found(tmp_path, "${OTHER}", FROM.format("Secret", OWN)) == []
    other = VALUES.replace("flux-system", "web")
    (said,) = found(tmp_path, "${COLOR}", FROM.format("ConfigMap", ""), other)
    assert "ConfigMap flux-system/values are not in Git" in said


def test_a_text_that_is_no_expression(tmp_path: Path) -> None:
    (said,) = found(tmp_path, "${a b}", "  postBuild:\n" + OWN)
    assert said.startswith("x/a.yaml:")
