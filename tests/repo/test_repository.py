"""A repository: what of it is read, and what is not and is said."""

from __future__ import annotations

from pathlib import Path

from tests.support import repositories

POD = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n"


def test_templates_of_a_chart_are_not_judged(tmp_path: Path) -> None:
    held = repositories.repo(
        tmp_path,
        {
            "chart/Chart.yaml": "apiVersion: v2\nname: x\n",
            "chart/templates/a.yaml": "{{ if }}",
            "chart/templates/deep/b.yaml": "{{ if }}",
            "chart/values.yaml": "a: 1\n",
            "apps/templates/c.yaml": POD,
            "README.md": "no yaml",
        },
    )
    assert list(held.read) == ["apps/templates/c.yaml", "chart/Chart.yaml", "chart/values.yaml"]
    assert [str(one.location) for one in held.unjudged] == [
        "chart/templates/a.yaml",
        "chart/templates/deep/b.yaml",
    ]


def test_a_chart_may_be_the_root(tmp_path: Path) -> None:
    held = repositories.repo(tmp_path, {"Chart.yaml": "a: 1\n", "templates/a.yaml": "{{"})
    assert list(held.read) == ["Chart.yaml"]


def test_links_to_nowhere_and_files_that_are_no_text(tmp_path: Path) -> None:
    held = repositories.repo(tmp_path, {"a.yaml": POD, "bad.yaml": b"a: \xff"})
    (tmp_path / "link.yaml").symlink_to("/etc/hostname")
    assert [len(one.documents) for one in held.read.values()] == [1, 0, 0]
    assert [str(one.location) for one in held.unjudged] == ["link.yaml"]
    assert "not UTF-8" in held.read["bad.yaml"].problems[0].message
    assert (held.text("a.yaml"), held.text("bad.yaml"), held.text("none")) == (POD, "", "")


def test_objects_in_the_order_of_their_files(tmp_path: Path) -> None:
    held = repositories.repo(
        tmp_path, {"b.yaml": POD.replace("Pod", "Service"), "a.yaml": f"{POD}---\n{POD}"}
    )
    assert [(one.file, one.kind) for one in held.manifests] == [
        ("a.yaml", "Pod"),
        ("a.yaml", "Pod"),
        ("b.yaml", "Service"),
    ]
