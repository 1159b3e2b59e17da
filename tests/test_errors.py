"""Errors that a user can act on, and the exit codes."""

from __future__ import annotations

import pytest

from gitops_gen import errors
from gitops_gen.findings import Finding, Location


def test_exit_codes() -> None:
    assert {one.name: int(one) for one in errors.Exit} == {
        "CLEAN": 0,
        "DIFFERENT": 1,
        "USER": 2,
        "BUG": 3,
        "INTERRUPTED": 130,
    }


def test_a_user_error_reports_every_finding() -> None:
    one, two = Finding(Location("a"), "x"), Finding(None, "y", "z")
    error = errors.UserError(iter([one, two]))
    assert error.findings == (one, two)
    assert str(error) == "a: x\ny\n  fix: z"


def test_one_finding_as_an_error() -> None:
    assert errors.user_error("x").findings == (Finding(None, "x"),)
    error = errors.user_error("x", fix="y", file="f", line=2, column=3)
    assert error.findings == (Finding(Location("f", 2, 3), "x", "y"),)
    assert str(error) == "f:2:3: x\n  fix: y"


@pytest.mark.parametrize(
    ("word", "near"),
    [("adress", "address"), ("Address", "address"), ("zzz", None), ("", None), ("vip", "vip")],
)
def test_did_you_mean(word: str, near: str | None) -> None:
    known = ["address", "vip", "gateway"]
    assert errors.nearest(word, iter(known)) == near
    said = f' (did you mean "{near}"?)' if near else ""
    assert errors.did_you_mean(word, iter(known)) == said


def test_nothing_known_is_nothing_meant() -> None:
    assert errors.did_you_mean("x", []) == ""
