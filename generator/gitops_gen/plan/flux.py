"""Flux: where it reads, what of it runs, and where it comes from."""

from __future__ import annotations

from pathlib import PurePosixPath

from gitops_gen import versions
from gitops_gen.records import Record
from gitops_gen.spec.cluster import Cluster

_FOLDERS = ("clusters", "infrastructure", "apps")


class Flux(Record, frozen=True):
    """`artifact` is None where the user runs `flux bootstrap`; `keep` are the folders it serves."""

    url: str
    branch: str
    interval: str
    credential: str | None
    """Name of the credential; the Secret is always called flux-system."""
    keep: tuple[str, ...]
    """Folders under clusters/, infrastructure/ and apps/ that this cluster reads; no other is served."""
    artifact: str | None
    version: str
    components: tuple[str, ...]


def flux(spec: Cluster) -> Flux:
    source = spec.flux.source
    own = tuple(f"{folder}/{spec.name}" for folder in _FOLDERS)
    further = tuple(str(PurePosixPath(text)) for text in source.include)
    return Flux(
        url=source.url,
        branch=source.branch,
        interval=source.interval,
        credential=source.credential.credential if source.credential else None,
        keep=own + tuple(path for path in further if path not in own),
        artifact=spec.upstreams.flux_manifests if spec.flux.install == "artifact" else None,
        version=str(versions.parse(spec.versions.flux)),
        components=spec.flux.components,
    )
