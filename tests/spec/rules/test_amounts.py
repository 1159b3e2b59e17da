"""Quantities of Kubernetes as numbers (tests/tools/test_net.py holds them against Kubernetes' own)."""

from __future__ import annotations

import re

import pytest

from gitops_gen.spec.rules import workloads


@pytest.mark.parametrize(
    ("text", "thousandths"),
    [
        ("500m", 500),
        ("0.5", 500),
        ("1.25", 1250),
        ("1", 1000),
        ("1k", 10**6),
        ("1Ki", 1024 * 1000),
        ("3Mi", 3 * 1024**2 * 1000),
        ("2G", 2 * 10**12),
        ("1Ti", 1024**4 * 1000),
    ],
)
def test_an_amount_in_thousandths(text: str, thousandths: int) -> None:
    assert workloads.amount(text) == thousandths


@pytest.mark.parametrize("text", ["", "x", "1K", "1.", "1mi", "-1"])
def test_what_is_no_amount(text: str) -> None:
    with pytest.raises(ValueError, match=rf"^{re.escape(text)}\Z"):
        workloads.amount(text)
