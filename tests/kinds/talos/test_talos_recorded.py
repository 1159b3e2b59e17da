"""Replays Talos' recorded answers: the same documents, in the same order, with the same order of keys."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.support import recordings
from tests.support.ledger import proved
from tests.talos import cases, secretive

HELD = recordings.load("talos")
CONFIGS: list[dict[str, Any]] = HELD["configs"]


@pytest.mark.parametrize("number", range(len(CONFIGS)))
def test_documents_are_what_talos_made(number: int) -> None:
    held = CONFIGS[number]
    case = cases.Case(**held["case"])
    made = cases.ours(case, secretive.marked_bundle())
    wanted = json.loads(held["documents"])
    assert made == wanted
    assert json.dumps(made, ensure_ascii=False) == held["documents"]
    proved("talos-configs-recorded", 1, judge="talos machinery 1.13.9")


def test_recording_is_of_that_version() -> None:
    assert HELD["tools"] == {"talos machinery": "1.13.9"}
