"""What every check owes: a place in the list, a page, and examples that it judges as it says."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

import pytest

from gitops_gen import checks
from gitops_gen.checks import ALL
from gitops_gen.checks.check import Check
from gitops_gen.checks.page import markdown, page
from gitops_gen.errors import UserError
from gitops_gen.judge.judge import judge
from tests.support import repositories

HELPERS = {
    *("check", "flux_cluster", "flux_each", "flux_graph", "flux_order", "flux_releases"),
    *("ignores", "masked", "objects", "page"),
}
FAMILIES = {"flux", "ignore", "net", "schema", "sops", "talos"}


def test_every_check_is_in_the_list() -> None:
    modules = {one.name for one in pkgutil.iter_modules(checks.__path__)} - HELPERS
    assert [check.id for check in ALL] == sorted(name.replace("_", "-") for name in modules)
    assert all(importlib.import_module(check.module).CHECK is check for check in ALL)


@pytest.mark.parametrize("check", ALL, ids=lambda check: check.id)
def test_a_check_has_a_page_and_a_test_file(check: Check) -> None:
    held = page(check)
    assert held.title.endswith(".")
    assert len(held.why) > 80
    assert held.bad
    assert held.good
    assert check.family in FAMILIES
    name = check.id.replace("-", "_")
    assert Path(__file__).with_name(f"test_{name}.py").is_file()
    assert markdown(check).startswith(f"# {check.id}\n\n{held.title}\n")


EXAMPLES = [
    pytest.param(check, tree, bad, id=f"{check.id}-{'bad' if bad else 'good'}-{number}")
    for check in ALL
    for bad, held in ((True, page(check).bad), (False, page(check).good))
    for number, tree in enumerate(held)
]


@pytest.mark.parametrize(("check", "tree", "bad"), EXAMPLES)
def test_examples_are_judged_as_they_say(
    tmp_path: Path, check: Check, tree: dict[str, str], bad: bool
) -> None:
    found = judge(repositories.repo(tmp_path, tree), ALL).verdicts
    if bad:
        assert check.id in {one.check for one in found}
    else:
        assert found == ()


def test_without_docstrings_there_are_no_pages() -> None:
    bare = Check("gitops_gen.checks.schema_x", None, ALL[0].severity, ALL[0].find)
    with pytest.raises(UserError, match="-OO"):
        page(bare)
    assert (bare.id, bare.family, bare.title) == ("schema-x", "schema", "")


def test_a_page_may_hold_several_examples_of_several_files() -> None:
    lines = (
        "Title.||Why|not.||Bad:||    # a/b.yaml|    a: 1 # c|    # no file|    # c/d.yaml|    b: 2||"
        "Bad:||    # e/f.yaml|    c: 3||Good:||    # a/b.yaml|    a: 2|"
    )
    text = lines.replace("|", "\n")
    held = page(Check("m.x", text, ALL[0].severity, ALL[0].find))
    assert (held.title, held.why) == ("Title.", "Why\nnot.")
    assert held.bad == (
        {"a/b.yaml": "a: 1 # c\n# no file\n", "c/d.yaml": "b: 2\n"},
        {"e/f.yaml": "c: 3\n"},
    )
    assert held.good == ({"a/b.yaml": "a: 2\n"},)
