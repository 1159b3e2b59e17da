"""Every change through Git that the lab proves, and for each the faults that turn it red."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.lab import changes
from tests.lab import sabotage_changes as faults
from tests.lab.lab import Lab
from tests.lab.sabotage import Sabotage
from tests.lab.test_as_rendered import JUDGE
from tests.support.ledger import proved

CHANGES: list[tuple[str, Callable[[Lab], int], list[tuple[Sabotage, str]]]] = [
    (
        "lab-changes",
        changes.a_pool_moves,
        [(faults.more_in_the_commit, "Service rello/redis changed")],
    ),
    (
        "lab-changes",
        changes.bgp_is_for_the_selected_nodes,
        [(faults.another_node_selected, "talos-cp-3")],
    ),
    (
        "lab-changes",
        changes.an_image_is_bumped,
        [(faults.more_in_the_commit, "Service rello/redis changed")],
    ),
    (
        "lab-changes",
        changes.a_node_is_added,
        [(faults.more_in_the_commit, "Service rello/redis changed")],
    ),
    ("lab-changes", changes.the_app_is_removed, [(faults.nothing_pruned, "rello was left behind")]),
    ("lab-changes", changes.cilium_is_upgraded, [(faults.version_held, "'v1.20.2'")]),
    (
        "lab-bad-commits",
        changes.a_bad_commit_leaves_what_runs_alone,
        [
            (faults.mistake_mended, "rello is fine"),
            (faults.hand_in_the_cluster, "Service rello/rello changed"),
        ],
    ),
    (
        "lab-bad-commits",
        changes.a_bad_bgp_object_does_not_stop_rello,
        [(faults.app_depends_on_bgp, "rello waits for it")],
    ),
    ("lab-wrong-key", changes.a_wrong_key_is_said, [(faults.key_is_right, "'True' == 'False'")]),
    (
        "lab-flux-stays",
        changes.flux_loses_its_own_kustomization,
        [(faults.flux_unprotected, "NetworkPolicy flux-system/allow-webhooks is gone")],
    ),
]
"""The claim, the change, and its faults with what each makes it say."""


@pytest.mark.parametrize(
    ("claim", "change"), [row[:2] for row in CHANGES], ids=[row[1].__name__ for row in CHANGES]
)
def test_change(lab: Lab, claim: str, change: Callable[[Lab], int]) -> None:
    proved(claim, change(lab), judge=JUDGE)


@pytest.mark.parametrize(
    ("change", "fault", "said"),
    [
        pytest.param(row[1], fault, said, id=f"{row[1].__name__}-{fault.__name__}")
        for row in CHANGES
        for fault, said in row[2]
    ],
)
def test_sabotage(lab: Lab, change: Callable[[Lab], int], fault: Sabotage, said: str) -> None:
    """The change with the fault is red, and says why; the tree is Ready again afterwards."""
    with fault(lab), pytest.raises(AssertionError, match=said):
        change(lab)
    lab.until_ready()
