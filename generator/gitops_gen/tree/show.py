"""Differences for people, with everything secret masked; shows no value that a key would be needed for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gitops_gen.errors import UserError
from gitops_gen.sops import document, leaves
from gitops_gen.sops.cipher import is_exact
from gitops_gen.talos.redaction import looks_secret
from gitops_gen.yamlio import write


def diff(path: str, old: str | None, new: str | None) -> Iterator[str]:
    """Unified diff lines of one file; None stands for "is not there"."""
    import difflib

    yield from difflib.unified_diff(
        _masked(path, old).splitlines(),
        _masked(path, new).splitlines(),
        "/dev/null" if old is None else f"a/{path}",
        "/dev/null" if new is None else f"b/{path}",
        lineterm="",
    )


def _masked(path: str, text: str | None) -> str:
    if text is None:
        return ""
    if path.endswith(".sops.yaml") and not path.startswith("."):
        return _encrypted(path, text)
    return "\n".join("***" if looks_secret(line.strip()) else line for line in text.split("\n"))


def _encrypted(path: str, text: str) -> str:
    """The documents with a mark for each secret leaf, whatever stands there, and the block summed up."""
    try:
        parsed = document.parse(text, path)
    except UserError:
        return "(this file cannot be read as one that sops wrote; its text is not shown)\n"
    shown = leaves.mapped(parsed.documents, parsed.metadata.selection, _mark)
    head = [line for line in text.split("\n", 12)[:12] if line.startswith("# ")]
    recipients = [f"# for {one}" for one in document.recipients(parsed)]
    return "\n".join([*head, *recipients, write.dump(shown, indent=4)])


def _mark(leaf: leaves.Leaf) -> Any:
    if not leaf.selected:
        return leaf.value
    hidden = leaf.value == "" or is_exact(leaf.value)
    return "*** (encrypted)" if hidden else "*** (in clear!)"
