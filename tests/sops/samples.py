"""Random documents and texts for the SOPS proofs, and their leaves spelt as the oracle spells them."""

from __future__ import annotations

import math
from random import Random
from typing import Any

from gitops_gen.sops.cipher import plain_bytes
from gitops_gen.yamlio.scalars import Timestamp

KEYS = (
    "data", "stringData", "token", "key", "name", "labels", "a", "b_unencrypted", "c_enc", "yes", "on",
    "y", "no", "a:b", "x.y/z", "ключ", "with space", "1", "true", "null", "~", "<<x", "-", "é", "😀", "=",
    "token: x", "#c", "", "2020-01-01", "0x1f", "sops_", "metadata",
)  # fmt: skip
TEXTS = (
    "", "a", "plain text", "yes", "no", "on", "off", "true", "null", "~", "1", "1.5", "0777", "0o17", "08",
    "1e3", "1_000", "12:30:45", "2020-01-01", "2020-01-02T03:04:05Z", ".inf", ".nan", "-", "- a", "a: b",
    "a #b", "#x", "'", '"', "\\", "\\n", "%", "@x", "`", "{a}", "[a]", "&a", "*a", "!t", "|", ">", "?", "=",
    "<<", " lead", "trail ", "\ttab", "in\ttab", "é", "ключ", "😀 emoji", "\u2028", "\x85", "\ufeff", "\x07",
    "two\nlines", "ends\n", "ends\n\n", "\nstarts", " \n", "a\n  b\n c\n", "a \nb", "a\r\nb", "\n", "x" * 300,
    "ENC[AES256_GCM,data:x", "sops", "-----BEGIN X-----\nabc\n-----END X-----\n", "a\n\n\nb", "---", "...",
)  # fmt: skip
INTS = (0, 1, -1, 8, 1000000, 2**31, 2**53 + 1, 2**63 - 1, -(2**63))
FLOATS = (
    0.5,
    1.0,
    -1.5,
    1e3,
    1e6,
    1e21,
    1e22,
    1e-7,
    123456.789,
    1e300,
    5e-324,
    math.inf,
    -math.inf,
    math.nan,
)
RAW = (
    "yes", "no", "on", "True", "FALSE", "~", "null", "Null", "", "0777", "017", "0o17", "08", "0x1F", "0b11", "+1",
    "-0", "1_000", "12345_54321", "1e3", "5.", ".5", "1.50", "-.5e-3", "1e400", ".inf", "-.Inf", ".NaN", "2020-01-01",
    "2020-1-2", "2020-13-01", "2001-12-14t21:59:43.10-05:00", "2001-12-14 21:59:43.10", "2020-01-02T03:04:05Z",
    "2001-12-14 21:59:43.10 -5", "12:30:45", "1:30", "0o8", "0x", "=", "9223372036854775807", "99999999999999999999",
    '"quoted"', '""', "''", "'it''s'", '"tab\\there"', '"\\U0001F600"', "a b c", "http://x/y?z#w", "!!str 5",
    "!!binary aGFsbG8=", "!custom x", "'2020-01-01'", '"null"', "é", "x#y",
)  # fmt: skip
FLOW = ("'q'", "yes", "1e3", "08", "null", "2020-01-01", "a b")
# Not "#": beside a list it becomes an item "" for sops (tests/tools/test_sops.py).
COMMENTS = ("# note", "#x", "#  two  spaces ", "# token: secret", "# ключ 😀", "#!shebang")
_TYPES = {str: "string", int: "int", float: "float64", bool: "bool", Timestamp: "time.Time"}


def documents(rng: Random) -> list[dict[str, Any]]:
    """One to three documents of every type; now and then a long list."""
    return [mapping(rng, 0) for _ in range(rng.choice((1, 1, 1, 2, 3)))]


def mapping(rng: Random, depth: int) -> dict[str, Any]:
    size = rng.randint(0 if depth else 1, 5)
    return {key: value(rng, depth + 1) for key in rng.sample(KEYS, size)}


