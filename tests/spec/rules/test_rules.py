"""Every rule both ways: a neighbour that must pass, and exactly what is said where it must not.

The tables stand beside this file, one for each module of spec/rules: `== name`, `- ` and `+ ` lines for what is changed
in the shipped vtalos spec (tests/spec/tweak.py has the marks), and `> ` lines for all that is said, word for word.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from gitops_gen.errors import UserError
from gitops_gen.spec import load, rules
from tests.spec import tweak

HERE = Path(__file__).parent


def read(table: Path) -> dict[str, tuple[dict[str, str], list[str]]]:
    """Changes and expected findings of each case of a table."""
    cases: dict[str, tuple[dict[str, str], list[str]]] = {}
    for block in table.read_text().split("\n== ")[1:]:
        name, *lines = block.strip("\n").split("\n")
        changes: dict[str, str] = {}
        said: list[str] = []
        old: list[str] = []
        new: list[str] = []
        for line in [*lines, "="]:
            if line[0] != "+" and new:
                changes["\n".join(old)] = "\n".join(new)
                old, new = [], []
            if line[0] in "-+":
                (old if line[0] == "-" else new).append(line[2:])
            elif line.startswith(">   ") and said:
                said[-1] += f"\n{line[2:]}"
            elif line[0] == ">":
                said.append(line[2:])
        cases[name] = changes, said
    return cases


TABLES = {table.stem: read(table) for table in sorted(HERE.glob("*.txt"))}
CASES = [(module, name) for module, cases in TABLES.items() for name in cases]


@pytest.mark.parametrize(("module", "name"), CASES)
def test_a_changed_spec_says_exactly_this(module: str, name: str, tmp_path: Path) -> None:
    changes, said = TABLES[module][name]
    assert name.startswith("ok-") != bool(said), "a case that passes is called ok-..., no other is"
    tweak.check(tmp_path, changes, *said)


@pytest.mark.parametrize("rule", rules.ALL, ids=lambda rule: str(rule.__name__))
def test_every_rule_finds_something_in_its_table(rule: rules.Rule, tmp_path: Path) -> None:
    module = rule.__module__.rpartition(".")[2]
    assert any(name.startswith("ok-") for name in TABLES[module])
    for changes, said in TABLES[module].values():
        if said and found(rule, changes, tmp_path):
            return
    pytest.fail(f"no case of {module}.txt makes {rule.__name__} say anything")


def found(rule: rules.Rule, changes: dict[str, str], folder: Path) -> bool:
    file = folder / "cluster.yaml"
    file.write_text(tweak.tweaked(changes)[0])
    try:
        return bool(list(rule(load.load(file, tweak.NAME))))
    except UserError:
        return False
