"""go-yaml's rules for plain and tagged texts, as recorded and one by one."""

from __future__ import annotations

import math
from typing import Any

import pytest

from gitops_gen.yamlio import resolver
from gitops_gen.yamlio.resolver import ScalarError, Timestamp
from tests.support.recordings import load
from tests.yamlio import judged

TAG = "tag:yaml.org,2002:"


def same(found: object, wanted: object) -> bool:
    return type(found) is type(wanted) and judged.ours(found) == judged.ours(wanted)


@pytest.mark.parametrize("op", ["v2", "v3"])
def test_recorded_typing(op: str) -> None:
    held = load("yaml")["typing"][op]
    assert len(held) > 250
    for text, wanted in held:
        found = resolver.plain(text, v2=op == "v2")
        if op == "v2" and isinstance(found, resolver.Timestamp):
            found = text
        assert judged.ours(found) == judged.theirs(wanted), text


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("0777", 511),
        ("0o777", 511),
        ("-010", -8),
        ("08", 8.0),
        ("0x1F", 31),
        ("0b101", 5),
        ("1_000", 1000),
        ("+12", 12),
        ("-0", 0),
        ("9223372036854775807", 2**63 - 1),
        ("-9223372036854775808", -(2**63)),
        ("-9223372036854775809", -9223372036854775809.0),
        ("18446744073709551615", 2**64 - 1),
        ("18446744073709551616", 18446744073709551616.0),
        ("+18446744073709551615", 18446744073709551615.0),
        ("1e3", 1000.0),
        ("5.", 5.0),
        (".5", 0.5),
        (".5_0", 0.5),
        ("._5", "._5"),
        (".5_", ".5_"),
        ("1e400", "1e400"),
        (".1e400", ".1e400"),
        ("-1e400", "-1e400"),
        ("0b-1", -1),
        ("0b+10", 2),
        ("0b" + "+1" + "0" * 63, "0b" + "+1" + "0" * 63),
        ("0b-1" + "0" * 63, -(2**63)),
        ("1:30", "1:30"),
        ("-", "-"),
        (".", "."),
        ("+", "+"),
        ("_1", "_1"),
        ("true", True),
        ("False", False),
        ("tRue", "tRue"),
        ("~", None),
        ("", None),
        ("NULL", None),
        ("nULL", "nULL"),
        (".INF", math.inf),
        ("+.inf", math.inf),
        ("-.Inf", -math.inf),
        (".NaN", math.nan),
        ("1" * 5000, "1" * 5000),
        ("0" * 5000 + "1", 1),
        ("١", "١"),
    ],
)
def test_numbers_and_words(text: str, wanted: Any) -> None:
    for v2 in (True, False):
        assert same(resolver.plain(text, v2=v2), wanted)


def test_signed_octals_belong_to_version_3() -> None:
    assert resolver.plain("0o-7", v2=True) == "0o-7"
    assert resolver.plain("0o-17", v2=False) == -15
    assert resolver.plain("0o+7", v2=False) == 7


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2020-01-01", "2020-01-01T00:00:00Z"),
        ("2020-1-2", "2020-01-02T00:00:00Z"),
        ("2020-02-29", "2020-02-29T00:00:00Z"),
        ("0000-02-29", "0000-02-29T00:00:00Z"),
        ("2000-02-29", "2000-02-29T00:00:00Z"),
        ("2020-01-01T1:2:3Z", "2020-01-01T01:02:03Z"),
        ("2020-01-01t23:59:59.120-05:30", "2020-01-01T23:59:59.12-05:30"),
        ("2020-01-01 01:02:03", "2020-01-01T01:02:03Z"),
        ("2020-01-01   01:02:03,5", "2020-01-01T01:02:03.5Z"),
        ("2020-01-01T01:02:03.1234567891+00:00", "2020-01-01T01:02:03.123456789Z"),
        ("2020-01-01T01:02:03-00:00", "2020-01-01T01:02:03Z"),
        ("2020-01-01T01:02:03+24:00", "2020-01-01T01:02:03+24:00"),
        ("2020-01-01T01:02:03+01:60", "2020-01-01T01:02:03+02:00"),
        ("2020-01-01T01:02:03.0Z", "2020-01-01T01:02:03Z"),
        ("2020-12-31", "2020-12-31T00:00:00Z"),
    ],
)
def test_times(text: str, wanted: str) -> None:
    for v2 in (True, False):
        assert same(resolver.plain(text, v2=v2), Timestamp(wanted))
    assert same(resolver.plain(text, v2=False, times=False), text)


@pytest.mark.parametrize(
    "text",
    [
        *("2020-00-01", "2020-13-01", "2020-01-00", "2020-01-32", "2020-04-31", "2021-02-29"),
        *("1900-02-29", "2020-01-01T01:02:03", "2020-01-01 01:02:03Z", "2020-01-01T24:00:00Z"),
        *("2020-01-01T00:60:00Z", "2020-01-01T00:00:60Z", "2020-01-01T00:00:00+25:00"),
        *("2020-01-01T00:00:00+01:61", "20200-01-01", "202-01-01", "2020-01-01 01:02:03 -5"),
        *("2020-01-01T01:02Z", "2020-001-01", "2020-01-01Z", "2020-01-01T00:00:00z"),
    ],
)
def test_what_is_no_time(text: str) -> None:
    for v2 in (True, False):
        assert same(resolver.plain(text, v2=v2), text)


