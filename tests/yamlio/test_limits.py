"""Size, characters and encoding of a text are checked before it is parsed."""

from __future__ import annotations

import pytest

from gitops_gen.errors import UserError
from gitops_gen.yamlio import limits
from gitops_gen.yamlio.limits import Lines


def test_lines_count_from_one() -> None:
    lines = Lines("ab\n\ncd")
    places = [lines.place(index) for index in range(7)]
    assert places == [(1, 1), (1, 2), (1, 3), (2, 1), (3, 1), (3, 2), (3, 3)]


def test_only_line_feeds_end_a_line() -> None:
    assert Lines("a\u2028b\x85c\rd").place(6) == (1, 7)
    assert Lines("a\r\nb").place(3) == (2, 1)


def test_decoding() -> None:
    assert limits.decode("é\n".encode(), "f") == "é\n"
    assert limits.decode(b"", "f") == ""


def test_what_is_not_utf_8() -> None:
    with pytest.raises(UserError) as raised:
        limits.decode("a: 1\né: ".encode() + b"\xff\n", "f.yaml")
    assert str(raised.value) == (
        "f.yaml:2:4: the file is not UTF-8: byte 0xff at offset 9\n"
        "  fix: save it as UTF-8; binary content belongs in base64"
    )


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf_16(codec: str) -> None:
    with pytest.raises(UserError) as raised:
        limits.decode("\ufeffa: 1\n".encode(codec), "f")
    assert str(raised.value) == "f: the file is UTF-16, not UTF-8\n  fix: save it as UTF-8"


def test_sizes() -> None:
    big = "f: the file is larger than 8 MiB\n  fix: split it"
    assert limits.MAX_SIZE == 8_388_608
    assert (limits.MAX_DEPTH, limits.MAX_PROBLEMS, limits.MAX_DOCUMENTS) == (100, 100, 10_000)
    assert limits.checked("a" * limits.MAX_SIZE, "f")
    assert limits.decode(b"a" * limits.MAX_SIZE, "f")
    with pytest.raises(UserError) as raised:
        limits.checked("a" * (limits.MAX_SIZE + 1), "f")
    assert str(raised.value) == big
    with pytest.raises(UserError) as raised:
        limits.decode(b"a" * (limits.MAX_SIZE + 1), "f")
    assert str(raised.value) == big


def test_one_byte_order_mark_is_dropped() -> None:
    assert limits.checked("\ufeffa: 1", "f") == "a: 1"
    assert limits.checked("a: é\U0001f600\x85\t\r\n~", "f") == "a: é\U0001f600\x85\t\r\n~"


@pytest.mark.parametrize("rest", ["", "é"])
@pytest.mark.parametrize(
    "bad", list("\0\x08\x0b\x1b\x1f\x7f\x80\x84\x86\x9f\ud800\udfff\ufeff\ufffe\uffff")
)
def test_refused_characters(bad: str, rest: str) -> None:
    with pytest.raises(UserError) as raised:
        limits.checked(f"a: {rest}\nb: {bad}", "f")
    assert str(raised.value) == (
        f"f:2:4: character U+{ord(bad):04X} is not allowed in YAML\n"
        '  fix: remove it, or write it as an escape in double quotes ("\\0", "\\x1b")'
    )


def test_every_refused_character_is_listed_up_to_a_limit() -> None:
    with pytest.raises(UserError) as raised:
        limits.checked("a\0\nb\0", "f")
    assert [str(one.location) for one in raised.value.findings] == ["f:1:2", "f:2:2"]
    with pytest.raises(UserError) as raised:
        limits.checked("\0" * 500, "f")
    assert len(raised.value.findings) == 101
    assert str(raised.value.findings[-1]) == "f: there may be more than these 100 problems"
    assert len(limits.unlisted(99, "f")) == 0
