"""Flux: how it is installed and where it reads the tree."""

from typing import Annotated, Literal

from gitops_gen.spec.base import Credential, Strict, doc

Component = Literal[
    "source-controller",
    "kustomize-controller",
    "helm-controller",
    "notification-controller",
    "image-reflector-controller",
    "image-automation-controller",
    "source-watcher",
]
FOUR: tuple[Component, ...] = (
    "source-controller",
    "kustomize-controller",
    "helm-controller",
    "notification-controller",
)

DURATION = r"^([0-9]+(\.[0-9]+)?(ms|s|m|h))+$"
"""As the CRDs of Flux want durations: no days."""


class Source(Strict, frozen=True):
    """The Git repository that holds the tree."""

    url: Annotated[
        str,
        doc(
            "Where the cluster clones it from: https://, http:// or ssh:// (never git@host:path).",
            "https://git.example.com/home/clusters.git",
            pattern=r"^(https?|ssh)://.+$",
            wants="be a URL that begins with https://, http:// or ssh:// (never git@host:path)",
        ),
    ]
    branch: Annotated[
        str,
        doc(
            "The branch that Flux follows.",
            "main",
            source="Flux: flux bootstrap --branch",
            min_length=1,
        ),
    ] = "main"
    interval: Annotated[
        str,
        doc(
            "How often the branch is looked at.",
            "1m",
            unit="duration",
            source="Flux: flux bootstrap writes 1m for the GitRepository",
            pattern=DURATION,
            wants="be a duration, as 30s, 5m or 1h30m (Flux knows no days)",
        ),
    ] = "1m"
    credential: Annotated[
        Credential | None,
        doc(
            "How to authenticate: a mapping `username`/`password` or `identity`/`known_hosts` in the "
            "credentials; `bootstrap` makes the Secret flux-system from it.",
            {"credential": "git"},
            source="Flux: no secretRef, a public repository",
        ),
    ] = None
    include: Annotated[
        tuple[str, ...],
        doc(
            "Further folders under clusters/, infrastructure/ and apps/ that this cluster reads (a shared "
            "base); other clusters' folders are left out of what Flux serves in the cluster.",
            ["apps/base"],
            source="ours: none; a cluster should not carry another's files",
        ),
    ] = ()


class Flux(Strict, frozen=True):
    """Flux on this cluster."""

    source: Annotated[
        Source,
        doc("The Git repository.", {"url": "https://git.example.com/home/clusters.git"}),
    ]
    install: Annotated[
        Literal["artifact", "bootstrap"],
        doc(
            "`artifact`: the tree holds Flux itself, from the official OCI artifact; `bootstrap`: you run "
            "`flux bootstrap`, and nothing is written under flux-system/.",
            "artifact",
            source="ours: artifact; Flux then is updated by a commit like everything else",
        ),
    ] = "artifact"
    components: Annotated[
        tuple[Component, ...],
        doc(
            "The controllers to run, with `install: artifact`.",
            ["source-controller", "kustomize-controller", "helm-controller"],
            source="Flux: flux install --components",
            min_length=1,
        ),
    ] = FOUR