@pytest.mark.parametrize(
    ("number", "wanted"),
    [
        (0.0, "0"),
        (-0.0, "-0"),
        (1.0, "1"),
        (1.5, "1.5"),
        (-0.25, "-0.25"),
        (123456.5, "123456.5"),
        (999999.0, "999999"),
        (1e6, "1e+06"),
        (1234567.5, "1.2345675e+06"),
        (1e22, "1e+22"),
        (1e100, "1e+100"),
        (1e-4, "0.0001"),
        (0.00012, "0.00012"),
        (1e-5, "1e-05"),
        (1.25e-7, "1.25e-07"),
        (5e-324, "5e-324"),
        (100.0, "100"),
    ],
)
def test_floats_are_spelt_as_go_spells_them(number: float, wanted: str) -> None:
    assert resolver.go_float(repr(number)) == wanted


def test_a_float_as_key_has_32_bits() -> None:
    assert resolver.float_key(0.1) == "0.1"
    assert resolver.float_key(1 / 3) == "0.33333334"
    assert resolver.float_key(float("nan")) == ".nan"
    assert resolver.float_key(1e39) == ".inf"
    assert resolver.float_key(-1e39) == "-.inf"


def test_every_word() -> None:
    words = {
        True: ["true", "True", "TRUE"],
        False: ["false", "False", "FALSE"],
        None: ["", "~", "null", "Null", "NULL"],
        math.nan: [".nan", ".NaN", ".NAN"],
        math.inf: [".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"],
        -math.inf: ["-.inf", "-.Inf", "-.INF"],
    }
    for wanted, spellings in words.items():
        for text in spellings:
            for v2 in (True, False):
                assert same(resolver.plain(text, v2=v2), wanted), text


def test_the_days_of_a_month() -> None:
    days = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    for month, last in enumerate(days, 1):
        assert resolver.timestamp(f"2021-{month}-{last}") == f"2021-{month:02}-{last}T00:00:00Z"
        assert resolver.timestamp(f"2021-{month}-{last + 1}") is None


def test_a_time_needs_four_digits_and_a_dash() -> None:
    assert resolver.timestamp("2020-01-01") == "2020-01-01T00:00:00Z"
    assert resolver.timestamp("2020/01/01") is None
    assert resolver.timestamp("") is None


def test_the_empty_text_is_null() -> None:
    assert resolver.plain("", v2=True) is None
    assert resolver.plain("", v2=False) is None


@pytest.mark.parametrize("v2", [True, False])
def test_the_words_of_yaml_1_1(v2: bool) -> None:
    for word in ("y", "Y", "yes", "Yes", "YES", "on", "On", "ON"):
        assert same(resolver.plain(word, v2=v2), True if v2 else word)
    for word in ("n", "N", "no", "No", "NO", "off", "Off", "OFF"):
        assert same(resolver.plain(word, v2=v2), False if v2 else word)


@pytest.mark.parametrize(
    ("text", "tag", "wanted"),
    [
        ("5", "str", "5"),
        ("5", "int", 5),
        ("5", "float", 5.0),
        ("5.5", "float", 5.5),
        ("true", "bool", True),
        ("", "null", None),
        ("2020-01-01", "timestamp", Timestamp("2020-01-01T00:00:00Z")),
        ("2020-01-01", "str", "2020-01-01"),
        ("aGk=", "binary", "hi"),
        ("aG\nk=\r\n", "binary", "hi"),
        ("5", "set", "5"),
    ],
)
def test_tags(text: str, tag: str, wanted: Any) -> None:
    for v2 in (True, False):
        assert same(resolver.tagged(text, TAG + tag, v2=v2), wanted)
        assert same(resolver.tagged(text, f"!{tag}", v2=v2), text)


@pytest.mark.parametrize(
    ("text", "tag", "kind"),
    [
        ("secret", "int", "str"),
        ("true", "int", "bool"),
        ("5.5", "int", "float"),
        ("5", "bool", "int"),
        ("", "int", "null"),
        ("secret", "null", "str"),
        ("2020-01-01", "float", "str"),
        ("secret", "timestamp", "str"),
        ("18446744073709551615", "float", "int"),
    ],
)
def test_tags_that_do_not_fit(text: str, tag: str, kind: str) -> None:
    for v2 in (True, False):
        with pytest.raises(ScalarError) as raised:
            resolver.tagged(text, TAG + tag, v2=v2)
        message = f"the tag !!{tag} does not fit the value, which is of type {kind}"
        assert str(raised.value) == message


@pytest.mark.parametrize("text", ["secret!", "aGk", "aG k=", "/w=="])
def test_bad_binaries(text: str) -> None:
    for v2 in (True, False):
        with pytest.raises(ScalarError) as raised:
            resolver.tagged(text, f"{TAG}binary", v2=v2)
        assert str(raised.value) == "the value of !!binary is not base64 of a UTF-8 text"
