"""ignore-has-reason: a reason, and a check that there is."""

from __future__ import annotations

from pathlib import Path

import pytest

from gitops_gen.checks.ignore_has_reason import CHECK
from gitops_gen.checks.ignores import PREFIX
from tests.support import repositories

ID = "schema-yaml-reads"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (repositories.config_map(notes={PREFIX + ID: "why"}), None),
        (
            repositories.config_map(notes={PREFIX + ID: " "}),
            f"a.yaml:6:33: {ID} is ignored here without a reason",
        ),
        (
            repositories.config_map(notes={PREFIX + "schema-yaml-read": "why"}),
            f'a.yaml:6:32: there is no check schema-yaml-read (did you mean "{ID}"?)',
        ),
        (f"a: 1 # gitops-gen: ignore {ID}\n", f"a.yaml:1:5: {ID} is ignored here without a reason"),
        (f"a: 1 # gitops-gen: ignore {ID}: why\n", None),
        ("# gitops-gen: ignore\n", "a.yaml:1:1: the ignore names no check"),
        ("a: '# gitops-gen makes this'\n", None),
    ],
)
def test_ignores(tmp_path: Path, text: str, said: str | None) -> None:
    found = [str(one) for one in CHECK.find(repositories.repo(tmp_path, {"a.yaml": text}))]
    if said is None:
        assert found == []
    else:
        assert len(found) == 1
        assert found[0].startswith(said.partition(":6:")[0])
        assert said.rpartition(": ")[2] in found[0]
