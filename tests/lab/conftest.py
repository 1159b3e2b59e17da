"""The one lab of a run, and its last words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

pytest.register_assert_rewrite("tests.lab.proofs")

from tests.lab import world  # noqa: E402
from tests.lab.lab import Lab, say  # noqa: E402


@pytest.fixture(scope="session")
def lab() -> Iterator[Lab]:
    """A lab whose tree is Ready; outside the namespaces it fails by name."""
    if not world.inside():
        pytest.fail("the lab runs in namespaces of its own: make test-lab", pytrace=False)
    made = Lab.up()
    try:
        say(f"everything Ready after {made.until_ready():.0f} s")
        yield made
    finally:
        made.down()
