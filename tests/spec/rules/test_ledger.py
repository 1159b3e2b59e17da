"""The whole ledger: every pair of owners on one address, the meetings that are allowed, and the order of findings."""

from __future__ import annotations

from itertools import combinations_with_replacement
from pathlib import Path
from typing import Any

import pytest

from gitops_gen.findings import Finding
from gitops_gen.spec import load
from gitops_gen.spec.rules import addresses, ledger
from gitops_gen.yamlio import write
from tests.spec import tweak
from tests.support import specs

SHARED = "192.168.42.77"
SPARE = [f"192.168.42.{n}" for n in range(11, 30)]
NET = {
    "pods": "podSubnets",
    "services": "serviceSubnets",
    "dhcp": "dhcp",
    "nameserver": "nameservers",
}
ONE = {"vip": "vip", "gateway": "gateway"}
KINDS = ("node", "maintenance", "vip", "gateway", "nameserver", "dhcp", "pool", "peer", "pods", "services")  # fmt: skip
ALLOWED = {
    frozenset(pair)
    for pair in (
        ("gateway", "nameserver"),
        ("gateway", "peer"),
        ("nameserver", "peer"),
        ("maintenance", "dhcp"),
    )
}


def empty() -> dict[str, Any]:
    """A spec in which nobody meets anybody."""
    spec = specs.vtalos()
    spec["network"] |= {"vip": SPARE[0], "gateway": SPARE[1], "nameservers": [SPARE[2]], "dhcp": []}
    spec["network"] |= {"podSubnets": ["10.244.0.0/16"], "serviceSubnets": ["10.96.0.0/12"]}
    for node, address in zip(spec["nodes"], SPARE[3:], strict=False):
        node["address"] = address
    spec["cilium"] = {
        "pools": [{"name": "p", "ranges": ["172.20.0.0/24"]}],
        "bgp": {"localASN": 1, "peers": [{"name": "r", "address": SPARE[9], "asn": 2}]},
    }
    del spec["apps"]
    return spec


def own(spec: dict[str, Any], kind: str, nth: int) -> None:
    """Gives the shared address to the nth owner of a kind."""
    network = spec["network"]
    if kind in ONE:
        network[ONE[kind]] = SHARED
    elif kind in NET:
        text = f"{SHARED}/32" if kind in ("pods", "services") else SHARED
        network[NET[kind]] = [*(network[NET[kind]] if nth else ()), text]
    elif kind == "pool":
        spec["cilium"]["pools"].append({"name": f"pool-{nth}", "ranges": [SHARED]})
    elif kind == "peer":
        peer = {"name": f"peer-{nth}", "address": SHARED, "asn": 3}
        spec["cilium"]["bgp"]["peers"].append(peer)
    else:
        field = "address" if kind == "node" else "maintenanceAddress"
        # Two kinds of one node are one machine: the second kind goes to another node.
        spec["nodes"][nth + (1 if kind == "maintenance" else 0)][field] = SHARED


def meetings(spec: dict[str, Any], folder: Path) -> list[Finding]:
    file = folder / "cluster.yaml"
    file.write_text(write.dump([spec]))
    return list(addresses.addresses_do_not_meet(load.load(file, tweak.NAME)))


def test_nobody_meets_in_the_empty_spec(tmp_path: Path) -> None:
    assert meetings(empty(), tmp_path) == []


PAIRS = [
    pair
    for pair in combinations_with_replacement(KINDS, 2)
    if pair not in (("vip",) * 2, ("gateway",) * 2)
]


@pytest.mark.parametrize(("one", "two"), PAIRS)
def test_two_owners_of_one_address_meet(one: str, two: str, tmp_path: Path) -> None:
    spec = empty()
    own(spec, one, 0)
    own(spec, two, 1 if one == two else 0)
    found = meetings(spec, tmp_path)
    if frozenset((one, two)) in ALLOWED:
        assert found == []
        return
    (only,) = found
    assert only.location is not None
    assert len(only.others) == 1
    assert only.others[0] != only.location


def test_a_node_may_have_its_own_maintenance_address(tmp_path: Path) -> None:
    spec = empty()
    spec["nodes"][0] |= {"address": SHARED, "maintenanceAddress": SHARED}
    assert meetings(spec, tmp_path) == []


@pytest.mark.parametrize("kind", KINDS)
def test_nobody_has_the_address_of_talos_host_dns(kind: str, tmp_path: Path) -> None:
    spec = empty()
    own(spec, kind, 0)
    text = write.dump([spec]).replace(SHARED, ledger.HOST_DNS)
    file = tmp_path / "cluster.yaml"
    file.write_text(text)
    (only,) = addresses.addresses_do_not_meet(load.load(file, tweak.NAME))
    assert only.message.startswith("Talos' host DNS 169.254.116.108 has the same address as ")
    assert only.others == ()
    assert only.location is not None
    assert ledger.HOST_DNS in text.splitlines()[only.location.line - 1]


def test_every_kind_is_in_the_ledger(tmp_path: Path) -> None:
    spec = empty()
    own(spec, "maintenance", 0)
    own(spec, "dhcp", 0)
    file = tmp_path / "cluster.yaml"
    file.write_text(write.dump([spec]))
    kinds = [entry.kind for entry in ledger.entries(load.load(file, tweak.NAME))]
    assert set(kinds) == {*KINDS, "host-dns"}
    assert kinds.count("node") == 4


def test_problems_of_all_rules_come_in_the_order_of_the_file(tmp_path: Path) -> None:
    tweak.check(
        tmp_path,
        {
            "kubernetes: 1.36.3": "kubernetes: ①1.34.0",
            "talos: 1.13.9": "talos: ②1.11.0",
            "  vip: 192.168.42.210": "  vip: ③192.168.42.204",
            "    address: 192.168.42.204": "    address: ④192.168.42.204",
            "image: docker.io/shtouff/rello:0.2": "image: ⑤docker.io/shtouff/rello",
        },
        "②: this release of gitops-gen knows no Talos 1.11\n  fix: take one of 1.12, 1.13",
        "③: the VIP has the same address as node talos-wo-1\n"
        "  see also ④\n"
        "  fix: give one of them other addresses",
        "⑤: the image docker.io/shtouff/rello is not pinned: what runs changes without a commit\n"
        "  fix: name a tag other than latest, or a digest",
    )
