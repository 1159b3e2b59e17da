"""What the render owns and what it leaves alone: files in the way, hand-written neighbours, shared files, the lock."""

from __future__ import annotations

from pathlib import Path

import pytest

from gitops_gen.tree import disk
from tests.support.rendered import SPEC, WORKER, Tree

POOLS = "infrastructure/vtalos/cilium-config/pools.yaml"
NAMESPACE = "apps/vtalos/rello/namespace.yaml"


def refused(tree: Tree) -> str:
    before = tree.files()
    result = tree.render()
    assert result.code == 2
    assert tree.files() == before
    return result.err


def test_a_file_without_our_header_is_not_overwritten(tree: Tree) -> None:
    tree.write(POOLS, "kind: Mine\n")
    tree.write(NAMESPACE, "kind: MineToo\n")
    err = refused(tree)
    for path in (POOLS, NAMESPACE):
        assert f"error: {path}:1:1: this file was not rendered by gitops-gen" in err
    assert "move it away, or name it in extraResources" in err


def test_a_file_of_another_living_cluster_is_not_overwritten(tree: Tree) -> None:
    tree.write("clusters/other/cluster.yaml", "name: other\n")
    tree.edit(POOLS, "clusters/vtalos/cluster.yaml", "clusters/other/cluster.yaml")
    result = tree.render("vtalos")
    assert result.code == 2
    assert f"{POOLS}:1:1: this file belongs to clusters/other/cluster.yaml" in result.err


def test_folders_and_links_in_the_way_are_refused(tree: Tree) -> None:
    (tree.root / POOLS).unlink()
    (tree.root / POOLS).mkdir()
    (tree.root / NAMESPACE).unlink()
    (tree.root / NAMESPACE).symlink_to("services.yaml")
    err = refused(tree)
    assert f"error: {POOLS}: is a folder, and stands where a rendered file belongs" in err
    assert (
        f"error: {NAMESPACE}: is a symbolic link, and stands where a rendered file belongs" in err
    )


def test_a_linked_folder_is_not_written_through(tree: Tree) -> None:
    outside = tree.root.parent / "outside"
    (tree.root / "apps/vtalos").rename(outside)
    (tree.root / "apps/vtalos").symlink_to(outside)
    (outside / "rello/namespace.yaml").unlink()
    err = refused(tree)
    assert "apps/vtalos: a symbolic link stands where the tree needs a folder" in err
    assert not (outside / "rello/namespace.yaml").exists()


def test_a_file_where_a_folder_belongs_is_refused(tree: Tree) -> None:
    import shutil

    shutil.rmtree(tree.root / "apps")
    tree.write("apps", "a file\n")
    assert "apps: no folder stands where the tree needs a folder" in refused(tree)


def test_a_file_that_is_no_text_is_refused(tree: Tree) -> None:
    (tree.root / POOLS).write_bytes(b"\xff\xfe")
    assert f"{POOLS}: is not UTF-8" in refused(tree)


def test_a_huge_file_is_refused(tree: Tree) -> None:
    (tree.root / POOLS).write_bytes(b"#" * (disk.MAX_BYTES + 1))
    assert f"{POOLS}: is larger than 8 MiB" in refused(tree)


def test_hand_written_neighbours_are_untouched(tree: Tree) -> None:
    mine = {
        "apps/vtalos/rello/configmap.yaml": "kind: ConfigMap\n",
        "apps/vtalos/blog/kustomization.yaml": "resources: []\n",
        "clusters/vtalos/blog.yaml": "kind: Kustomization\n",
        "infrastructure/vtalos/notes.md": "# mine\n",
        "clusters/vtalos/odd.yaml": "\x00",
    }
    for path, text in mine.items():
        tree.write(path, text)
    tree.edit(SPEC, "    flows:\n", "    extraResources: [configmap.yaml]\n    flows:\n")
    tree.write(SPEC, tree.text(SPEC) + "extraResources:\n  - blog.yaml\n")
    result = tree.render()
    assert result.code == 0, result.err
    for path, text in mine.items():
        assert tree.text(path) == text
    assert "- configmap.yaml\n" in tree.text("apps/vtalos/rello/kustomization.yaml")
    assert "- blog.yaml\n" in tree.text("clusters/vtalos/kustomization.yaml")