def value(rng: Random, depth: int) -> Any:
    kind = rng.random()
    if depth < 4 and kind < 0.25:
        return mapping(rng, depth)
    if depth < 4 and kind < 0.4:
        size = rng.choice((0, 1, 2, 3, 3, 60))
        return [value(rng, depth + (3 if size > 9 else 1)) for _ in range(size)]
    if kind < 0.75:
        return rng.choice(TEXTS) if rng.random() < 0.8 else noise(rng)
    if kind < 0.83:
        return rng.choice(INTS) if rng.random() < 0.7 else rng.randint(-(2**63), 2**63 - 1)
    if kind < 0.91:
        return rng.choice(FLOATS) if rng.random() < 0.7 else rng.uniform(-1e9, 1e9)
    return rng.choice((True, False, None, Timestamp("2020-01-01T00:00:00Z")))


def noise(rng: Random) -> str:
    alphabet = "ab1 :#-'\"\\\n\t,[]{}&*!|>%@`=~é😀\u2029\x7f\x00"
    return "".join(rng.choice(alphabet) for _ in range(rng.randint(1, 12)))


def text(rng: Random) -> str:
    """A hand-written file: comments everywhere, every scalar form, block and flow, one to three documents."""
    parts = []
    for number in range(rng.choice((1, 1, 2, 3))):
        lines: list[str] = []
        _block(rng, 0, lines)
        parts.append(("---\n" if number or rng.random() < 0.3 else "") + "\n".join(lines) + "\n")
    return "".join(parts)


def _block(rng: Random, column: int, lines: list[str]) -> None:
    pad = " " * column
    for key in rng.sample(KEYS[:12], rng.randint(1, 4)):
        if rng.random() < 0.25:
            lines.append(pad + rng.choice(COMMENTS))
        spelt = f'"{key}"' if key == "a:b" or rng.random() < 0.1 else key
        kind = rng.random()
        if column < 6 and kind < 0.25:
            lines.append(f"{pad}{spelt}:{_inline_comment(rng)}")
            _block(rng, column + 2, lines)
        elif kind < 0.45:
            lines.append(f"{pad}{spelt}:{_inline_comment(rng)}")
            _items(rng, column + rng.choice((0, 2)), lines)
        elif kind < 0.5:
            lines.append(f"{pad}{spelt}: [{rng.choice(FLOW)}, 1, x]{_inline_comment(rng)}")
        elif kind < 0.55:
            lines.append(f"{pad}{spelt}: {{token: 1, b: 'two'}}")
        elif kind < 0.65:
            lines.append(f"{pad}{spelt}: |{rng.choice(('', '-', '+'))}")
            lines += (
                f"{pad}  {line}".rstrip() for line in ("first", "", " indented", "# no comment")
            )
        else:
            lines.append(f"{pad}{spelt}: {rng.choice(RAW)}{_inline_comment(rng)}")
    if rng.random() < 0.15:
        lines.append(pad + rng.choice(COMMENTS))


def _items(rng: Random, column: int, lines: list[str]) -> None:
    pad = " " * column
    for _ in range(rng.choice((1, 2, 4))):
        if rng.random() < 0.2:
            lines.append(f"{pad}# item")
        if rng.random() < 0.2:
            lines.append(f"{pad}- token: {rng.choice(RAW)}")
            lines.append(f"{pad}  n: 1")
        else:
            lines.append(f"{pad}- {rng.choice(RAW)}{_inline_comment(rng)}")


def _inline_comment(rng: Random) -> str:
    return "  # why" if rng.random() < 0.2 else ""


def leaves(node: Any, path: tuple[str | int, ...] = ()) -> list[dict[str, Any]]:
    """The leaves of one document as the oracle prints them: path, Go type, text."""
    if isinstance(node, dict):
        empty = [] if node else [_leaf(path, "map", "")]
        return empty + [leaf for key, one in node.items() for leaf in leaves(one, (*path, key))]
    if isinstance(node, list):
        empty = [] if node else [_leaf(path, "list", "")]
        return empty + [leaf for at, one in enumerate(node) for leaf in leaves(one, (*path, at))]
    if node is None:
        return [_leaf(path, "null", "")]
    kind = "string" if isinstance(node, str) and type(node) is not Timestamp else _TYPES[type(node)]
    return [_leaf(path, kind, plain_bytes(node).decode())]


def _leaf(path: tuple[str | int, ...], kind: str, text: str) -> dict[str, Any]:
    return {"path": list(path), "type": kind, "text": text}
