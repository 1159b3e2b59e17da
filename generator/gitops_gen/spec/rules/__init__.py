"""The cross-field rules of the spec: one rule, one function; `ALL` is the one list."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from gitops_gen.findings import Finding
from gitops_gen.spec.load import Loaded
from gitops_gen.spec.rules import addresses, apps, cilium, flux, names, nodes, services, versions

Rule = Callable[[Loaded], Iterator[Finding]]

ALL: tuple[Rule, ...] = (
    names.cluster_name_is_its_folder,
    names.names_are_unique,
    names.labels_are_labels,
    versions.versions_fit,
    nodes.there_is_a_control_plane,
    nodes.labels_are_allowed,
    addresses.addresses_parse,
    addresses.addresses_do_not_meet,
    addresses.node_addresses_are_in_the_subnet,
    addresses.ranges_are_wide_enough,
    cilium.selectors_are_complete,
    cilium.interfaces_are_anchored,
    cilium.peers_are_reachable,
    cilium.hubble_ui_has_relay,
    flux.recipients_are_recipients,
    flux.components_are_enough,
    flux.paths_stay_inside,
    apps.namespaces_are_their_own,
    apps.references_resolve,
    apps.flows_resolve,
    apps.images_are_pinned,
    services.service_fields_fit_its_type,
    services.requested_addresses_are_given,
)


def problems(loaded: Loaded) -> list[Finding]:
    """Every problem of every rule, in the order of the file."""
    found = [finding for rule in ALL for finding in rule(loaded)]
    return sorted(
        found, key=lambda f: (f.location.line, f.location.column) if f.location else (0, 0)
    )
