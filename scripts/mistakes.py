"""docs/mistakes.md: what the real controllers were recorded to do about each mistake, and which check finds it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.mistakes.mistake import Mistake
from tests.mistakes.table import MISTAKES
from tests.support import recordings

HEAD = """\
<!-- Written from tests/recordings/mistakes.json and tests/mistakes (`make generate`). -->

# Mistakes, and what a cluster does about them

Each row is a small valid tree with one mistake (`tests/mistakes`), given to the real controllers: {tools}.
`make record` lets them speak again. *Error*: they say what is wrong. *Waits*: nothing happens and nothing
fails. *Silent*: all is Ready, and what was wanted is not there. *Wrong*: all is Ready, and something else is there.
"""
_WORDS = 240
"""How much of a message a table can hold; the recording has all of it."""


def page() -> str:
    """The whole page, worst last: what is refused, what waits, what nobody says, what is fine."""
    held = recordings.load("mistakes")
    tools = ", ".join(f"{name} {version}" for name, version in sorted(held["tools"].items()))
    parts = [HEAD.format(tools=tools)]
    for verdict in ("error", "waits", "silent", "wrong", "fine"):
        chosen = [one for one in MISTAKES if held["mistakes"][one.id]["verdict"] == verdict]
        if chosen:
            head = ["| mistake | what the cluster does | found by |", "|---|---|---|"]
            rows = [_row(one, held["mistakes"][one.id]) for one in chosen]
            parts.append("\n".join([f"## {verdict.capitalize()}", "", *head, *rows]) + "\n")
    return "\n".join(parts)


def _row(mistake: Mistake, truth: Mapping[str, Any]) -> str:
    return f"| {mistake.text} (`{mistake.id}`) | {_does(truth)} | {_check(mistake)} |"


def _does(truth: Mapping[str, Any]) -> str:
    if truth["verdict"] == "fine":
        return "what was wanted is there" if "found" in truth else "all is Ready"
    if truth["verdict"] in ("silent", "wrong"):
        return f"all is Ready; where the change should be: {_cell(truth['found'])}"
    when = [truth["when"]] if "when" in truth else []
    healed = ["it heals itself later"] if truth.get("heals") else []
    said = f"{truth['object']}: {truth['reason'] or 'no condition'}"
    parts = [", ".join([*when, *healed]), said, _cell(truth["message"])]
    return "; ".join(part for part in parts if part)


def _cell(text: str) -> str:
    short = text if len(text) <= _WORDS else f"{text[:_WORDS].rstrip()} ..."
    clean = short.replace("`", "'").replace("|", "&#124;")
    return f"`{clean}`" if clean else ""


def _check(mistake: Mistake) -> str:
    if not mistake.judged:
        return mistake.check.strip("()") or "no check: it is fine"
    return f"[{mistake.check}](checks/{mistake.check}.md)"
