"""What every test of the real programs owes: no process of it lives on."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def no_process_outlives_its_test() -> Iterator[None]:
    """A child that still runs when its test is over fails that test."""
    yield
    children = Path(f"/proc/self/task/{os.getpid()}/children")
    left = children.read_text().split() if children.exists() else []
    names = [Path(f"/proc/{pid}/comm").read_text().strip() for pid in left]
    assert names == []
