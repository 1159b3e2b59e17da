"""Makes the strings, scalars, documents and texts that the readers judge, the same ones for the same seed."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from random import Random
from typing import Any

from gitops_gen.yamlio import write

NUMBER_LIKE = "0179aefxobETZ_.:+-~yn"
TOKENS = [
    *("sha-", "v", "1.2.3", "71e1", "0459", "459E5", "12:30", "2020-01-01", "10.0.0.1", "/16"),
    *(":8080", "true", "null", "-", "latest", "@sha256", "e", "E", "0x", "_", "x86", "y", "no"),
    *(".", ",", "[ab]", "{{ x }}", "$", "${A}", "%", "*", "&", "!", "?", "| ", "> ", "# ", ": "),
    *("'", '"', "`", "=", "<<", "~", "\t", "0b", "0o", "ENC[AES256_GCM,data:Y==,type:str]"),
]
ODD = [
    *" \t\n\r#:-'\"\\{}[],&*!|>%@`?=<~0_.ab\x85\u2028\u2029\ufeff\ufffe\uffff\x7f\0\x1b\xa0é",
    *("\U0001f600", "\ud7ff", "\ue000", "\U0010ffff", "\x80", "\x9f", "\u3000", "\u200b"),
]
LINES = [
    *("a", "b: c", " x", "  y", "\tz", "- i", "# c", "---", "...", "'q'", "é", "", "{}", "%Y"),
    *("  ", "\t", "a ", "a\t", "key: |", "x:"),
]
EDGES = [
    *("0x" + "f" * n for n in range(14, 19)),
    *("9" * n for n in range(17, 23)),
    *("-9223372036854775808", "9223372036854775807", "9223372036854775808"),
    *("-9223372036854775809", "18446744073709551615", "18446744073709551616"),
    *("+18446744073709551615", "1e308", "1e309", "-1e309", "-0", "-0.0", "+.inf", "-.INF"),
    *("0b" + "1" * 64, "0b" + "1" * 65, "0o1777777777777777777777", "0o2777777777777777777777"),
    *("0b-1", "-0b-1", "0b+1", "0o-7", "0o+7", "-0o7", "-0b1", "0x-1", "0" * 80 + "7"),
    *("0" * 80 + "9", "1" * 5000, ".5_0", "._5", ".5e3_0", ".5_e3", ".inf", ".", "..", ".e5"),
    *(".5e", ".1e400", "1.e5", "1_.5", "-_1", "__1", "0_x1", "0_b1", "0b_1", "0X1f", "0O17"),
    *("0B1", "012e3", "0e0", "1e-400", "4.9e-324", "1.7976931348623159e308", "٣", "１", "1\u0663"),
]


def number_like(most: int) -> Iterator[str]:
    """Every string of at most `most` characters that could be taken for a number."""
    for length in range(most + 1):
        yield from map("".join, itertools.product(NUMBER_LIKE, repeat=length))


def longer_numbers(random: Random, count: int) -> list[str]:
    """Random strings of 4 to 9 such characters."""
    return ["".join(random.choices(NUMBER_LIKE, k=random.randint(4, 9))) for _ in range(count)]


def tokens(random: Random, count: int) -> list[str]:
    """Strings as manifests hold them: tags, ports, commit ids, templates."""
    return ["".join(random.choices(TOKENS, k=random.randint(1, 4))) for _ in range(count)]


def unicode(random: Random, count: int) -> list[str]:
    """Random Unicode, heavy on what breaks readers."""

    def character() -> str:
        if random.random() < 0.75:
            return str(random.choice(ODD))
        low, high = random.choice([(0, 0x20), (0, 0x300), (0, 0xD800), (0xE000, 0x110000)])
        return chr(random.randrange(low, high))

    return ["".join(character() for _ in range(random.randint(0, 16))) for _ in range(count)]


def blocks(random: Random, count: int) -> list[str]:
    """Texts of several lines, with bad first and last ones."""
    return ["\n".join(random.choices(LINES, k=random.randint(2, 5))) for _ in range(count)]


def times(random: Random, count: int) -> list[str]:
    """Dates and times, near the forms that go-yaml knows."""

    def one() -> str:
        date = f"{random.choice(['2020', '0000', '1999', '2100', '20200'])}-{random.randint(0, 13)}"
        date += f"-{random.randint(0, 32):0{random.choice([1, 2])}}"
        if random.random() < 0.3:
            return date
        pads = [random.choice([1, 2]) for _ in range(3)]
        numbers = [random.randint(0, 25), random.randint(0, 61), random.randint(0, 61)]
        clock = ":".join(f"{n:0{pad}}" for n, pad in zip(numbers, pads, strict=True))
        fraction = random.choice(["", "", ".", ".0", ".5", ",25", ".123456789012", ".100"])
        zones = ["", "Z", "z", "+00:00", "-00:00", "+02:00", "-0230", "+24:00", "+25:00", " Z"]
        zone = random.choice([*zones, "+01:60", "+01:61", "-05:30"])
        return date + random.choice(["T", "t", " ", "  ", "", "\t"]) + clock + fraction + zone

    return [one() for _ in range(count)]


def packs(strings: Iterable[str], size: int = 40) -> list[dict[str, Any]]:
    """Documents that hold each string as value, item, nested item, key of a scalar and key of a mapping."""
    strings = list(dict.fromkeys(strings))
    return [
        {
            "values": {f"k{i}": text for i, text in enumerate(some)},
            "items": [*some, [some[0]], {"in": some[-1]}],
            "keys": dict.fromkeys(some, 1),
            "maps": {text: {"below": [text]} for text in some},
        }
        for some in (strings[i : i + size] for i in range(0, len(strings), size))
    ]


VALUES: list[Any] = [
    *("a", "yes", "1.2.3", "- x", "x: y", "0777", "", "l1\nl2\n", "l1\n  l2", "l1\n\n", "tab\tx"),
    *("é", "😀", "ENC[AES256_GCM,data:Y==,iv:q+/=,tag:a,type:str]", "2020-01-01", "#c", "trail "),
    *("a\n\nb\n", "# c\nx\n", "12:30", "long words and so on " * 9, " lead", "'q'", '"q"', "null"),
    *(1, -5, 2**63 - 1, True, False, None, {}, [], 1.5, 1e22, 0, 0.25, 1e-7, 123456.5, 1234567.5),
]


def value(random: Random, depth: int, *, comments: bool) -> Any:
    """A random tree of plain values."""
    chance = random.random()
    if depth <= 0 or chance < 0.5:
        return random.choice(VALUES)
    if chance < 0.8:
        return mapping(random, depth - 1, random.randint(0, 4), comments=comments)
    return [value(random, depth - 1, comments=comments) for _ in range(random.randint(0, 4))]


def mapping(random: Random, depth: int, size: int, *, comments: bool) -> dict[str, Any]:
    """A random mapping; with `comments` some of its values bring one."""
    made: dict[str, Any] = {}
    for number in range(size):
        key = random.choice(["yes", "k: x", "0777", "- d", f"k{number}", f"n{number}"])
        held = value(random, depth, comments=comments)
        if comments and random.random() < 0.25:
            held = write.Commented(held, random.choice(["why", "two\nlines"]))
        made[key] = held
    return made


def documents(random: Random, count: int, *, comments: bool = False) -> list[list[dict[str, Any]]]:
    """Files of one to three documents."""
    return [
        [
            mapping(random, 4, random.randint(1, 4), comments=comments)
            for _ in range(random.choice([1, 1, 2, 3]))
        ]
        for _ in range(count)
    ]


def bare(held: Any) -> Any:
    """Without the comments."""
    if isinstance(held, write.Commented):
        return bare(held.value)
    if isinstance(held, dict):
        return {key: bare(one) for key, one in held.items()}
    return [bare(one) for one in held] if isinstance(held, list) else held
