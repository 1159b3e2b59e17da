"""Ignores: what each covers."""

from __future__ import annotations

from pathlib import Path

from gitops_gen.checks import ignores
from gitops_gen.findings import Location
from tests.support import repositories


def test_an_annotation_counts_for_its_object_and_a_comment_for_its_line(tmp_path: Path) -> None:
    noted = repositories.config_map(notes={ignores.PREFIX + "x-y": " because "})
    text = (
        f"{repositories.config_map()}---\n{noted}---\n{repositories.config_map()}"
        "a: 1 # gitops-gen: ignore x-z: here\n# gitops-gen: ignore x-z: there\nb: 2\n"
    )
    (tmp_path / "other.yaml").write_text("a: 1\n", encoding="utf-8")
    at_line, alone, whole = ignores.find(repositories.repo(tmp_path, {"a.yaml": text}))
    assert (whole.check, whole.reason, whole.first, whole.last) == ("x-y", "because", 6, 12)
    assert (at_line.reason, at_line.first, at_line.last) == ("here", 17, 17)
    assert (alone.reason, alone.first, alone.last) == ("there", 18, 19)
    assert whole.covers("x-y", Location("a.yaml", 12))
    assert not whole.covers("x-y", Location("a.yaml", 13))
    assert not whole.covers("x-y", Location("a.yaml", 5))
    assert not whole.covers("x-z", Location("a.yaml", 11))
    assert not whole.covers("x-y", Location("b.yaml", 11))
    assert not whole.covers("x-y", None)
