"""Puts our values and the yaml oracle's answers into one spelling, so that they can be compared exactly."""

from __future__ import annotations

import json
import math
from typing import Any

from gitops_gen.yamlio.scalars import Timestamp


def ours(held: Any) -> Any:
    """Our value with its types spelt out; mappings as sorted pairs."""
    if isinstance(held, dict):
        return {"map": sorted([key, ours(one)] for key, one in held.items())}
    if isinstance(held, list):
        return [ours(one) for one in held]
    if held is None or isinstance(held, bool):
        return held
    if isinstance(held, int):
        return {"int": str(held)}
    if isinstance(held, float):
        return {"float": number(held)}
    return {"time": str(held)} if isinstance(held, Timestamp) else str(held)


def theirs(held: Any) -> Any:
    """The oracle's typed value in the same spelling; raises `TypeError` for keys that are no strings."""
    if isinstance(held, list):
        return [theirs(one) for one in held]
    if isinstance(held, dict) and "float" in held:
        return {"float": number(float(held["float"]))}
    if isinstance(held, dict) and "map" in held:
        return {"map": sorted([text(key), theirs(one)] for key, one in held["map"])}
    return held


def text(key: Any) -> str:
    """A key that must be a string."""
    if not isinstance(key, str):
        raise TypeError("not a string")
    return key


def number(value: float) -> str:
    """A float's exact spelling; NaN equals itself, zero keeps its sign."""
    return "nan" if math.isnan(value) else repr(value)


def plain(held: Any) -> Any:
    """The oracle's typed value as JSON-like Python, for documents that hold no times."""
    if isinstance(held, list):
        return [plain(one) for one in held]
    if not isinstance(held, dict):
        return held
    if "int" in held:
        return int(held["int"])
    if "float" in held:
        return float(held["float"])
    return {text(key): plain(one) for key, one in held["map"]}


def exact(held: Any) -> str:
    """A value as text that tells 1 from 1.0 and true, and keeps no order of keys."""
    return json.dumps(ours(held), sort_keys=True)


def as_json(held: Any) -> str:
    """A value as JSON sees it: a float without a fraction is the integer of that size."""
    return json.dumps(_whole(held), sort_keys=True)


def _whole(held: Any) -> Any:
    if isinstance(held, dict):
        return {key: _whole(one) for key, one in held.items()}
    if isinstance(held, list):
        return [_whole(one) for one in held]
    if isinstance(held, float) and held.is_integer():
        return int(held)
    return str(held) if isinstance(held, str) else held
