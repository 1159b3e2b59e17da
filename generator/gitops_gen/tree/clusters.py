"""Which clusters a tree has, and what is left of those that are gone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from gitops_gen.errors import did_you_mean, user_error
from gitops_gen.tree import disk, ownership


def names(root: Path) -> list[str]:
    """Every folder under clusters/ that holds a cluster.yaml."""
    folder = root / "clusters"
    if not folder.is_dir():
        return []
    return sorted(p.parent.name for p in folder.glob("*/cluster.yaml"))


def chosen(root: Path, wanted: Iterable[str]) -> list[str]:
    """The named clusters, or all; raises UserError where there is none or one is unknown."""
    known = names(root)
    asked = list(dict.fromkeys(wanted))
    for name in asked:
        if name not in known:
            raise user_error(
                f"there is no cluster {name}{did_you_mean(name, known)}: no clusters/{name}/cluster.yaml",
                fix=f"gitops-gen init {name}",
            )
    if not known:
        raise user_error(
            "there is no clusters/*/cluster.yaml here: nothing to render",
            fix="go to the root of the repository (or name it with -C), or gitops-gen init NAME",
        )
    return asked or known


def leftovers(root: Path, texts: Mapping[str, str]) -> Iterator[str]:
    """Rendered files whose header names a spec that is gone; sources are never among them.

    `texts` are the files of the clusters that are there, as they were read for their own sake.
    """
    known = names(root)
    others = tuple(
        f"{folder}/{entry.name}"
        for folder in disk.FOLDERS
        if (root / folder).is_dir()
        for entry in sorted((root / folder).iterdir())
        if entry.name not in known and not entry.is_symlink()
    )
    found = {**texts, **disk.read(root, others).texts}
    owners = {path: owner for path, text in found.items() if (owner := ownership.owner(text))}
    gone = {owner for owner in set(owners.values()) if not (root / owner).exists()}
    yield from (path for path, owner in owners.items() if owner in gone)
