"""Amounts as the API server reads them (apimachinery: resource.Quantity), exact, in billionths."""

from __future__ import annotations

import re
from functools import lru_cache

NANO = 10**9
_SHAPE = re.compile(
    r"(?P<sign>[+-]?)(?P<whole>[0-9]*)(?:\.(?P<part>[0-9]*))?"
    r"(?P<unit>[numkMGTPE]|[KMGTPE]i|[eE][+-]?[0-9]{1,18}|)\Z"
)
_DECIMAL = {unit: 10**power for power, unit in zip(range(0, 30, 3), "num kMGTPE", strict=True)}
_BINARY = {f"{unit}i": 1024**power for power, unit in enumerate("KMGTPE", 1)}
_MOST = (2**63 - 1) * NANO
_FARTHEST = 64
"""Beyond this exponent an amount is more than any machine has, and its digits need not be written out."""
_LOOSE = re.compile(r"([+-]?[0-9]+(?:[.,][0-9]+)?|[.,][0-9]+)\s*([A-Za-z]*)\.?\Z")


@lru_cache(8192)
def nanos(text: str) -> int | None:
    """How many billionths an amount is, rounded away from zero; None where it is none."""
    match = _SHAPE.match(text) if text else None
    if match is None:
        return None
    part, unit = match["part"] or "", match["unit"]
    number: int = int(f"{match['whole']}{part}" or "0")
    over = 10 ** len(part)
    found: int
    if unit in _BINARY:
        found = min(-(-number * _BINARY[unit] * NANO // over), _MOST)
    elif unit in _DECIMAL or not unit:
        found = -(-number * _DECIMAL[unit or " "] // over)
    else:
        power = max(-_FARTHEST, min(_FARTHEST, int(unit[1:])))
        up, down = 10 ** max(power, 0), 10 ** max(-power, 0)
        found = -(-number * NANO * up // (over * down))
    return -found if match["sign"] == "-" else found


def nearest(text: str) -> str:
    """The amount that a text was probably meant for; "" where that cannot be guessed."""
    match = _LOOSE.match(text.strip())
    if match is None:
        return ""
    number, word = match[1].replace(",", "."), match[2].lower()
    if not word or word in ("core", "cores", "cpu", "cpus", "b", "byte", "bytes"):
        return number
    unit = word.removesuffix("bytes").removesuffix("byte").removesuffix("b")
    known = {one.lower(): one for one in ("k", "M", "G", "T", "P", *_BINARY)}
    if word in ("milli", "millicores", "mcpu"):
        return f"{number}m"
    return number + known[unit] if unit in known else ""
