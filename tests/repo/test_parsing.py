"""Texts read on two cores are what they are on one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from gitops_gen.programs import fork
from gitops_gen.repo import parsing
from gitops_gen.repo.documents import Read, parse

TEXTS = {
    "a.yaml": "\ufeffa: &x {b: [1, 2.5, null, true]}\nc: *x\n",
    "b.yaml": "a: 1\na: 2\n",
    "c.yaml": "---\n---\nb: ü\n--- \nc: |\n  x\n",
    "d.yaml": "",
    "e.yaml": "# only this\n",
    "f.yaml": "kind: X\n",
}


def shown(found: dict[str, Read]) -> list[object]:
    return [
        (path, one.problems, [(held.body, held.index, held.line) for held in one.documents])
        for path, one in found.items()
    ]


@pytest.fixture
def copies(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Everything is worth a copy; each that is made."""
    made: list[object] = []

    class Copy(fork.Copy):
        def __init__(self, work: Callable[[], bytes]) -> None:
            super().__init__(work)
            made.append(self)

    monkeypatch.setattr(parsing, "WORTH", 0)
    monkeypatch.setattr(fork, "helps", lambda: True)
    monkeypatch.setattr(fork, "Copy", Copy)
    return made


def test_two_cores_read_the_same(copies: list[object]) -> None:
    found = parsing.parse_all(TEXTS)
    assert shown(found) == shown({path: parse(path, text) for path, text in TEXTS.items()})
    assert found["c.yaml"].documents[2].at("c") == (5, 4)
    assert found["a.yaml"].documents[0].at("a", "b") == (1, 8)
    assert len(copies) == 1


def test_a_copy_that_fails_is_no_matter(
    copies: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = fork.Copy.result

    def failed(copy: fork.Copy) -> None:
        ended(copy)

    monkeypatch.setattr(fork.Copy, "result", failed)
    found = parsing.parse_all(TEXTS)
    assert shown(found) == shown({path: parse(path, text) for path, text in TEXTS.items()})
    assert len(copies) == 1


def test_each_core_has_its_half(copies: list[object], monkeypatch: pytest.MonkeyPatch) -> None:
    here: list[str] = []

    def reads(path: str, text: str) -> Read:
        here.append(path)
        return parse(path, text)

    monkeypatch.setattr(parsing, "parse", reads)
    parsing.parse_all({f"{number}.yaml": "a: 1\n" for number in range(10)})
    assert len(here) == 5
    assert len(copies) == 1


def test_little_is_read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fork, "Copy", None)
    assert shown(parsing.parse_all({"a.yaml": "a: 1\n"})) == [("a.yaml", (), [({"a": 1}, 0, 1)])]
