"""One cluster from its spec to the changes on the disk; writes nothing itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from gitops_gen.errors import UserError
from gitops_gen.findings import Finding, Location
from gitops_gen.plan import Plan, plan
from gitops_gen.records import Record
from gitops_gen.render import blocks, files
from gitops_gen.render.files import Block, File, Sources
from gitops_gen.sops import age
from gitops_gen.sops.document import NeedsKey, conflict_line
from gitops_gen.sops.update import Update
from gitops_gen.spec.load import Loaded
from gitops_gen.tree import disk, ownership
from gitops_gen.tree.blocks import owners, with_block, without
from gitops_gen.tree.client import expiry_note
from gitops_gen.tree.emit import Emitter
from gitops_gen.tree.sources import Paths, Use, open_sources

SHARED = (".sops.yaml", ".sourceignore")


class Built(Record, frozen=True):
    """A cluster's changes, the old texts for comparison, and what a person should know."""

    changes: disk.Changes
    old: disk.Old
    shared: list[Block]
    notes: list[str]


def build(root: Path, loaded: Loaded, identities: age.Identities) -> Built:
    """What a render of this cluster would change.

    Raises UserError for what only a person can mend, NeedsKey where a private key is needed.
    """
    wanted = plan(loaded.spec)
    folders = tuple(f"{folder}/{wanted.name}" for folder in disk.FOLDERS)
    old = disk.read(root, folders)
    _refuse(list(_foreign_sources(root, wanted, old)))
    found = open_sources(wanted, _uses(loaded), loaded.at, old, identities)
    made = files(wanted, found.sources, flux_system=_bootstrapped(wanted, old))
    paths = [file.path for file in made]
    if wanted.bundle_from_command:
        paths.append(Paths.of(wanted.name).public)
    _refuse(
        [
            *_in_the_way(root, paths, old),
            *disk.in_the_way(root, paths),
            *_missing_extras(root, loaded),
        ]
    )
    emitter = Emitter(wanted, found.sources.flux_recipient, old.texts, identities)
    updates = _updates(made, emitter)
    if any(update.why for update in updates.values()):
        found.check()
    notes = [*_said(updates, found.removed), *_expiry(wanted, found.sources)]
    texts = {**found.write, **{path: one.text for path, one in updates.items()}}
    changes = _compare(texts, old)
    changes.remove = sorted(_surplus(wanted, texts, old))
    return Built(changes, old, blocks(wanted, found.sources.flux_recipient), notes)


def _bootstrapped(wanted: Plan, old: disk.Old) -> bool:
    """Whether the user's own `flux bootstrap` has been there; a file of ours does not count."""
    text = old.texts.get(f"clusters/{wanted.name}/flux-system/kustomization.yaml")
    return text is not None and ownership.owner(text) is None


def _refuse(findings: list[Finding]) -> None:
    if findings:
        raise UserError(findings)


def _updates(made: list[File], emitter: Emitter) -> dict[str, Update]:
    """Every file's new text; all that need the key are named at once."""
    updates: dict[str, Update] = {}
    locked: list[Finding] = []
    for file in made:
        try:
            updates[file.path] = emitter.emit(file)
        except NeedsKey as error:
            locked.extend(error.findings)
    if locked:
        raise NeedsKey(locked)
    return updates


def _said(updates: dict[str, Update], removed: list[str]) -> Iterator[str]:
    """What a person should know about the secrets of this render."""
    gone = dict.fromkeys([*removed, *(one for u in updates.values() for one in u.removed)])
    for path, update in updates.items():
        for leaf in update.healed:
            yield f"{path}: {leaf} did not hold what its source gives; it was encrypted again"
        if update.why and update.caught:
            names = ", ".join(update.caught)
            yield f"{path}: {names}: not secret, but encrypted, because SOPS selects by name"
    if gone:
        yield (
            f"the files are no longer encrypted for {', '.join(gone)}, but that key still opens what "
            "Git's history holds: rotate what it must not know"
        )


def _compare(texts: dict[str, str], old: disk.Old) -> disk.Changes:
    changed = {path: text for path, text in texts.items() if old.texts.get(path) != text}
    return disk.Changes(write=changed, unchanged=len(texts) - len(changed))


def _surplus(wanted: Plan, texts: dict[str, str], old: disk.Old) -> Iterator[str]:
    """Files that name this spec and are no longer wanted."""
    for path, text in old.texts.items():
        if path not in texts and ownership.owner(text) == wanted.spec_path:
            yield path


