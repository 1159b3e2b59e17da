"""Labels that the rules reckon with are the labels that the tree holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from gitops_gen.render import apps
from gitops_gen.spec import load
from gitops_gen.spec.rules import selection
from gitops_gen.yamlio import write
from tests.spec import tweak
from tests.support import specs


def loaded(folder: Path) -> load.Loaded:
    file = folder / "cluster.yaml"
    file.write_text(write.dump([specs.everything()]))
    return load.load(file, tweak.NAME)


def test_a_service_has_the_labels_that_are_rendered(tmp_path: Path) -> None:
    files = apps.files(specs.plan_of(specs.everything()), specs.credentials)
    documents = [document for file in files for document in file.documents]
    rendered = {
        document["metadata"]["name"]: document["metadata"]["labels"]
        for document in documents
        if document["kind"] == "Service" and document["spec"]["type"] == "LoadBalancer"
    }
    (service,) = [one for one in selection.asking(loaded(tmp_path)) if "Service" in one.title]
    assert dict(service.labels) == {
        **rendered["rello-lb"],
        "io.kubernetes.service.namespace": "rello",
        "io.kubernetes.service.name": "rello-lb",
        "kustomize.toolkit.fluxcd.io/name": "rello",
        "kustomize.toolkit.fluxcd.io/namespace": "flux-system",
    }


def test_an_ingress_has_a_service_of_cilium_s(tmp_path: Path) -> None:
    (ingress,) = [one for one in selection.asking(loaded(tmp_path)) if "Ingress" in one.title]
    assert (ingress.path, ingress.address) == (("apps", 0, "ingresses", 0), "42.42.42.43")
    assert dict(ingress.labels) == {
        "cilium.io/ingress": "true",
        "io.kubernetes.service.namespace": "rello",
        "io.kubernetes.service.name": "cilium-ingress-rello",
    }


def test_the_shared_ingress(tmp_path: Path) -> None:
    shared = selection.shared_ingress(loaded(tmp_path))
    assert shared is not None
    assert dict(shared.labels) == {
        "cilium.io/ingress": "true",
        "app.kubernetes.io/part-of": "cilium",
        "io.kubernetes.service.namespace": "kube-system",
        "io.kubernetes.service.name": "cilium-ingress",
    }


@pytest.mark.parametrize(("place", "role"), [(0, True), (3, False)])
def test_a_node_has_its_name_and_its_role(place: int, role: bool, tmp_path: Path) -> None:
    node = loaded(tmp_path).spec.nodes[place]
    found = selection.node_labels(node)
    assert found["kubernetes.io/hostname"] == node.name
    assert found["kubernetes.io/os"] == "linux"
    assert ("node-role.kubernetes.io/control-plane" in found) is role


def test_every_selector_has_its_path(tmp_path: Path) -> None:
    assert [".".join(map(str, path)) for path, _ in selection.selectors(loaded(tmp_path))] == [
        "cilium.pools.0.serviceSelector",
        "cilium.pools.1.serviceSelector",
        "cilium.l2.0.serviceSelector",
        "cilium.bgp.nodeSelector",
    ]
