"""Every rule both ways: a neighbour that must pass, and exactly what is said where it must not.

The tables stand beside this file, one for each module of spec/rules; tests/spec/tweak.py says how they are read.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from gitops_gen.errors import UserError
from gitops_gen.spec import load, rules
from tests.spec import tweak

HERE = Path(__file__).parent


TABLES = {file.stem: tweak.table(file) for file in sorted(HERE.glob("*.txt"))}
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