def _in_the_way(root: Path, paths: list[str], old: disk.Old) -> Iterator[Finding]:
    """What stands where a file of ours belongs and is not ours to replace."""
    for path in paths:
        if path in old.odd:
            yield Finding(
                Location(path),
                f"{old.odd[path]}, and stands where a rendered file belongs",
                "move it out of the way",
            )
            continue
        text = old.texts.get(path)
        if text is None:
            continue
        owner = ownership.owner(text)
        if owner is None:
            yield Finding(
                Location(path, 1, 1),
                "this file was not rendered by gitops-gen (it has no header) and stands where a "
                "rendered one belongs",
                "move it away, or name it in extraResources under another name",
            )
        elif not _same_cluster(owner, path) and (root / owner).exists():
            yield Finding(
                Location(path, 1, 1),
                f"this file belongs to {owner}",
                "give each cluster files of its own",
                (Location(owner),),
            )


def _same_cluster(owner: str, path: str) -> bool:
    return owner.split("/")[1] == path.split("/")[1]


def _foreign_sources(root: Path, wanted: Plan, old: disk.Old) -> Iterator[Finding]:
    """Sources that are odd, or copied from a cluster that still exists: two clusters, one CA."""
    paths = Paths.of(wanted.name)
    for path in (paths.bundle, paths.flux_key, paths.credentials):
        if path in old.odd:
            yield Finding(Location(path), old.odd[path], "restore it from Git")
        owner = ownership.maker(old.texts.get(path, ""))
        if owner and owner != wanted.spec_path and (root / owner).exists():
            yield Finding(
                Location(path, 1, 1),
                f"this file was made for {owner}, which still exists: two clusters would share "
                "their secrets",
                "remove it together with the other *.sops.yaml of this cluster, to have new ones made",
                (Location(owner),),
            )


def _missing_extras(root: Path, loaded: Loaded) -> Iterator[Finding]:
    spec = loaded.spec
    places: list[tuple[tuple[str | int, ...], str, tuple[str, ...]]] = []
    places.append(((), f"clusters/{spec.name}", spec.extra_resources))
    places += [
        (("apps", i), f"apps/{spec.name}/{app.name}", app.extra_resources)
        for i, app in enumerate(spec.apps)
    ]
    for base, folder, names in places:
        for i, name in enumerate(names):
            if not (root / folder / name).exists():
                yield Finding(
                    loaded.at(*base, "extraResources", i),
                    f"there is no {folder}/{name}",
                    "create it, or take it off the list",
                )


def _uses(loaded: Loaded) -> Iterator[Use]:
    """Every credential that the tree needs, with its field in the spec."""
    bgp = loaded.spec.cilium.bgp
    for i, peer in enumerate(bgp.peers if bgp else ()):
        if peer.password:
            field = ("cilium", "bgp", "peers", i, "password", "credential")
            yield field, peer.password.credential
    for i, app in enumerate(loaded.spec.apps):
        for j, workload in enumerate(app.workloads):
            for key, value in workload.env.items():
                if not isinstance(value, str):
                    yield ("apps", i, "workloads", j, "env", key, "credential"), value.credential


def _expiry(wanted: Plan, sources: Sources) -> Iterator[str]:
    note = expiry_note(sources.client[0], Paths.of(wanted.name).talosconfig)
    if note:
        yield note


def shared_texts(
    root: Path, found: list[Block], known: list[str] | None = None
) -> tuple[disk.Changes, disk.Old]:
    """The files of the root that others write to as well, with our blocks anew.

    Blocks of clusters that are not among the `known` go; None knows nothing of the others.
    """
    old = disk.read(root, (), SHARED)
    _refuse([Finding(Location(path), f"{old.odd[path]}", "move it away") for path in old.odd])
    texts = dict(old.texts)
    for path, text in old.texts.items():
        gone = [] if known is None else [one for one in owners(text) if one not in known]
        for owner in gone:
            texts[path] = without(texts[path], owner)
    for block in found:
        texts[block.path] = with_block(
            texts.get(block.path, ""), block.owner, block.lines, under=block.under, file=block.path
        )
    _refuse(
        [
            Finding(
                Location(path, line, 1), "the file holds merge conflict markers", "resolve them"
            )
            for path, text in texts.items()
            if (line := conflict_line(text))
        ]
    )
    return _compare(texts, old), old
