"""Whether old ciphertext can be carried over as it stands, told without any key; changes nothing."""

from __future__ import annotations

from collections.abc import Sequence

from gitops_gen.sops import leaves, provenance
from gitops_gen.sops.cipher import is_exact
from gitops_gen.sops.document import Encrypted
from gitops_gen.sops.metadata import Metadata
from gitops_gen.sops.rules import Rule
from gitops_gen.sops.secret import Secret
from gitops_gen.sops.wanted import Wanted, is_empty


def unusable(before: Encrypted, wanted: Wanted) -> str:
    """Why the old ciphertext cannot be carried over as it stands; "" where it can."""
    meta = before.metadata
    return (
        _recipients_differ(meta, wanted.rule.recipients)
        or _rule_differs(meta, wanted.rule)
        or _places_differ(before, wanted)
        or _shapes_differ(before, wanted)
        or _provenance_differs(before, wanted)
    )


def recipient_changes(before: Sequence[str], wanted: Sequence[str]) -> list[str]:
    """Who is new and who is gone, in words."""
    parts = [f"{one} is new" for one in wanted if one not in before]
    return parts + [f"{one} is gone" for one in before if one not in wanted]


def _recipients_differ(meta: Metadata, recipients: Sequence[str]) -> str:
    parts = recipient_changes(meta.recipients, recipients)
    parts += (f"{kind} keys are no recipients" for kind in meta.others)
    return f"its recipients changed: {', '.join(parts)}" if parts else ""


def _rule_differs(meta: Metadata, rule: Rule) -> str:
    if meta.selection != rule.selection:
        return f"the names of what is secret in it changed ({meta.selection.field})"
    if not meta.mac_only_encrypted:
        return "its MAC covers clear leaves (mac_only_encrypted)"
    return ""


def _places_differ(before: Encrypted, wanted: Wanted) -> str:
    old = leaves.places(before.leaves)
    if old == wanted.places:
        return ""
    known, asked = set(old), set(wanted.places)
    come = [leaves.spelt(*place) for place in wanted.places if place not in known]
    gone = [leaves.spelt(*place) for place in old if place not in asked]
    if provenance.stated(before.text) == wanted.hash:
        # The provenance covers the places: the file was made with those that are wanted now.
        parts = [f"{name} is missing" for name in come]
        parts += (f"{name} was added" for name in gone)
        return f"it was edited by hand: {_some(parts) or 'secret leaves were moved'}"
    parts = [f"{name} is new" for name in come] + [f"{name} is gone" for name in gone]
    return f"its secret leaves changed: {_some(parts) or 'their order is another'}"


def _shapes_differ(before: Encrypted, wanted: Wanted) -> str:
    old = (leaf.value for leaf in before.leaves if leaf.selected)
    parts = []
    for leaf, text in zip(wanted.secret, old, strict=True):
        if is_empty(leaf) != (text == ""):
            parts.append(f"{leaf.name} is {'not ' if text else ''}empty")
        elif text and not is_exact(text):
            parts.append(f"{leaf.name} stands in clear")
    return f"it was edited by hand: {_some(parts)}" if parts else ""


def _provenance_differs(before: Encrypted, wanted: Wanted) -> str:
    stated = provenance.stated(before.text)
    if stated == wanted.hash:
        return ""
    if stated is None:
        return "its header states no provenance"
    sources = (
        leaf.value.source.partition("#")[0] if isinstance(leaf.value, Secret) else provenance.SPEC
        for leaf in wanted.secret
    )
    return f"a secret changed at its source, or is taken from another ({_some(list(dict.fromkeys(sources)))})"


def _some(parts: Sequence[str], most: int = 3) -> str:
    more = f" and {len(parts) - most} more" if len(parts) > most else ""
    return ", ".join(parts[:most]) + more
