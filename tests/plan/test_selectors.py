"""Selectors as plain mappings, without what is not said."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from gitops_gen.plan.selectors import selector
from gitops_gen.spec.cilium import LabelSelector


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"matchLabels": {"a": "b"}},
        {"matchExpressions": [{"key": "a", "operator": "In", "values": ["b", "c"]}]},
        {"matchExpressions": [{"key": "a", "operator": "Exists"}]},
        {"matchLabels": {"a": ""}, "matchExpressions": [{"key": "a", "operator": "DoesNotExist"}]},
    ],
)
def test_a_selector_is_spelt_as_it_was_said(said: dict[str, Any]) -> None:
    assert selector(msgspec.convert(said, LabelSelector)) == said


def test_no_selector_stays_none() -> None:
    assert selector(None) is None
