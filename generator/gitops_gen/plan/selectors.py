"""Label selectors as the plain mappings that every kind takes."""

from __future__ import annotations

from typing import Any

from gitops_gen.spec.cilium import LabelSelector


def selector(of: LabelSelector | None) -> dict[str, Any] | None:
    """A Kubernetes LabelSelector, without what is not said; None stays None."""
    if of is None:
        return None
    made: dict[str, Any] = {}
    if of.match_labels:
        made["matchLabels"] = dict(of.match_labels)
    if of.match_expressions:
        made["matchExpressions"] = [
            {"key": e.key, "operator": e.operator}
            | ({"values": list(e.values)} if e.values else {})
            for e in of.match_expressions
        ]
    return made
