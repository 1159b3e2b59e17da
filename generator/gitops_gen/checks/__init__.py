"""Every check, one file each; a check reads the repository and says what is wrong with it.

A check must not know the generator, nor which format prints it. CONTRIBUTING.md says how one is added.
"""

from __future__ import annotations

from gitops_gen.checks import (
    flux_api_version_is_served,
    flux_depends_on_has_no_cycle,
    flux_depends_on_resolves,
    flux_health_checks_are_read,
    flux_health_checks_can_pass,
    flux_itself_is_protected,
    flux_network_survives_failure,
    flux_nothing_is_suspended,
    flux_object_has_one_owner,
    flux_path_builds,
    flux_release_has_one_owner,
    flux_removal_is_meant,
    flux_timing_is_sane,
    flux_values_from_resolve,
    flux_variables_are_defined,
    flux_versions_are_pinned,
    ignore_has_reason,
    ignore_is_used,
    schema_cilium_values_are_read,
    schema_labels_are_valid,
    schema_names_are_valid,
    schema_object_fits,
    schema_ports_are_valid,
    schema_quantities_are_valid,
    schema_selector_matches_template,
    schema_yaml_reads,
)
from gitops_gen.checks.check import Check

ALL: tuple[Check, ...] = (
    flux_api_version_is_served.CHECK,
    flux_depends_on_has_no_cycle.CHECK,
    flux_depends_on_resolves.CHECK,
    flux_health_checks_are_read.CHECK,
    flux_health_checks_can_pass.CHECK,
    flux_itself_is_protected.CHECK,
    flux_network_survives_failure.CHECK,
    flux_nothing_is_suspended.CHECK,
    flux_object_has_one_owner.CHECK,
    flux_path_builds.CHECK,
    flux_release_has_one_owner.CHECK,
    flux_removal_is_meant.CHECK,
    flux_timing_is_sane.CHECK,
    flux_values_from_resolve.CHECK,
    flux_variables_are_defined.CHECK,
    flux_versions_are_pinned.CHECK,
    ignore_has_reason.CHECK,
    ignore_is_used.CHECK,
    schema_cilium_values_are_read.CHECK,
    schema_labels_are_valid.CHECK,
    schema_names_are_valid.CHECK,
    schema_object_fits.CHECK,
    schema_ports_are_valid.CHECK,
    schema_quantities_are_valid.CHECK,
    schema_selector_matches_template.CHECK,
    schema_yaml_reads.CHECK,
)
"""In the order of their ids."""
