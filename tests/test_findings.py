"""Findings as people read them."""

from __future__ import annotations

import pytest

from gitops_gen.findings import Finding, Location, Severity


@pytest.mark.parametrize(
    ("location", "said"),
    [
        (Location("f"), "f"),
        (Location("f", 3), "f:3:1"),
        (Location("f", 3, 4), "f:3:4"),
        (Location("f", 0, 4), "f"),
    ],
)
def test_a_place_is_spelt(location: Location, said: str) -> None:
    assert str(location) == said


def test_places_sort_by_file_line_and_column() -> None:
    places = [Location("b", 1, 1), Location("a", 10, 1), Location("a", 9, 2), Location("a", 9, 1)]
    assert sorted(places) == [places[3], places[2], places[1], places[0]]


def test_a_finding_tells_the_place_the_others_and_the_fix() -> None:
    whole = Finding(Location("f", 1, 2), "wrong", "mend", (Location("g", 3, 4), Location("h")))
    assert str(whole) == "f:1:2: wrong\n  see also g:3:4\n  see also h\n  fix: mend"
    assert str(Finding(None, "wrong")) == "wrong"


def test_a_finding_is_an_error_unless_it_says_otherwise() -> None:
    assert Finding(None, "x").severity is Severity.ERROR
    assert [str(one) for one in Severity] == ["error", "warning"]
