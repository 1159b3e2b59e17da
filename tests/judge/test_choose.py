"""Which checks run, by id and by family."""

from __future__ import annotations

import pytest

from gitops_gen.checks import ALL
from gitops_gen.errors import UserError
from gitops_gen.judge.choose import chosen

IDS = [check.id for check in ALL]


@pytest.mark.parametrize(
    ("select", "ignore", "left"),
    [
        ([], [], IDS),
        (["ignore"], [], [one for one in IDS if one.startswith("ignore-")]),
        (["schema-yaml-reads"], [], ["schema-yaml-reads"]),
        ([], ["ignore"], [one for one in IDS if not one.startswith("ignore-")]),
        (["ignore"], ["ignore-is-used"], ["ignore-has-reason"]),
        (["ignore-is-used, schema-yaml-reads"], [], ["ignore-is-used", "schema-yaml-reads"]),
        (["ignore-is-used", "schema-yaml-reads"], ["schema"], ["ignore-is-used"]),
    ],
)
def test_chosen(select: list[str], ignore: list[str], left: list[str]) -> None:
    assert [check.id for check in chosen(ALL, select, ignore)] == left


def test_names_that_nobody_has_are_all_told() -> None:
    with pytest.raises(UserError) as said:
        chosen(ALL, ["schema-yaml-read"], ["flx", "ignore"])
    first, second = said.value.findings
    assert first.message == (
        'there is no check and no family schema-yaml-read (did you mean "schema-yaml-reads"?)'
    )
    assert "flx" in second.message