def test_extra_resources_must_exist(tree: Tree) -> None:
    tree.edit(SPEC, "    flows:\n", "    extraResources: [gone.yaml]\n    flows:\n")
    tree.write(SPEC, tree.text(SPEC) + "extraResources:\n  - also-gone.yaml\n")
    err = refused(tree)
    assert "there is no apps/vtalos/rello/gone.yaml" in err
    assert "there is no clusters/vtalos/also-gone.yaml" in err


def test_foreign_rules_of_sops_are_kept(tree: Tree) -> None:
    foreign = (
        "stores:\n  yaml:\n    indent: 2\ncreation_rules:\n"
        "    # my own\n    - path_regex: secrets/.*\n      age: age1mine\n"
    )
    tree.write(".sops.yaml", foreign)
    assert tree.render().code == 0
    text = tree.text(".sops.yaml")
    assert text.startswith(
        "stores:\n  yaml:\n    indent: 2\ncreation_rules:\n    # >>> gitops-gen: vtalos ("
    )
    assert text.endswith("    # my own\n    - path_regex: secrets/.*\n      age: age1mine\n")
    assert tree.render("--check").code == 0


def test_foreign_lines_of_sourceignore_are_kept(tree: Tree) -> None:
    tree.write(".sourceignore", "*.md")
    assert tree.render().code == 0
    assert tree.text(".sourceignore").startswith("*.md\n# >>> gitops-gen: vtalos (")


def test_rules_in_flow_style_are_for_people(tree: Tree) -> None:
    tree.write(".sops.yaml", "creation_rules: [{path_regex: x, age: y}]\n")
    result = tree.render()
    assert result.code == 2
    assert ".sops.yaml: creation_rules is no block-style list" in result.err


def test_two_renders_at_once_do_not_meet(tree: Tree) -> None:
    with disk.lock(tree.root):
        result = tree.render()
    assert result.code == 2
    assert "another render is at work in this tree" in result.err
    assert tree.render().code == 0


