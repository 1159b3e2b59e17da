"""Creation rules are read and matched as in sops, every problem with its place."""

from __future__ import annotations

import pytest

from gitops_gen.errors import UserError
from gitops_gen.sops.rules import CreationRule, Rule, creation_rules, match
from gitops_gen.sops.selection import Selection

DEFAULT = Selection("unencrypted_suffix", "_unencrypted")


def problems(text: str) -> list[str]:
    with pytest.raises(UserError) as caught:
        creation_rules(text, ".sops.yaml")
    return [f"{one.location}: {one.message}" for one in caught.value.findings]


def test_our_rule() -> None:
    rule = Rule(("age1x",), "^a$")
    assert rule.mac_only_encrypted is True
    assert rule.selection == Selection("encrypted_regex", "^a$")


def test_rules_are_read() -> None:
    text = """\
creation_rules:
  - path_regex: ^a/
    encrypted_regex: ^x$
    mac_only_encrypted: true
    age: age1a, age1b,
    pgp: ABC
  - path_regex: ^b/
    age:
      - age1a
      - age1b,age1c
  - key_groups:
      - age: [age1a, age1b, age1a]
        hc_vault: [x]
        kms: []
  - unencrypted_suffix: _u
stores: {yaml: {indent: 2}}
"""
    assert creation_rules(text, "x") == [
        CreationRule(
            "^a/", ("age1a", "age1b"), Selection("encrypted_regex", "^x$"), True, ("pgp",), 2
        ),
        CreationRule("^b/", ("age1a", "age1b", "age1c"), DEFAULT, False, (), 7),
        CreationRule("", ("age1a", "age1b"), DEFAULT, False, ("hc_vault",), 11),
        CreationRule("", (), Selection("unencrypted_suffix", "_u"), False, (), 15),
    ]


@pytest.mark.parametrize(
    "text", ["", "# x\n", "creation_rules: []\n", "creation_rules:\n", "stores: {}\n", "---\n"]
)
def test_no_rules(text: str) -> None:
    assert creation_rules(text, "x") == []


def test_keys_of_other_types_are_named() -> None:
    kinds = ("pgp", "kms", "gcp_kms", "hckms", "azure_keyvault", "hc_vault_transit_uri")
    for kind in kinds:
        (rule,) = creation_rules(f"creation_rules:\n- age: age1x\n  {kind}: [x]\n", "x")
        assert rule.others == (kind,)


def test_the_first_match_wins_and_paths_are_searched() -> None:
    rules = creation_rules(
        "creation_rules:\n- path_regex: b/c\n- path_regex: ^a\n- path_regex: '\\.yaml$'\n", "x"
    )
    assert match(rules, "a/b/c") is rules[0]
    assert match(rules, "a/x") is rules[1]
    assert match(rules, "x.yaml") is rules[2]
    assert match(rules, "x.yaml.bak") is None
    assert match([], "a") is None
    every = creation_rules("creation_rules:\n- path_regex: b\n- age: age1x\n- path_regex: a\n", "x")
    assert match(every, "a") is every[1]


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        ("creation_rules: x\n", [".sops.yaml:1:17: creation_rules is not a list"]),
        ("- a\n", [".sops.yaml:1:1: creation_rules is not a list"]),
        ("creation_rules:\n- x\n", [".sops.yaml:2:3: a rule is not a mapping"]),
        (
            "creation_rules:\n- age: 5\n- age: [1]\n- key_groups: [{age: x, pgp: y}]\n",
            [
                ".sops.yaml:2:8: age is neither a string nor a list of strings",
                ".sops.yaml:3:3: age is neither a string nor a list of strings",
                ".sops.yaml:4:3: age is not a list of strings",
            ],
        ),
        (
            "creation_rules:\n- key_groups: [{age: [x]}, {age: [y]}]\n",
            [".sops.yaml:2:3: several key_groups are not supported: use the real sops for it"],
        ),
        (
            "creation_rules:\n- key_groups: [x]\n",
            [".sops.yaml:2:3: several key_groups are not supported: use the real sops for it"],
        ),
        (
            "creation_rules:\n- key_groups: [{age: [5]}]\n",
            [".sops.yaml:2:3: age is not a list of strings"],
        ),
        (
            "creation_rules:\n- encrypted_regex: a\n  encrypted_suffix: b\n",
            [".sops.yaml:3:21: encrypted_regex and encrypted_suffix exclude each other"],
        ),
        (
            "creation_rules:\n- encrypted_comment_regex: a\n",
            [".sops.yaml:2:28: encrypted_comment_regex is not supported: use the real sops for it"],
        ),
        (
            "creation_rules:\n- path_regex: (?=a)\n  encrypted_regex: a**\n- unencrypted_regex: 5\n",
            [
                '.sops.yaml:2:15: path_regex uses the group "(?=a": use the real sops for it',
                '.sops.yaml:3:20: encrypted_regex has "*" where nothing can be repeated: use the real sops for it',
                ".sops.yaml:4:22: unencrypted_regex is not a string: quote it",
            ],
        ),
        ("a: 1\na: 2\n", None),
    ],
)
def test_every_problem_with_its_place(text: str, messages: list[str] | None) -> None:
    found = problems(text)
    assert found == messages if messages else found
