"""The header line: it names the spec that a file was rendered from, and so says whose it is."""

from __future__ import annotations

import re

_RENDERED = re.compile(
    r"^# Rendered by gitops-gen from (clusters/[a-z0-9-]+/cluster\.yaml)\b", re.MULTILINE
)
_MADE = re.compile(
    r"^# Made once by gitops-gen for (clusters/[a-z0-9-]+/cluster\.yaml)\b", re.MULTILINE
)
_LOOK = 2000
"""Characters at the beginning in which the header stands (merge conflicts may push it down)."""


def rendered(spec_path: str) -> str:
    """The header of a derived file: it can be made again at any time."""
    return f"Rendered by gitops-gen from {spec_path}. Do not edit."


def made(spec_path: str) -> str:
    """The header of a source: what it holds exists once."""
    return f"Made once by gitops-gen for {spec_path}. A source: keep it, back it up."


def owner(text: str) -> str | None:
    """The spec that a derived file names; None where it is not ours."""
    match = _RENDERED.search(text, 0, _LOOK)
    return match[1] if match else None


def maker(text: str) -> str | None:
    """The spec that a source names; None where it is none of those that `render` made."""
    match = _MADE.search(text, 0, _LOOK)
    return match[1] if match else None
