"""Paths of the spec stay inside the tree, and name what is written by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from gitops_gen.findings import Finding
from gitops_gen.spec.load import Loaded

Path = tuple[str | int, ...]

_FOLDERS = ("clusters", "infrastructure", "apps")
_OF_A_CLUSTER = frozenset(
    (
        "apps.yaml",
        "cluster.yaml",
        "credentials.sops.yaml",
        "flux-key.sops.yaml",
        "flux-system",
        "infrastructure.yaml",
        "kustomization.yaml",
        "talos",
    )
)
_OF_AN_APP = frozenset(
    (
        "deployments.yaml",
        "ingresses.yaml",
        "kustomization.yaml",
        "namespace.yaml",
        "networkpolicies.yaml",
        "services.yaml",
    )
)
"""What stands in the folder by itself: listed already, or never a manifest."""


def extra_resources_are_by_hand(loaded: Loaded) -> Iterator[Finding]:
    spec = loaded.spec
    yield from _extra(loaded, ("extraResources",), spec.extra_resources, _OF_A_CLUSTER)
    for i, app in enumerate(spec.apps):
        secrets = {f"{workload.name}-env.sops.yaml" for workload in app.workloads}
        path = ("apps", i, "extraResources")
        yield from _extra(loaded, path, app.extra_resources, _OF_AN_APP | secrets)


def _extra(
    loaded: Loaded, base: Path, texts: tuple[str, ...], taken: frozenset[str]
) -> Iterator[Finding]:
    seen: dict[PurePosixPath, int] = {}
    for i, text in enumerate(texts):
        path = PurePosixPath(text)
        first = seen.setdefault(path, i)
        if not _below(text) or "://" in text:
            message = f'"{text}" leads out of its folder'
            fix = "name a file or folder below it, by a relative path"
            yield Finding(loaded.at(*base, i), message, fix)
        elif path.parts[0] in taken:
            message = f'"{text}" is no manifest written by hand: gitops-gen looks after it'
            yield Finding(loaded.at(*base, i), message, "take it out, or name a file of your own")
        elif first != i:
            other = (loaded.at(*base, first),)
            yield Finding(loaded.at(*base, i), f'"{text}" stands twice', "remove one", other)


def included_folders_are_served(loaded: Loaded) -> Iterator[Finding]:
    """What `flux.source.include` names is a folder that another cluster, or none, owns."""
    for i, text in enumerate(loaded.spec.flux.source.include):
        parts = PurePosixPath(text).parts
        if not _below(text) or len(parts) < 2 or parts[0] not in _FOLDERS:
            yield Finding(
                loaded.at("flux", "source", "include", i),
                f'"{text}" is no folder under clusters/, infrastructure/ or apps/',
                "name one, as apps/base; everything else of the repository is served anyway",
            )


def _below(text: str) -> bool:
    """Whether a path names something below the folder that it starts from."""
    path = PurePosixPath(text)
    return bool(text.strip() and path.parts) and not path.is_absolute() and ".." not in path.parts
