"""Named faults for the changes through Git, each of which must turn its change red."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

import yaml

from tests.lab import changes
from tests.lab.lab import Lab
from tests.lab.places import CLUSTER, FLUX_NAMESPACE

APPS = f"clusters/{CLUSTER}/apps.yaml"
COMPONENTS = f"clusters/{CLUSTER}/flux-system/components.yaml"


@contextmanager
def slipped_in(lab: Lab, path: str, old: str, new: str) -> Iterator[None]:
    """The next commit edits a rendered file besides."""
    with lab.beside(lambda: lab.repository.edit(path, old, new)):
        yield


@contextmanager
def more_in_the_commit(lab: Lab) -> Iterator[None]:
    """The commit touches a Service besides."""
    path = f"{changes.APP}/services.yaml"
    with slipped_in(
        lab, path, "  name: redis\n", "  name: redis\n  annotations:\n    more: here\n"
    ):
        yield


@contextmanager
def another_node_selected(lab: Lab) -> Iterator[None]:
    """The commit holds another node's name than the spec."""
    with slipped_in(lab, f"{changes.CONFIG}/bgp.yaml", "talos-cp-2", "talos-cp-3"):
        yield


@contextmanager
def nothing_pruned(lab: Lab) -> Iterator[None]:
    """Somebody has set `prune: false` for the app before it is removed."""
    lab.repository.edit(APPS, "  prune: true\n", "  prune: false\n")
    with changes.changed(lab, "Prune no more"):
        lab.until_ready()
        yield


@contextmanager
def version_held(lab: Lab) -> Iterator[None]:
    """The commit holds the old version by a patch of the Kustomization."""
    patch = {"op": "replace", "path": "/spec/chart/spec/version", "value": "1.20.2"}
    target = {"kind": "HelmRelease", "name": "cilium"}
    more = {"patches": [{"target": target, "patch": yaml.safe_dump([patch])}]}
    end = "resources:\n  - source.yaml\n  - release.yaml\n"
    path = f"infrastructure/{CLUSTER}/cilium/kustomization.yaml"
    with slipped_in(lab, path, end, end + yaml.safe_dump(more)):
        yield


@contextmanager
def mistake_mended(lab: Lab) -> Iterator[None]:
    """The bad commit is a good one."""
    path = f"{changes.APP}/services.yaml"
    with slipped_in(lab, path, "targetPort: [main]", "targetPort: main # not bad"):
        yield


@contextmanager
def hand_in_the_cluster(lab: Lab) -> Iterator[None]:
    """While the commit fails somebody edits the app in the cluster."""
    edited = {"metadata": {"labels": {"app.kubernetes.io/part-of": "something-else"}}}
    with lab.beside(lambda: lab.api.merge("services", "rello", "rello", edited)):
        yield


@contextmanager
def app_depends_on_bgp(lab: Lab) -> Iterator[None]:
    """The app's Kustomization waits for the addresses' configuration."""
    depends = "    - name: cilium\n"
    with slipped_in(lab, APPS, depends, f"{depends}    - name: cilium-config\n"):
        yield


@contextmanager
def key_is_right(lab: Lab) -> Iterator[None]:
    """The other key is the cluster's own."""
    right = lab.repository.flux_key()
    with mock.patch.object(type(lab.repository), "other_key", return_value=right):
        yield


@contextmanager
def flux_unprotected(lab: Lab) -> Iterator[None]:
    """Flux' own Kustomization deletes what it applied; all but a policy is kept from it, or the lab would end here."""
    keep = {"kustomize.toolkit.fluxcd.io/prune": "disabled"}
    drop = {"kustomize.toolkit.fluxcd.io/prune": "enabled"}
    policy = {"kind": "NetworkPolicy", "name": "allow-webhooks", "namespace": FLUX_NAMESPACE}
    patches = [
        {"target": {"kind": ".*"}, "patch": _annotated("any", "any", keep)},
        {"target": policy, "patch": _annotated("NetworkPolicy", "any", drop)},
    ]
    more = "".join(f"    {line}\n" for line in yaml.safe_dump(patches).splitlines())
    lab.repository.edit(COMPONENTS, "deletionPolicy: Orphan", "deletionPolicy: Delete")
    lab.repository.edit(COMPONENTS, "  patches:\n", f"  patches:\n{more}")
    with changes.changed(lab, "Let Flux delete itself, a little"):
        lab.until_ready()
        yield


def _annotated(kind: str, name: str, notes: dict[str, str]) -> str:
    meta = {"name": name, "annotations": notes}
    return yaml.safe_dump({"apiVersion": "v1", "kind": kind, "metadata": meta})
