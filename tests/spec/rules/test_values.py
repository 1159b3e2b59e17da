"""Helm values by hand do not undo what the spec decides or Talos needs."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.spec.tweak import check

# name: (changes, what is said)
CASES: dict[str, tuple[dict[str, str], tuple[str, ...]]] = {
    "ok-values": (
        {
            "\ncilium:\n": "\ncilium:\n  values:\n    operator: {prometheus: {enabled: true}}\n    kubeProxyReplacement: true\n    ipam: {mode: kubernetes}\n    k8sServicePort: 7445\n    cgroup: {autoMount: {enabled: false}}\n"
        },
        (),
    ),
    "no-kube-proxy-replacement": (
        {"\ncilium:\n": "\ncilium:\n  values:\n    kubeProxyReplacement: ①false\n"},
        (
            "①: cilium.values.kubeProxyReplacement: no kube-proxy runs, so no Service would work\n"
            "  fix: leave it out",
        ),
    ),
    "automount": (
        {
            "\ncilium:\n": "\ncilium:\n  values:\n    cgroup:\n      autoMount: {enabled: ①true}\n      hostRoot: ②/run/cilium/cgroupv2\n"
        },
        (
            "①: cilium.values.cgroup.autoMount.enabled: Talos mounts cgroups itself\n"
            "  fix: leave it out",
            "②: cilium.values.cgroup.hostRoot: Talos mounts cgroups at /sys/fs/cgroup\n"
            "  fix: leave it out",
        ),
    ),
    "sys-module": (
        {
            "\ncilium:\n": "\ncilium:\n  values:\n    securityContext:\n      capabilities:\n        ①ciliumAgent: [SYS_MODULE]\n        ②cleanCiliumState: [NET_ADMIN, SYS_MODULE]\n"
        },
        (
            "①: cilium.values.securityContext.capabilities.ciliumAgent: Talos lets no container have SYS_MODULE\n"
            "  fix: leave SYS_MODULE out",
            "②: cilium.values.securityContext.capabilities.cleanCiliumState: Talos lets no container have SYS_MODULE\n"
            "  fix: leave SYS_MODULE out",
        ),
    ),
    "ok-capabilities": (
        {
            "\ncilium:\n": "\ncilium:\n  values:\n    securityContext:\n      capabilities:\n        ciliumAgent: [SYS_ADMIN]\n"
        },
        (),
    ),
    "ipam": (
        {"\ncilium:\n": "\ncilium:\n  values:\n    ipam:\n      mode: ①cluster-pool\n"},
        (
            "warning: ①: cilium.values.ipam.mode: pods get addresses of which network.podSubnets knows nothing\n"
            "  fix: leave it out, or keep its ranges apart from every address of the spec yourself",
        ),
    ),
    "prism": (
        {
            "\ncilium:\n": "\ncilium:\n  values:\n    k8sServicePort: ①6443\n",
            "allowSchedulingOnControlPlanes: true": "allowSchedulingOnControlPlanes: true\n  kubePrismPort: ②7446",
        },
        (
            "①: cilium.values.k8sServicePort says otherwise than talos.kubePrismPort\n"
            "  see also ②\n"
            "  fix: leave it out here: talos.kubePrismPort decides",
        ),
    ),
    "cluster-name": (
        {
            "\ncilium:\n": "\ncilium:\n  values:\n    cluster: {name: ①other}\n",
            "name: vtalos\n": "name: ②vtalos\n",
        },
        (
            "①: cilium.values.cluster.name says otherwise than name\n"
            "  see also ②\n"
            "  fix: leave it out here: name decides",
        ),
    ),
    "hubble": (
        {
            "\ncilium:\n": "\ncilium:\n  hubble: {relay: ②true, ui: ④true}\n  ingressController: ⑤true\n  values:\n    hubble:\n      relay: {enabled: ①false}\n      ui: {enabled: ③false}\n"
        },
        (
            "①: cilium.values.hubble.relay.enabled says otherwise than cilium.hubble.relay\n"
            "  see also ②\n"
            "  fix: leave it out here: cilium.hubble.relay decides",
            "③: cilium.values.hubble.ui.enabled says otherwise than cilium.hubble.ui\n"
            "  see also ④\n"
            "  fix: leave it out here: cilium.hubble.ui decides",
        ),
    ),
    "ingress-controller": (
        {"\ncilium:\n": "\n②cilium:\n  values:\n    ingressController: {enabled: ①false}\n"},
        (
            "①: cilium.values.ingressController.enabled says otherwise than cilium.ingressController\n"
            "  see also ②\n"
            "  fix: leave it out here: cilium.ingressController decides",
        ),
    ),
    "rate-limit": (
        {
            "\ncilium:\n": "\ncilium:\n  clientRateLimit: {qps: ②50, burst: ④60}\n  values:\n    k8sClientRateLimit: {qps: ①10, burst: ③20}\n"
        },
        (
            "①: cilium.values.k8sClientRateLimit.qps says otherwise than cilium.clientRateLimit.qps\n"
            "  see also ②\n"
            "  fix: leave it out here: cilium.clientRateLimit.qps decides",
            "③: cilium.values.k8sClientRateLimit.burst says otherwise than cilium.clientRateLimit.burst\n"
            "  see also ④\n"
            "  fix: leave it out here: cilium.clientRateLimit.burst decides",
        ),
    ),
    "announcements": (
        {
            "\ncilium:\n": "\ncilium:\n  values:\n    l2announcements: {enabled: ①false}\n    bgpControlPlane: {enabled: ③false}\n",
            "\n  l2:\n": "\n  ②l2:\n",
            "\n  bgp:\n": "\n  ④bgp:\n",
        },
        (
            "①: cilium.values.l2announcements.enabled says otherwise than cilium.l2\n"
            "  see also ②\n"
            "  fix: leave it out here: cilium.l2 decides",
            "③: cilium.values.bgpControlPlane.enabled says otherwise than cilium.bgp\n"
            "  see also ④\n"
            "  fix: leave it out here: cilium.bgp decides",
        ),
    ),
    "no-l7-proxy": (
        {
            "\ncilium:\n": "\ncilium:\n  values:\n    l7Proxy: ①false\n    hubble: {enabled: ②false}\n"
        },
        (
            "①: cilium.values.l7Proxy is off, and the ingress controller needs it: the chart refuses this\n"
            "  fix: leave it out",
            "②: cilium.values.hubble.enabled is off, and Hubble's relay needs it: the chart refuses this\n"
            "  fix: leave it out",
        ),
    ),
    "ok-no-l7-proxy": (
        {
            "\ncilium:\n": "\ncilium:\n  ingressController: false\n  values: {l7Proxy: false}\n",
            "    ingresses:\n      - name: rello\n        service: rello\n        # Cilium's shared ingress takes the pool's first address, .42.\n        address: 42.42.42.43\n": "",
        },
        (),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_changed_spec_says_exactly_this(name: str, tmp_path: Path) -> None:
    changes, expected = CASES[name]
    check(tmp_path, changes, *expected)
