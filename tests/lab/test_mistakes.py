"""The recording of what controllers do about mistakes is what they do now."""

from __future__ import annotations

from tests.support import recordings
from tests.support.ledger import proved
from tests.tools import record_mistakes

JUDGE = "Kubernetes 1.36.3 and Flux 2.9.5, as processes"


def test_mistakes_are_as_recorded() -> None:
    recorded = recordings.load("mistakes")["mistakes"]
    now = record_mistakes.observed()
    changed = {
        name: (recorded.get(name), one) for name, one in now.items() if one != recorded.get(name)
    }
    assert changed == {}
    assert sorted(now) == sorted(recorded)
    proved("mistakes-are-as-recorded", len(now), judge=JUDGE)
