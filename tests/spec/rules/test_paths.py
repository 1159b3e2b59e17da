"""Paths of the spec stay inside the tree, and name what is written by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.spec.tweak import check

# name: (changes, what is said)
CASES: dict[str, tuple[dict[str, str], tuple[str, ...]]] = {
    "ok-by-hand": (
        {"": "extraResources: [my-apps.yaml, more/, a/kustomization.yaml]\n"},
        (),
    ),
    "cluster-extras": (
        {"": "extraResources: [①../x.yaml, ②/etc/x.yaml, ③apps.yaml, ④talos/x.yaml, ⑤.]\n"},
        (
            '①: "../x.yaml" leads out of its folder\n'
            "  fix: name a file or folder below it, by a relative path",
            '②: "/etc/x.yaml" leads out of its folder\n'
            "  fix: name a file or folder below it, by a relative path",
            '③: "apps.yaml" is no manifest written by hand: gitops-gen looks after it\n'
            "  fix: take it out, or name a file of your own",
            '④: "talos/x.yaml" is no manifest written by hand: gitops-gen looks after it\n'
            "  fix: take it out, or name a file of your own",
            '⑤: "." leads out of its folder\n'
            "  fix: name a file or folder below it, by a relative path",
        ),
    ),
    "cluster-extras-2": (
        {
            "": "extraResources: [①'', ②'https://example.com/x.yaml', ④a.yaml, ③./a.yaml, ⑤cluster.yaml]\n"
        },
        (
            '①: "" leads out of its folder\n'
            "  fix: name a file or folder below it, by a relative path",
            '②: "https://example.com/x.yaml" leads out of its folder\n'
            "  fix: name a file or folder below it, by a relative path",
            '③: "./a.yaml" stands twice\n  see also ④\n  fix: remove one',
            '⑤: "cluster.yaml" is no manifest written by hand: gitops-gen looks after it\n'
            "  fix: take it out, or name a file of your own",
        ),
    ),
    "app-extras": (
        {
            "": "    extraResources: [①namespace.yaml, ②./kustomization.yaml, ③rello-env.sops.yaml, other-env.sops.yaml]\n"
        },
        (
            '①: "namespace.yaml" is no manifest written by hand: gitops-gen looks after it\n'
            "  fix: take it out, or name a file of your own",
            '②: "./kustomization.yaml" is no manifest written by hand: gitops-gen looks after it\n'
            "  fix: take it out, or name a file of your own",
            '③: "rello-env.sops.yaml" is no manifest written by hand: gitops-gen looks after it\n'
            "  fix: take it out, or name a file of your own",
        ),
    ),
    "ok-include": (
        {
            "url: https://git.example.com/home/clusters.git": "url: https://git.example.com/home/clusters.git\n    include: [apps/base, infrastructure/base/x]"
        },
        (),
    ),
    "include": (
        {
            "url: https://git.example.com/home/clusters.git": "url: https://git.example.com/home/clusters.git\n    include: [①apps, ②docs/x, ③../apps/x, ④/apps/x, ⑤'']"
        },
        (
            '①: "apps" is no folder under clusters/, infrastructure/ or apps/\n'
            "  fix: name one, as apps/base; everything else of the repository is served anyway",
            '②: "docs/x" is no folder under clusters/, infrastructure/ or apps/\n'
            "  fix: name one, as apps/base; everything else of the repository is served anyway",
            '③: "../apps/x" is no folder under clusters/, infrastructure/ or apps/\n'
            "  fix: name one, as apps/base; everything else of the repository is served anyway",
            '④: "/apps/x" is no folder under clusters/, infrastructure/ or apps/\n'
            "  fix: name one, as apps/base; everything else of the repository is served anyway",
            '⑤: "" is no folder under clusters/, infrastructure/ or apps/\n'
            "  fix: name one, as apps/base; everything else of the repository is served anyway",
        ),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_changed_spec_says_exactly_this(name: str, tmp_path: Path) -> None:
    changes, expected = CASES[name]
    check(tmp_path, changes, *expected)
