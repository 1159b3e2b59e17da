"""Version combinations that exist, and those that do not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.spec.tweak import check

# name: (changes, what is said)
CASES: dict[str, tuple[dict[str, str], tuple[str, ...]]] = {
    "ok-1.12-with-1.34": (
        {"talos: 1.13.9": "talos: v1.12.11", "kubernetes: 1.36.3": "kubernetes: 1.34.2"},
        (),
    ),
    "ok-cilium-1.19": (
        {"cilium: 1.20.2": "cilium: 1.19.6", "kubernetes: 1.36.3": "kubernetes: 1.33.0"},
        (),
    ),
    "talos-1.11": (
        {"talos: 1.13.9": "talos: ①1.11.6"},
        ("①: this release of gitops-gen knows no Talos 1.11\n  fix: take one of 1.12, 1.13",),
    ),
    "talos-1.14": (
        {"talos: 1.13.9": "talos: ①1.14.1"},
        ("①: this release of gitops-gen knows no Talos 1.14\n  fix: take one of 1.12, 1.13",),
    ),
    "talos-2": (
        {"talos: 1.13.9": "talos: ①2.13.9"},
        ("①: this release of gitops-gen knows no Talos 2.13\n  fix: take one of 1.12, 1.13",),
    ),
    "cilium-1.18-and-flux-2.8": (
        {"cilium: 1.20.2": "cilium: ①1.18.2", "flux: 2.9.5": "flux: ②2.8.1"},
        (
            "①: this release of gitops-gen knows no Cilium 1.18\n  fix: take one of 1.19, 1.20",
            "②: this release of gitops-gen knows no Flux 2.8\n  fix: take one of 2.9",
        ),
    ),
    "kubernetes-1.30": (
        {
            "talos: 1.13.9": "talos: ②1.13.9",
            "kubernetes: 1.36.3": "kubernetes: ①1.30.14",
            "cilium: 1.20.2": "cilium: ③1.20.2",
            "flux: 2.9.5": "flux: ④2.9.5",
        },
        (
            "①: Talos 1.13.9 does not run Kubernetes 1.30.14: it takes 1.31 to 1.36 (Talos 1.13, pkg/machinery/compatibility/talos113)\n"
            "  see also ②\n"
            "  fix: Talos, Cilium and Flux as pinned meet at Kubernetes 1.33 to 1.36",
            "①: Cilium 1.20.2 does not run Kubernetes 1.30.14: it takes 1.33 to 1.36 (Cilium 1.20, Documentation/network/kubernetes/compatibility.rst)\n"
            "  see also ③\n"
            "  fix: Talos, Cilium and Flux as pinned meet at Kubernetes 1.33 to 1.36",
            "①: Flux 2.9.5 does not run Kubernetes 1.30.14: it takes 1.33 to 1.36 (Flux 2.9, installation prerequisites)\n"
            "  see also ④\n"
            "  fix: Talos, Cilium and Flux as pinned meet at Kubernetes 1.33 to 1.36",
        ),
    ),
    "kubernetes-1.37": (
        {
            "talos: 1.13.9": "talos: ②1.13.9",
            "kubernetes: 1.36.3": "kubernetes: ①1.37.1",
            "cilium: 1.20.2": "cilium: ③1.20.2",
            "flux: 2.9.5": "flux: ④2.9.5",
        },
        (
            "①: Talos 1.13.9 does not run Kubernetes 1.37.1: it takes 1.31 to 1.36 (Talos 1.13, pkg/machinery/compatibility/talos113)\n"
            "  see also ②\n"
            "  fix: Talos, Cilium and Flux as pinned meet at Kubernetes 1.33 to 1.36",
            "①: Cilium 1.20.2 does not run Kubernetes 1.37.1: it takes 1.33 to 1.36 (Cilium 1.20, Documentation/network/kubernetes/compatibility.rst)\n"
            "  see also ③\n"
            "  fix: Talos, Cilium and Flux as pinned meet at Kubernetes 1.33 to 1.36",
            "①: Flux 2.9.5 does not run Kubernetes 1.37.1: it takes 1.33 to 1.36 (Flux 2.9, installation prerequisites)\n"
            "  see also ④\n"
            "  fix: Talos, Cilium and Flux as pinned meet at Kubernetes 1.33 to 1.36",
        ),
    ),
    "kubernetes-1.36-on-talos-1.12": (
        {"talos: 1.13.9": "talos: ②1.12.11", "kubernetes: 1.36.3": "kubernetes: ①1.36.3"},
        (
            "①: Talos 1.12.11 does not run Kubernetes 1.36.3: it takes 1.30 to 1.35 (Talos 1.12, pkg/machinery/compatibility/talos112)\n"
            "  see also ②\n"
            "  fix: Talos, Cilium and Flux as pinned meet at Kubernetes 1.33 to 1.35",
        ),
    ),
    "kubernetes-1.35-with-cilium-1.19": (
        {"cilium: 1.20.2": "cilium: ②1.19.6", "kubernetes: 1.36.3": "kubernetes: ①1.35.0"},
        (
            "①: Cilium 1.19.6 does not run Kubernetes 1.35.0: it takes 1.31 to 1.34 (Cilium 1.19, Documentation/network/kubernetes/compatibility.rst)\n"
            "  see also ②\n"
            "  fix: Talos, Cilium and Flux as pinned meet at Kubernetes 1.33 to 1.34",
        ),
    ),
    "kubernetes-2": (
        {
            "talos: 1.13.9": "talos: ②1.13.9",
            "kubernetes: 1.36.3": "kubernetes: ①2.36.0",
            "cilium: 1.20.2": "cilium: ③1.20.2",
            "flux: 2.9.5": "flux: ④2.9.5",
        },
        (
            "①: Talos 1.13.9 does not run Kubernetes 2.36.0: it takes 1.31 to 1.36 (Talos 1.13, pkg/machinery/compatibility/talos113)\n"
            "  see also ②\n"
            "  fix: Talos, Cilium and Flux as pinned meet at Kubernetes 1.33 to 1.36",
            "①: Cilium 1.20.2 does not run Kubernetes 2.36.0: it takes 1.33 to 1.36 (Cilium 1.20, Documentation/network/kubernetes/compatibility.rst)\n"
            "  see also ③\n"
            "  fix: Talos, Cilium and Flux as pinned meet at Kubernetes 1.33 to 1.36",
            "①: Flux 2.9.5 does not run Kubernetes 2.36.0: it takes 1.33 to 1.36 (Flux 2.9, installation prerequisites)\n"
            "  see also ④\n"
            "  fix: Talos, Cilium and Flux as pinned meet at Kubernetes 1.33 to 1.36",
        ),
    ),
    "defaults-have-places": (
        {
            "versions:\n  talos: 1.13.9\n  kubernetes: 1.36.3\n  cilium: 1.20.2\n  flux: 2.9.5": "①versions:\n  talos: ②1.12.11"
        },
        (
            "①: Talos 1.12.11 does not run Kubernetes 1.36.3: it takes 1.30 to 1.35 (Talos 1.12, pkg/machinery/compatibility/talos112)\n"
            "  see also ②\n"
            "  fix: Talos, Cilium and Flux as pinned meet at Kubernetes 1.33 to 1.35",
        ),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_changed_spec_says_exactly_this(name: str, tmp_path: Path) -> None:
    changes, expected = CASES[name]
    check(tmp_path, changes, *expected)
