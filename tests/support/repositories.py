"""Small repositories on disk, made for a test."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from gitops_gen.checks.check import Check
from gitops_gen.findings import Finding, Unjudged
from gitops_gen.repo.repository import Repo


class Told(NamedTuple):
    """A finding with its place laid out, for comparisons."""

    severity: str
    file: str
    line: int
    column: int
    message: str
    fix: str


def write(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """Writes files by path; gives the root."""
    for path, text in files.items():
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text if isinstance(text, bytes) else text.encode())
    return root


def repo(root: Path, files: Mapping[str, str | bytes]) -> Repo:
    """A repository of these files."""
    return Repo(write(root, files))


def findings(check: Check, root: Path, files: Mapping[str, str | bytes]) -> list[Told]:
    """What the check finds in a repository of these files; it may not leave anything unjudged."""
    return told(check, repo(root, files))


def told(check: Check, repo: Repo) -> list[Told]:
    """What the check finds; it may not leave anything unjudged, and every finding has its place."""
    return [_told(one) for one in check.find(repo)]


def _told(one: Finding | Unjudged) -> Told:
    assert isinstance(one, Finding), one
    assert one.location, one
    place = one.location
    return Told(one.severity, place.file, place.line or 0, place.column or 0, one.message, one.fix)


def config_map(
    name: str = "rello", *, extra: str = "", notes: Mapping[str, str] | None = None
) -> str:
    """A ConfigMap, with annotations and more lines at its end."""
    lines = [f'    {key}: "{value}"\n' for key, value in (notes or {}).items()]
    annotations = "  annotations:\n" + "".join(lines) if lines else ""
    return f"apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {name}\n{annotations}{extra}"


def kustomization(
    name: str,
    path: str,
    *,
    after: Sequence[str] = (),
    source: str = "GitRepository/flux-system",
    more: str = "",
) -> str:
    """A Flux Kustomization in flux-system; `more` are further lines of its spec."""
    kind, _, place = source.partition("/")
    waits = "".join(f"    - name: {one}\n" for one in after)
    return (
        "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\n"
        f"metadata:\n  name: {name}\n  namespace: flux-system\nspec:\n"
        f"{'  dependsOn:' + chr(10) + waits if waits else ''}"
        f"  interval: 1h\n  path: {path}\n  prune: true\n"
        f"  sourceRef:\n    kind: {kind}\n    name: {place}\n{more}"
    )


def listed(*files: str) -> str:
    """A kustomization.yaml with these resources."""
    return f"resources: [{', '.join(files)}]\n"
