"""Reads the recorded verdicts of the real programs, which ring 1 replays; never writes one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


class NotHere(Exception):
    """What a recorder raises where its programs cannot run: which, by name. The old recording stays."""


FOLDER = Path(__file__).resolve().parents[1] / "recordings"


def load(name: str) -> dict[str, Any]:
    """The recording tests/recordings/<name>.json: `tools` (name to version) and what was recorded.

    Raises FileNotFoundError that says how it is made.
    """
    path = FOLDER / f"{name}.json"
    if not path.is_file():
        raise FileNotFoundError(f"tests/recordings/{name}.json is missing: run `make record`")
    held: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return held
