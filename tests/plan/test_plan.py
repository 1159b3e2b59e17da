"""A plan as a whole: every default of the smallest spec, word for word."""

from __future__ import annotations

from gitops_gen import versions
from gitops_gen.plan import apps, cilium, flux, machines
from tests.plan.specs import smallest
from tests.support import specs


def test_every_default_is_filled() -> None:
    plan = specs.plan_of(smallest())
    assert plan.name == "vtalos"
    assert plan.operators == (specs.OPERATOR,)
    assert plan.bundle_from_command is False
    assert str(plan.kubernetes) == versions.KUBERNETES
    assert plan.spec_path == "clusters/vtalos/cluster.yaml"
    assert (plan.apps, plan.extra_resources) == ((), ())
    assert plan.talos == machines.Talos(
        version=versions.parse(versions.TALOS),
        endpoint="https://192.168.42.210:6443",
        installer=f"ghcr.io/siderolabs/installer:v{versions.TALOS}",
        kubelet=f"ghcr.io/siderolabs/kubelet:v{versions.KUBERNETES}",
        kubernetes_registry="registry.k8s.io",
        kubernetes=versions.KUBERNETES,
        pod_subnets=("10.244.0.0/16",),
        service_subnets=("10.96.0.0/12",),
        dns_domain="cluster.local",
        discovery="https://discovery.talos.dev/",
        kube_prism_port=7445,
        allow_scheduling_on_control_planes=False,
        forward_kube_dns_to_host=True,
        time_servers=(),
        registry_mirrors=(),
        talosconfig_endpoints=("192.168.42.201",),
    )
    assert plan.machines == (
        machines.Machine(
            name="talos-cp-1",
            role="controlplane",
            address="192.168.42.201/24",
            interface="enp0s17",
            mtu=None,
            gateway="192.168.42.1",
            nameservers=("192.168.42.2",),
            vip="192.168.42.210",
            install_disk="/dev/sda",
            labels=(),
        ),
    )
    assert plan.flux == flux.Flux(
        url="https://git.example.com/home/clusters.git",
        branch="main",
        interval="1m",
        credential=None,
        keep=("clusters/vtalos", "infrastructure/vtalos", "apps/vtalos"),
        artifact="oci://ghcr.io/fluxcd/flux-manifests",
        version=versions.FLUX,
        components=(
            "source-controller",
            "kustomize-controller",
            "helm-controller",
            "notification-controller",
        ),
    )
    assert (plan.cilium.version, plan.cilium.chart_repository) == (
        versions.CILIUM,
        "https://helm.cilium.io",
    )
    assert (plan.cilium.pools, plan.cilium.l2, plan.cilium.bgp) == ((), (), None)


def test_what_the_spec_says_is_what_the_plan_holds() -> None:
    plan = specs.plan_of(specs.everything())
    assert [app.name for app in plan.apps] == ["rello"]
    assert isinstance(plan.apps[0], apps.App)
    assert isinstance(plan.cilium, cilium.Cilium)
    assert plan.extra_resources == ("my-apps.yaml",)
    assert [machine.name for machine in plan.machines] == [
        "talos-cp-1",
        "talos-cp-2",
        "talos-cp-3",
        "talos-wo-1",
    ]


def test_a_bundle_may_come_from_a_command() -> None:
    spec = smallest() | {"secrets": {"source": "command"}}
    assert specs.plan_of(spec).bundle_from_command is True


def test_pins_lose_their_v() -> None:
    spec = smallest() | {
        "versions": {
            "talos": "v1.12.4",
            "kubernetes": "v1.34.2",
            "cilium": "v1.19.6",
            "flux": "v2.9.1",
        }
    }
    plan = specs.plan_of(spec)
    assert plan.talos.installer.endswith("/installer:v1.12.4")
    assert plan.talos.kubelet.endswith("/kubelet:v1.34.2")
    assert (plan.talos.kubernetes, str(plan.talos.version)) == ("1.34.2", "1.12.4")
    assert (plan.cilium.version, plan.flux.version) == ("1.19.6", "2.9.1")
