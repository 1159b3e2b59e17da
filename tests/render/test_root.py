"""Blocks at the root: SOPS' creation rules and what Flux must not serve."""

from __future__ import annotations

from gitops_gen.render import root
from tests.support import specs

REGEXES = root.Regexes("^bundle$", "^machine$", "^talosconfig$", "^privateKey$")
BOTH = f"{specs.OPERATOR},{specs.FLUX_KEY}"


def test_the_rules_of_a_cluster_in_their_order() -> None:
    sops, _ = root.blocks(specs.plan_of(specs.vtalos()), specs.FLUX_KEY, REGEXES)
    assert (sops.path, sops.owner, sops.under) == (".sops.yaml", "vtalos", "creation_rules")
    assert "\n".join(sops.lines) == "\n".join(
        [
            r"- path_regex: ^clusters/vtalos/talos/secrets\.sops\.yaml$",
            "  encrypted_regex: ^bundle$",
            f"  age: {specs.OPERATOR}",
            r"- path_regex: ^clusters/vtalos/talos/talosconfig\.sops\.yaml$",
            "  encrypted_regex: ^talosconfig$",
            "  mac_only_encrypted: true",
            f"  age: {specs.OPERATOR}",
            r"- path_regex: ^clusters/vtalos/talos/[^/]+\.sops\.yaml$",
            "  encrypted_regex: ^machine$",
            "  mac_only_encrypted: true",
            f"  age: {specs.OPERATOR}",
            r"- path_regex: ^clusters/vtalos/credentials\.sops\.yaml$",
            "  encrypted_regex: .*",
            f"  age: {specs.OPERATOR}",
            r"- path_regex: ^clusters/vtalos/flux-key\.sops\.yaml$",
            "  encrypted_regex: ^privateKey$",
            "  mac_only_encrypted: true",
            f"  age: {specs.OPERATOR}",
            r"- path_regex: ^(infrastructure|apps)/vtalos/.+\.sops\.yaml$",
            "  encrypted_regex: ^(data|stringData)$",
            "  mac_only_encrypted: true",
            f"  age: {BOTH}",
        ]
    )


def test_before_the_flux_key_exists_there_is_no_rule_for_what_it_must_open() -> None:
    sops, _ = root.blocks(specs.plan_of(specs.vtalos()), "", REGEXES)
    assert not [line for line in sops.lines if "infrastructure" in line]
    assert len([line for line in sops.lines if line.startswith("- path_regex")]) == 5


def test_every_operator_is_a_recipient() -> None:
    spec = specs.vtalos()
    spec["recipients"]["operators"] = ["age1first", "age1second"]
    sops, _ = root.blocks(specs.plan_of(spec), "age1flux", REGEXES)
    ages = [line.strip() for line in sops.lines if "age: " in line]
    assert ages == ["age: age1first,age1second"] * 5 + ["age: age1first,age1second,age1flux"]


def test_flux_serves_neither_spec_nor_sources_nor_talos() -> None:
    _, ignore = root.blocks(specs.plan_of(specs.vtalos()), specs.FLUX_KEY, REGEXES)
    assert (ignore.path, ignore.owner, ignore.under) == (".sourceignore", "vtalos", "")
    assert ignore.lines == (
        "/clusters/vtalos/cluster.yaml",
        "/clusters/vtalos/*.sops.yaml",
        "/clusters/vtalos/talos/",
    )
