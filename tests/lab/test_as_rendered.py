"""Everything the lab proves of the unmodified tree, and for each proof a fault that turns it red."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.lab import proofs, sabotage
from tests.lab.cilium import Operator
from tests.lab.lab import Lab
from tests.lab.processes import Failed
from tests.support.ledger import proved

JUDGE = "Kubernetes 1.36.3, Flux 2.9.5 and Cilium 1.20.2, as processes"

PROOFS: list[tuple[str, Callable[[Lab], int], tuple[sabotage.Sabotage, ...]]] = [
    ("lab-ready", proofs.everything_is_ready, (sabotage.deployment_deleted,)),
    ("lab-first-sync", proofs.first_sync_changed_nothing, (sabotage.flux_edited,)),
    (
        "lab-nothing-changes",
        proofs.nothing_changes,
        (sabotage.label_removed, sabotage.release_edited),
    ),
    ("lab-password", proofs.password_arrived, (sabotage.password_changed,)),
    ("lab-custody", proofs.flux_key_opens_its_own_alone, (sabotage.key_of_an_operator,)),
    ("lab-artifact", proofs.artifact_is_lean, (sabotage.nothing_ignored,)),
    ("lab-never-logs", proofs.logs_say_no_secret, (sabotage.secret_logged,)),
    ("lab-addresses", proofs.addresses_are_given, (sabotage.service_relabelled,)),
    ("lab-pools", proofs.pools_do_not_conflict, (sabotage.pool_overlaps,)),
    ("lab-bgp", proofs.bgp_is_configured, (sabotage.node_without_agent,)),
    ("lab-ingress", proofs.ingress_is_routed, (sabotage.path_changed,)),
    ("lab-as-rendered", proofs.controllers_run_as_rendered, (sabotage.argument_added,)),
    ("lab-alone", proofs.nothing_leads_out, (sabotage.way_out,)),
    ("lab-pod-security", proofs.pod_security_holds, (sabotage.namespace_privileged,)),
]


@pytest.mark.parametrize(
    ("claim", "proof"), [row[:2] for row in PROOFS], ids=[r[0] for r in PROOFS]
)
def test_proof(lab: Lab, claim: str, proof: Callable[[Lab], int]) -> None:
    proved(claim, proof(lab), judge=JUDGE)


@pytest.mark.parametrize(
    ("proof", "fault"),
    [pytest.param(row[1], one, id=one.__name__) for row in PROOFS for one in row[2]],
)
def test_sabotage(lab: Lab, proof: Callable[[Lab], int], fault: sabotage.Sabotage) -> None:
    with fault(lab), pytest.raises(AssertionError):
        proof(lab)
    proof(lab)


def test_no_crd_before_its_time(lab: Lab) -> None:
    """The lab itself refuses to start Cilium's operator where somebody brought its CRDs before."""
    again = Operator(lab.programs, lab.api)
    with pytest.raises(Failed, match="before the operator that brings them"):
        again.follow()
    proved("lab-crds", proofs.bgp_is_configured(lab), judge=JUDGE)
