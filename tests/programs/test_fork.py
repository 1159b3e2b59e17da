"""A copy of the process: what it makes comes back, and what goes wrong in it ends there."""

from __future__ import annotations

import os

import pytest

from gitops_gen.programs import fork

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system makes no copies")


def test_what_it_makes_comes_back() -> None:
    here = os.getpid()
    first = fork.Copy(lambda: b"x" * 1_000_000)
    second = fork.Copy(lambda: b"other" if os.getpid() != here else b"same")
    assert first.result() == b"x" * 1_000_000
    assert second.result() == b"other"


def test_one_that_fails_says_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    def fails() -> bytes:
        raise SystemExit("never shown")

    assert fork.Copy(fails).result() is None
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(("cores", "helps"), [({0}, False), ({0, 1}, True)])
def test_where_it_helps(monkeypatch: pytest.MonkeyPatch, cores: set[int], helps: bool) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: cores)
    assert fork.helps() is helps
