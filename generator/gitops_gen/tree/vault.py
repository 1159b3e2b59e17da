"""The secrets bundle from a command of the user's (`secrets.source: command`) instead of a file of the tree.

The command stands in the user's environment, never in the tree: nothing that a tree names is executed.
What is not secret of the bundle, and a mark for each leaf that is, stand in `talos/secrets.public.yaml`, so
that those without the command render too.
"""

from __future__ import annotations

import hmac
import os
from collections.abc import Mapping
from typing import Any

from gitops_gen.errors import UserError, user_error
from gitops_gen.findings import Finding, Location
from gitops_gen.plan import Plan
from gitops_gen.render.talos import BUNDLE_REGEX
from gitops_gen.sops import leaves
from gitops_gen.sops.document import NeedsKey
from gitops_gen.sops.rules import Rule
from gitops_gen.sops.secret import Secret
from gitops_gen.tree import ownership
from gitops_gen.yamlio import read, write

COMMAND = "GITOPS_GEN_SECRETS_COMMAND"
_WHAT = f"the secrets bundle ({COMMAND})"
_SELECTION = Rule((), BUNDLE_REGEX).selection


def bundle(plan: Plan, path: str, old: Mapping[str, str]) -> tuple[dict[str, Any], str]:
    """The bundle with Secret leaves, and the text of its public half (at `path`).

    Raises NeedsKey where neither the command nor the public half is there, UserError for a bad bundle.
    """
    command = os.environ.get(COMMAND)
    if command:
        clear = _asked(command)
        marks = _marks(clear)
        return _with_secrets(clear, marks, known=True), _public(plan, clear, marks)
    text = old.get(path)
    if text is None:
        raise NeedsKey(
            [
                Finding(
                    Location(path),
                    "is not there, and the secrets bundle comes from a command that is not set",
                    f"set {COMMAND} to a command that prints it (in talosctl's format)",
                )
            ]
        )
    marked = read.document(text, path).body
    if not isinstance(marked, dict):
        raise user_error("this is no secrets bundle", fix="restore it from Git", file=path)
    marks = {leaf.name: str(leaf.value) for leaf in _secret_leaves(marked)}
    return _with_secrets(marked, marks, known=False), text


def _asked(command: str) -> dict[str, Any]:
    import shlex

    from gitops_gen.programs import run
    from gitops_gen.talos import secrets

    try:
        words = shlex.split(command)
    except ValueError as error:
        raise user_error(f"{COMMAND} cannot be split into words: {error}") from None
    if not words:
        raise user_error(f"{COMMAND} is empty", fix="a command that prints the bundle")
    data = run.output(words, what=_WHAT)
    try:
        body = read.document(read.decode(data, _WHAT), _WHAT).body
    except UserError:
        # What a parser says of it may quote it.
        raise user_error(f"{_WHAT}: what {words[0]} printed is no YAML document") from None
    problems = secrets.check(body) if isinstance(body, dict) else ["it is no mapping"]
    if problems:
        raise UserError(Finding(None, f"{_WHAT}: {problem}") for problem in problems)
    clear: dict[str, Any] = body
    return clear


def _secret_leaves(body: dict[str, Any]) -> list[leaves.Leaf]:
    return [leaf for leaf in leaves.collect([body], _SELECTION) if leaf.selected]


def _marks(clear: dict[str, Any]) -> dict[str, str]:
    """A mark for each secret leaf: it changes with the value, and tells nothing without the cluster's secret."""
    key = str(clear["cluster"]["secret"]).encode()
    return {
        leaf.name: "mark:"
        + hmac.new(key, f"{leaf.name}:{leaf.value}".encode(), "sha256").hexdigest()[:32]
        for leaf in _secret_leaves(clear)
    }


def _with_secrets(body: dict[str, Any], marks: Mapping[str, str], *, known: bool) -> dict[str, Any]:
    def visit(leaf: leaves.Leaf) -> object:
        if not leaf.selected:
            return leaf.value
        value = str(leaf.value) if known else None
        return Secret(f"secrets bundle#{leaf.name}", marks[leaf.name], value)

    whole: dict[str, Any] = leaves.mapped([body], _SELECTION, visit)[0]
    return whole


def _public(plan: Plan, clear: dict[str, Any], marks: Mapping[str, str]) -> str:
    shown = leaves.mapped(
        [clear], _SELECTION, lambda leaf: marks[leaf.name] if leaf.selected else leaf.value
    )
    header = (
        f"{ownership.rendered(plan.spec_path)}\n"
        "The public half of the secrets bundle; a mark stands for each secret."
    )
    return write.dump(shown, header=header)
