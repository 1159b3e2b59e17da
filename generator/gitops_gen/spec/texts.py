"""Judges every text of a spec by what no text may be: a secret in clear, or more than one line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gitops_gen.findings import Finding
from gitops_gen.talos import redaction
from gitops_gen.yamlio import read

Path = tuple[str | int, ...]

_OPERATORS = ("recipients", "operators")


def problems(document: read.Document) -> Iterator[Finding]:
    """Secrets by their shape, and line breaks where one line is meant; no text is quoted."""
    for path, text in _texts(document.body, ()):
        if reason := redaction.looks_secret(text):
            yield Finding(
                document.location(*path), f"a secret stands here in clear: {reason}", _fix(path)
            )
        elif not text.isprintable() and not _free(path):
            yield Finding(
                document.location(*path),
                "a line break or a control character stands here",
                "write one line, without escapes; `|` and `>` begin a text of several lines",
            )


def _texts(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, below in value.items():
            yield (*path, key), key
            yield from _texts(below, (*path, key))
    elif isinstance(value, list):
        for i, below in enumerate(value):
            yield from _texts(below, (*path, i))


def _free(path: Path) -> bool:
    """Where a text may be anything: Helm values, environment variables and arguments."""
    return path[:2] == ("cilium", "values") or (
        len(path) > 5 and path[0] == "apps" and path[4] in ("env", "args")
    )


def _fix(path: Path) -> str:
    if path[:2] == _OPERATORS:
        return (
            "whoever reads the repository has it now: make a new key, and put its public half here "
            "(`age-keygen -y`)"
        )
    if path[0] == "apps" and "env" in path:
        return "write {credential: NAME}; the value goes to credentials.sops.yaml, with `sops edit`"
    return "take it out, and change it where it is used: whoever reads the repository has it now"
