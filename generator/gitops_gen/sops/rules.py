"""Encryption rules: ours, and the creation rules of a `.sops.yaml` as sops reads them; opens no file."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from gitops_gen.errors import UserError
from gitops_gen.findings import Finding
from gitops_gen.records import Record
from gitops_gen.sops import patterns, selection
from gitops_gen.sops.age import REAL_SOPS
from gitops_gen.sops.selection import Selection
from gitops_gen.yamlio import read, scalars

_OTHER_KEYS = ("pgp", "kms", "gcp_kms", "hckms", "azure_keyvault", "hc_vault_transit_uri")


class Rule(Record, frozen=True):
    """How a file is encrypted: for whom, which key names, and whether the MAC covers encrypted leaves only."""

    recipients: tuple[str, ...]
    encrypted_regex: str
    mac_only_encrypted: bool = True

    @property
    def selection(self) -> Selection:
        """What it encrypts."""
        return _selection(self.encrypted_regex)


@lru_cache(maxsize=64)
def _selection(encrypted_regex: str) -> Selection:
    """One for all files of a rule: it remembers which keys match."""
    return Selection("encrypted_regex", encrypted_regex)


class CreationRule(Record, frozen=True):
    """One entry of `creation_rules`; `others` names key types beside age, `line` counts from 1."""

    path_regex: str
    recipients: tuple[str, ...]
    selection: Selection
    mac_only_encrypted: bool
    others: tuple[str, ...]
    line: int


def creation_rules(text: str, name: str) -> list[CreationRule]:
    """The rules in sops' order. Raises `UserError` with every problem: what sops refuses, and what we cannot read."""
    documents = read.documents(text, name, typing=scalars.TALOS)
    document = documents[0] if documents else None
    body = document.body if document else None
    if body is None:
        return []
    assert document
    entries = body.get("creation_rules") if isinstance(body, dict) else body
    if entries is None:
        return []
    if not isinstance(entries, list) or not isinstance(body, dict):
        raise UserError(
            [Finding(document.location("creation_rules"), "creation_rules is not a list")]
        )
    rules: list[CreationRule] = []
    findings: list[Finding] = []
    for at, entry in enumerate(entries):
        rule, problems = _creation_rule(entry, document.at("creation_rules", at)[0])
        rules.append(rule)
        findings += (
            Finding(document.location("creation_rules", at, *path), message)
            for path, message in problems
        )
    if findings:
        raise UserError(findings)
    return rules


def match(rules: Sequence[CreationRule], path: str) -> CreationRule | None:
    """The first rule whose `path_regex` is found in `path`: slashes, relative to the folder of `.sops.yaml`."""
    for rule in rules:
        if not rule.path_regex or patterns.compiled(rule.path_regex).search(path):
            return rule
    return None


_Problems = list[tuple[tuple[str, ...], str]]


def _creation_rule(entry: Any, line: int) -> tuple[CreationRule, _Problems]:
    if not isinstance(entry, dict):
        return CreationRule("", (), selection.default(), False, (), line), [
            ((), "a rule is not a mapping")
        ]
    problems: _Problems = []
    chosen = [field for field in selection.FIELDS if entry.get(field)]
    if len(chosen) > 1:
        problems.append(((chosen[1],), f"{' and '.join(chosen)} exclude each other"))
    problems += (
        ((field,), f"{field} is not supported: {REAL_SOPS}")
        for field in selection.COMMENT_FIELDS
        if entry.get(field)
    )
    for field in ("path_regex", "encrypted_regex", "unencrypted_regex"):
        if why := _pattern_problem(entry.get(field)):
            problems.append(((field,), f"{field} {why}"))
    recipients, others, wrong = _keys(entry)
    problems += wrong
    rule = CreationRule(
        path_regex=str(entry.get("path_regex") or ""),
        recipients=recipients,
        selection=Selection(chosen[0], str(entry[chosen[0]])) if chosen else selection.default(),
        mac_only_encrypted=entry.get("mac_only_encrypted") is True,
        others=others,
        line=line,
    )
    return rule, problems


def _pattern_problem(value: object) -> str:
    if value in (None, ""):
        return ""
    if not isinstance(value, str):
        return "is not a string: quote it"
    try:
        patterns.compiled(value)
    except patterns.PatternError as error:
        return f"{error}: {REAL_SOPS}"
    return ""


def _keys(entry: dict[str, Any]) -> tuple[tuple[str, ...], tuple[str, ...], _Problems]:
    groups = entry.get("key_groups")
    if not groups:
        recipients = _listed(entry.get("age"))
        others = tuple(kind for kind in _OTHER_KEYS if entry.get(kind))
        if recipients is None:
            return (), others, [(("age",), "age is neither a string nor a list of strings")]
        return recipients, others, []
    if not isinstance(groups, list) or len(groups) > 1 or not isinstance(groups[0], dict):
        return (), (), [(("key_groups",), f"several key_groups are not supported: {REAL_SOPS}")]
    group = groups[0]
    listed = group.get("age") or []
    recipients = _listed(listed) if isinstance(listed, list) else None
    others = tuple(kind for kind in group if kind != "age" and group[kind])
    if recipients is None:
        return (), others, [(("key_groups",), "age is not a list of strings")]
    return tuple(dict.fromkeys(recipients)), others, []


def _listed(value: object) -> tuple[str, ...] | None:
    """Recipients from a comma list or a YAML list, whose items are comma lists too (sops joins and splits)."""
    if value is None:
        return ()
    items: list[Any] = value if isinstance(value, list) else [value]
    if not all(isinstance(item, str) for item in items):
        return None
    parts = (part.strip() for item in items for part in item.split(","))
    return tuple(part for part in parts if part)
