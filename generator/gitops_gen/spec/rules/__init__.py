"""The cross-field rules of the spec: one rule, one function; `ALL` is the one list."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from gitops_gen.findings import Finding
from gitops_gen.spec.load import Loaded
from gitops_gen.spec.rules import (
    addresses,
    announcements,
    apps,
    cilium,
    flux,
    ingresses,
    names,
    nodes,
    paths,
    services,
    subnets,
    upstreams,
    values,
    versions,
    workloads,
)

Rule = Callable[[Loaded], Iterator[Finding]]

ALL: tuple[Rule, ...] = (
    names.cluster_name_is_its_folder,
    names.names_are_unique,
    names.service_names_are_taken,
    names.labels_are_labels,
    names.dns_domain_is_one,
    versions.versions_fit,
    nodes.there_is_a_control_plane,
    nodes.somebody_works,
    nodes.node_names_are_free,
    nodes.kube_prism_port_is_free,
    nodes.labels_are_allowed,
    addresses.addresses_parse,
    addresses.addresses_do_not_meet,
    addresses.addresses_are_in_the_subnet,
    subnets.subnets_are_one_each,
    subnets.pod_subnet_is_wide_enough,
    subnets.service_subnet_fits,
    cilium.selectors_are_complete,
    cilium.node_selectors_select,
    cilium.interfaces_are_anchored,
    cilium.l2_policies_announce,
    cilium.l2_interfaces_are_there,
    cilium.peers_are_reachable,
    cilium.cluster_ips_are_taken,
    cilium.graceful_restart_is_long_enough,
    cilium.hubble_ui_has_relay,
    values.values_do_not_contradict,
    values.values_fit_talos,
    values.values_agree_with_the_chart,
    flux.recipients_are_recipients,
    flux.components_are_enough,
    paths.extra_resources_are_by_hand,
    paths.included_folders_are_served,
    upstreams.urls_are_urls,
    upstreams.upstreams_have_no_tags,
    upstreams.time_servers_are_hosts,
    upstreams.the_source_can_be_cloned,
    apps.namespaces_are_their_own,
    apps.references_resolve,
    apps.flows_resolve,
    workloads.images_are_pinned,
    workloads.variables_have_names,
    workloads.secrets_are_credentials,
    workloads.requests_are_within_limits,
    workloads.writable_folders_are_folders,
    ingresses.ingresses_are_served,
    ingresses.hosts_and_paths_are_valid,
    ingresses.ingress_services_are_free,
    ingresses.callers_are_let_in,
    services.service_fields_fit_its_type,
    services.node_ports_are_unique,
    services.requested_addresses_are_given,
    services.first_addresses_are_free,
    services.pools_are_large_enough,
    announcements.services_get_an_address,
    announcements.addresses_are_announced,
    announcements.announcements_select_a_service,
    announcements.rate_limit_carries_the_leases,
)


def problems(loaded: Loaded) -> list[Finding]:
    """Every problem of every rule, in the order of the file."""
    found = [finding for rule in ALL for finding in rule(loaded)]
    return sorted(
        found, key=lambda f: (f.location.line, f.location.column) if f.location else (0, 0)
    )
