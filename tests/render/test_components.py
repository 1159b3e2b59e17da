"""Patches from Flux' artifact to the wanted controllers; tests/tools/test_tree.py holds them against flux."""

from __future__ import annotations

from gitops_gen.render import components
from gitops_gen.yamlio import write
from tests.render import expected_clusters
from tests.support import specs

FOUR = components.ALL[:4]
DELETE = "$patch: delete\napiVersion: v1\nkind: Any\nmetadata:\n  name: any\n"
ARGS = "/spec/template/spec/containers/0/args"


def test_all_seven_need_no_patch() -> None:
    assert components.patches(components.ALL) == []


def test_the_usual_four_lose_the_other_three_and_the_gate() -> None:
    assert components.patches(FOUR) == [
        {
            "patch": DELETE,
            "target": {
                "labelSelector": "app.kubernetes.io/component in "
                "(image-reflector-controller, image-automation-controller, source-watcher)"
            },
        },
        {
            "patch": f"- op: test\n  path: {ARGS}/5\n"
            "  value: --feature-gates=ExternalArtifact=true\n"
            f"- op: remove\n  path: {ARGS}/5\n",
            "target": {"kind": "Deployment", "name": "(kustomize-controller|helm-controller)"},
        },
    ]


def test_without_notification_controller_nobody_sends_events() -> None:
    wanted = [name for name in components.ALL if name != "notification-controller"]
    delete, silent = components.patches(wanted)
    assert delete["target"] == {
        "labelSelector": "app.kubernetes.io/component in (notification-controller)"
    }
    assert silent == {
        "patch": f"- op: test\n  path: {ARGS}/0\n"
        "  value: --events-addr=http://notification-controller.$(RUNTIME_NAMESPACE)"
        ".svc.cluster.local./\n"
        f"- op: replace\n  path: {ARGS}/0\n  value: --events-addr=\n",
        "target": {"kind": "Deployment", "name": f"({'|'.join(wanted)})"},
    }


def test_another_cluster_domain_goes_into_every_address() -> None:
    events, source, watcher = components.patches(components.ALL, "home.arpa")
    assert (
        "value: --events-addr=http://notification-controller.$(RUNTIME_NAMESPACE)"
        in (events["patch"])
    )
    assert events["patch"].endswith(".svc.home.arpa./\n")
    assert "notification-controller" not in events["target"]["name"]
    for patch, name in ((source, "source-controller"), (watcher, "source-watcher")):
        assert patch["target"] == {"kind": "Deployment", "name": f"({name})"}
        assert patch["patch"] == (
            f"- op: test\n  path: {ARGS}/6\n"
            f"  value: --storage-adv-addr={name}.$(RUNTIME_NAMESPACE).svc.cluster.local.\n"
            f"- op: replace\n  path: {ARGS}/6\n"
            f"  value: --storage-adv-addr={name}.$(RUNTIME_NAMESPACE).svc.home.arpa.\n"
        )
    assert len(components.patches(FOUR, "home.arpa")) == 4


def test_the_cluster_domain_of_the_spec_is_used() -> None:
    spec = specs.vtalos()
    spec["network"]["dnsDomain"] = "home.arpa"
    _, flux = components.documents(specs.plan_of(spec))
    assert "svc.home.arpa./" in str(flux["spec"]["patches"])


def test_the_components_of_the_spec_are_used_and_a_mirror_too() -> None:
    spec = specs.vtalos()
    spec["flux"]["components"] = list(components.ALL)
    spec["upstreams"] = {"fluxManifests": "oci://mirror.example.com/flux"}
    spec["versions"] = {"flux": "v2.9.4"}
    artifact, flux = components.documents(specs.plan_of(spec))
    assert "patches" not in flux["spec"]
    assert artifact["spec"]["url"] == "oci://mirror.example.com/flux"
    assert artifact["spec"]["ref"] == {"tag": "v2.9.4"}


def test_vtalos_whole() -> None:
    made = components.documents(specs.plan_of(specs.vtalos()))
    assert write.dump(made) == expected_clusters.COMPONENTS
