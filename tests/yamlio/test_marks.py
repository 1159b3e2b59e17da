"""Every node of a text has its place, through aliases and merges too."""

from __future__ import annotations

from gitops_gen.findings import Location
from gitops_gen.yamlio import read
from gitops_gen.yamlio.scalars import KUBERNETES, TALOS


def test_positions() -> None:
    text = "a: 1\nbb:\n  - x\n  - k: v\n    m: {o: [é, z]}\n---\n  - q\n"
    first, second = read.documents(text, "f")
    places = {
        (): (1, 1),
        ("a",): (1, 4),
        ("a", "below"): (1, 4),
        ("bb",): (2, 1),
        ("bb", 0): (3, 5),
        ("bb", 1): (4, 5),
        ("bb", 1, "k"): (4, 8),
        ("bb", -1, "k"): (4, 8),
        ("bb", 1, "m"): (5, 5),
        ("bb", 1, "m", "o"): (5, 9),
        ("bb", 1, "m", "o", 1): (5, 16),
        ("bb", 1, "m", "o", 2): (5, 9),
        ("bb", 1, "missing", "o"): (4, 5),
        ("bb", 2): (2, 1),
        ("bb", -3): (2, 1),
        ("bb", "k"): (2, 1),
        ("missing",): (1, 1),
        (0,): (1, 1),
    }
    for path, place in places.items():
        assert first.at(*path) == place, path
    assert second.at(0) == (7, 5)
    assert second.at() == (7, 3)
    assert second.line == 7
    assert first.location("a") == Location("f", 1, 4)


def test_positions_through_anchors_and_merges() -> None:
    text = "x: &x {k: 1, l: {m: 2}}\nj: *x\nz:\n  <<: [*x, {o: 3}]\n  k: 4\nl: [*x]\n? &s w\n: *s\n"
    for typing in (KUBERNETES, TALOS):
        [one] = read.documents(text, "f", typing=typing)
        assert one.body["z"] == {"k": 4, "l": {"m": 2}, "o": 3}
        assert one.body["w"] == "w"
        assert one.at("j") == (2, 1)
        assert one.at("j", "k") == (1, 11)
        assert one.at("z", "l", "m") == (1, 21)
        assert one.at("z", "o") == (4, 16)
        assert one.at("z", "k") == (5, 6)
        assert one.at("l", 0) == (6, 5)
        assert one.at("l", 0, "k") == (1, 11)
        assert one.at("w") == (8, 3)


def test_positions_follow_the_typing_of_keys() -> None:
    text = "y: 1\n0x10: 2\n"
    assert read.document(text, "f").at("true") == (1, 4)
    assert read.document(text, "f").at("16") == (2, 7)
    assert read.document(text, "f", typing=TALOS).at("0x10") == (2, 7)


def test_positions_of_odd_line_breaks() -> None:
    [one] = read.documents('a: "x\u2028y"\nb: 1\n', "f")
    assert one.at("b") == (2, 4)
