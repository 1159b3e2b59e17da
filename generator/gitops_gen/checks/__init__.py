"""Every check, one file each; a check reads the repository and says what is wrong with it.

A check must not know the generator, nor which format prints it. CONTRIBUTING.md says how one is added.
"""

from __future__ import annotations

from gitops_gen.checks import (
    flux_artifact_is_made,
    flux_crds_come_first,
    flux_depends_on_has_no_cycle,
    flux_depends_on_resolves,
    flux_files_are_reached,
    flux_namespace_is_created,
    flux_object_has_one_owner,
    flux_patches_match,
    flux_path_builds,
    flux_source_resolves,
    flux_variables_are_defined,
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
    flux_artifact_is_made.CHECK,
    flux_crds_come_first.CHECK,
    flux_depends_on_has_no_cycle.CHECK,
    flux_depends_on_resolves.CHECK,
    flux_files_are_reached.CHECK,
    flux_namespace_is_created.CHECK,
    flux_object_has_one_owner.CHECK,
    flux_patches_match.CHECK,
    flux_path_builds.CHECK,
    flux_source_resolves.CHECK,
    flux_variables_are_defined.CHECK,
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