def test_a_failed_write_changes_nothing_and_leaves_nothing(
    tree: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree.edit(SPEC, "192.168.42.239", "192.168.42.238")
    tree.edit(SPEC, "replicas: 2", "replicas: 3")
    before = tree.files()
    real = disk._put

    def failing(path: Path, data: bytes) -> None:
        if "pools" in path.name:
            raise OSError(28, "No space left on device", str(path))
        real(path, data)

    monkeypatch.setattr(disk, "_put", failing)
    result = tree.render()
    assert result.code == 2
    assert f"{POOLS}: cannot be written: No space left on device" in result.err
    assert tree.files() == before


def test_an_interrupt_leaves_nothing_behind(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    tree.edit(SPEC, "192.168.42.239", "192.168.42.238")
    tree.edit(SPEC, "replicas: 2", "replicas: 3")
    before = tree.files()
    real = disk._put

    def interrupted(path: Path, data: bytes) -> None:
        real(path, data)
        if "pools" in path.name:
            raise KeyboardInterrupt

    monkeypatch.setattr(disk, "_put", interrupted)
    assert tree.render().code == 130
    assert tree.files() == before


def test_empty_folders_go_with_their_last_file(tree: Tree) -> None:
    start = tree.text(SPEC).index("\napps:")
    tree.write(SPEC, tree.text(SPEC)[:start] + "\n")
    assert tree.render().code == 0
    assert not (tree.root / "apps").exists() or not list((tree.root / "apps").iterdir())
    assert (tree.root / WORKER).exists()


def test_one_cluster_s_problem_does_not_stop_another(tree: Tree) -> None:
    tree.write("clusters/broken/cluster.yaml", "name: 7\n")
    tree.edit(SPEC, "192.168.42.239", "192.168.42.238")
    result = tree.render()
    assert result.code == 2
    assert "clusters/broken/cluster.yaml" in result.err
    assert "192.168.42.238" in tree.text(POOLS)


def test_problems_of_the_spec_write_nothing(tree: Tree) -> None:
    tree.edit(SPEC, "192.168.42.239", "192.168.42.211")
    tree.edit(SPEC, "192.168.42.230-", "192.168.42.205-")
    err = refused(tree)
    assert "pool arp (192.168.42.205-192.168.42.211) holds the VIP" in err


def test_an_unknown_cluster_is_named_with_its_neighbour(tree: Tree) -> None:
    result = tree.render("vtalso")
    assert result.code == 2
    assert 'there is no cluster vtalso (did you mean "vtalos"?)' in result.err


def test_nothing_to_render_is_for_people(tree: Tree) -> None:
    (tree.root / SPEC).unlink()
    result = tree.render()
    assert result.code == 2
    assert "there is no clusters/*/cluster.yaml here: nothing to render" in result.err


def test_conflict_markers_outside_our_lines_are_for_people(tree: Tree) -> None:
    text = tree.text(".sops.yaml")
    tree.write(".sops.yaml", text + "<<<<<<< ours\n=======\n  - age: x\n>>>>>>> theirs\n")
    tree.edit(SPEC, "192.168.42.239", "192.168.42.238")
    result = tree.render()
    assert result.code == 2
    assert (
        f".sops.yaml:{text.count(chr(10)) + 1}:1: the file holds merge conflict markers"
        in result.err
    )


def test_conflict_markers_inside_our_lines_heal(tree: Tree) -> None:
    tree.edit(".sops.yaml", "  - path_regex", "<<<<<<< ours\n  - path_regex")
    assert tree.render().code == 0
    assert "<<<<<<<" not in tree.text(".sops.yaml")


INSTALL = "flux:\n  install: bootstrap\n"
KUSTOMIZATION = "clusters/vtalos/flux-system/kustomization.yaml"


def test_flux_bootstrap_owns_its_folder(tree: Tree) -> None:
    tree.edit(SPEC, "\nflux:\n", f"\n{INSTALL}")
    assert tree.render().code == 0
    assert not (tree.root / KUSTOMIZATION).exists()
    assert "flux-system" not in tree.text("clusters/vtalos/kustomization.yaml")
    assert tree.render("--check").code == 0
    tree.write(KUSTOMIZATION, "resources: [gotk-components.yaml]\n")
    assert tree.render("--check").code == 1
    assert tree.render().code == 0
    assert "- flux-system\n" in tree.text("clusters/vtalos/kustomization.yaml")
    assert tree.text(KUSTOMIZATION) == "resources: [gotk-components.yaml]\n"
    tree.edit(SPEC, INSTALL, "flux:\n")
    assert f"{KUSTOMIZATION}:1:1: this file was not rendered by gitops-gen" in refused(tree)


def test_a_long_file_is_written_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One call may write less than it was asked to."""
    import os

    real = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: real(handle, data[:7]))
    disk.apply(tmp_path, disk.Changes({"a/b/c.yaml": "0123456789" * 9, "d.yaml": "ä"}))
    assert (tmp_path / "a/b/c.yaml").read_text() == "0123456789" * 9
    assert (tmp_path / "d.yaml").read_text(encoding="utf-8") == "ä"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a", "d.yaml"]
    assert (tmp_path / "d.yaml").stat().st_mode & 0o777 == 0o644


def test_leftovers_are_looked_for_in_the_tree_alone(tree: Tree) -> None:
    """A link among the folders leads elsewhere, and what stands there is not ours to remove."""
    outside = tree.root.parent / "outside"
    outside.mkdir()
    stale = tree.text(POOLS).replace("clusters/vtalos/", "clusters/gone/")
    (outside / "pools.yaml").write_text(stale)
    (tree.root / "apps/linked").symlink_to(outside)
    tree.write("apps/gone/pools.yaml", stale)
    tree.write("apps/vtalos/rello/stale.yaml", stale)
    result = tree.render()
    assert result.code == 0
    assert (outside / "pools.yaml").exists()
    assert not (tree.root / "apps/gone").exists()
    assert not (tree.root / "apps/vtalos/rello/stale.yaml").exists()
