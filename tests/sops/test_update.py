"""What happens when to a derived file: first render, keyless changes, damage, healing, recipients."""

from __future__ import annotations

import re
from typing import Any

import pytest

from gitops_gen.errors import UserError
from gitops_gen.records import replaced
from gitops_gen.sops import age, document
from gitops_gen.sops.cipher import Cipher
from gitops_gen.sops.document import NeedsKey
from gitops_gen.sops.rules import Rule
from gitops_gen.sops.secret import Secret
from gitops_gen.sops.update import encrypt, update
from tests.sops.files import (
    HEADER,
    ME,
    MINE,
    NAME,
    NOBODY,
    RULE,
    VALUES,
    again,
    changed,
    clear,
    documents,
    enc_of,
    made,
    secret,
)

OTHER = age.generate()
BOTH = Rule((ME.recipient, OTHER.recipient), RULE.encrypted_regex)
CLEAR = [
    {
        "machine": {"token": VALUES["token"], "labels": {"zone": "a"}},
        "cluster": {"ca": {"key": VALUES["key"], "crt": "public"}},
    },
    {"kind": "HostnameConfig", "name": "cp1"},
    {"kind": "ExtensionServiceConfig", "environment": ["A=1", "B=2"], "n": 3},
]


def needs(
    old: str | None, docs: list[Any], keys: age.Identities = NOBODY, rule: Rule = RULE
) -> str:
    with pytest.raises(NeedsKey) as caught:
        again(old, docs, keys, rule)
    (finding,) = caught.value.findings
    assert str(finding.location) == NAME
    assert finding.fix == (
        "someone who holds one of the operators' keys can do it: " + ", ".join(rule.recipients)
    )
    return finding.message


# First render


def test_first_render_needs_no_private_key() -> None:
    result = again(None, documents())
    assert clear(result.text) == CLEAR
    assert (result.why, result.healed, result.removed) == ("the file is not there yet", (), ())
    assert result.caught == ("document 3: environment[0]", "document 3: environment[1]")


def test_first_render_without_values_needs_the_key() -> None:
    assert needs(None, documents(known=False)) == (
        "machine.token and 1 more must be encrypted again, and no key is at hand: the file is not there yet"
    )


def test_only_secret_leaves_are_encrypted_and_the_block_stands_once_at_the_end_of_the_first_document() -> (
    None
):
    text = made()
    first, second, third = text.split("\n---\n")
    assert re.fullmatch(rf"# {re.escape(HEADER)} provenance [0-9a-f]{{16}}", text.split("\n")[0])
    assert second == "kind: HostnameConfig\nname: cp1"
    assert text.count("sops:") == 1
    assert first.rindex("\nsops:\n    age:\n        - enc: |\n") > first.index("    ca:")
    assert [line.partition(":")[0] for line in first.split("\nsops:\n")[1].split("\n")[-5:]] == [
        "    encrypted_regex",
        "    lastmodified",
        "    mac",
        "    mac_only_encrypted",
        "    version",
    ]
    assert third.startswith("kind: ExtensionServiceConfig\nenvironment:\n    - ENC[AES256_GCM,")
    assert len(enc_of(text)) == 4


def test_two_recipients_both_open_it() -> None:
    text = made(rule=BOTH)
    parsed = document.parse(text, NAME)
    assert document.recipients(parsed) == (ME.recipient, OTHER.recipient)
    assert (
        document.decrypt(parsed, MINE) == document.decrypt(parsed, age.of(OTHER.private)) == CLEAR
    )


def test_a_recipient_named_twice_counts_once() -> None:
    text = made(rule=Rule((ME.recipient, f" {ME.recipient} "), RULE.encrypted_regex))
    assert document.recipients(document.parse(text, NAME)) == (ME.recipient,)
    assert again(text, documents(known=False)).text == text


# Nothing changed


@pytest.mark.parametrize("keys", [NOBODY, MINE, age.of(OTHER.private)])
@pytest.mark.parametrize("known", [True, False])
def test_unchanged_documents_give_the_same_text(keys: age.Identities, known: bool) -> None:
    text = made()
    result = again(text, documents(known=known), keys)
    assert result.text == text
    assert (result.why, result.healed, result.removed) == ("", (), ())
    assert result.caught == ("document 3: environment[0]", "document 3: environment[1]")


# Keyless


def test_keyless_a_changed_label_is_one_changed_line() -> None:
    text = made()
    result = again(text, documents(known=False, zone="b"))
    assert changed(text, result.text) == [("        zone: a", "        zone: b")]
    assert clear(result.text)[0]["machine"]["labels"] == {"zone": "b"}


def test_keyless_whole_clear_documents_come_and_go() -> None:
    text = made()
    docs = documents(known=False)
    docs[1:2] = [{"kind": "A"}, {"kind": "B"}]
    result = again(text, docs)
    assert enc_of(result.text) == enc_of(text)
    assert [doc.get("kind") for doc in clear(result.text)] == [
        None,
        "A",
        "B",
        "ExtensionServiceConfig",
    ]
    docs[1:3] = []
    assert clear(again(result.text, docs).text) == [CLEAR[0], CLEAR[2]]


def test_keyless_the_first_document_may_be_a_new_clear_one() -> None:
    docs = [{"kind": "New"}, *documents(known=False)]
    result = again(made(), docs)
    assert result.text.index("kind: New\nsops:\n") > 0
    assert clear(result.text)[1:] == CLEAR


def test_keyless_a_file_of_the_same_role_is_copied_whole() -> None:
    other = documents(known=False, zone="c")
    result = update(made(), other, RULE, HEADER, NOBODY, name="clusters/lab/talos/cp2.sops.yaml")
    assert result.why == ""
    assert clear(result.text)[0]["machine"]["labels"]["zone"] == "c"


def test_keyless_the_header_follows_the_spec() -> None:
    text = made()
    result = update(text, documents(known=False), RULE, "Made from elsewhere.", NOBODY, name=NAME)
    (line,) = changed(text, result.text)
    assert line[1] == line[0].replace(HEADER, "Made from elsewhere.")


def test_keyless_a_credential_changed_at_its_source_needs_the_key() -> None:
    docs = documents(known=False)
    docs[0]["machine"]["token"] = secret("token", None, "ENC[another]")
    assert needs(made(), docs) == (
        "machine.token and 1 more must be encrypted again, and no key is at hand:"
        " a secret changed at its source, or is taken from another (talos/secrets.sops.yaml, spec)"
    )


def test_keyless_a_repointed_secret_needs_the_key() -> None:
    docs = documents(known=False)
    docs[0]["machine"]["token"] = Secret("elsewhere#token", "ENC[token]", None)
    assert needs(made(), docs).endswith(
        "a secret changed at its source, or is taken from another (elsewhere, talos/secrets.sops.yaml, spec)"
    )


def test_keyless_a_new_secret_leaf_needs_the_key() -> None:
    docs = documents(known=False)
    docs[0]["cluster"]["token"] = secret("token", None)
    assert needs(made(), docs).endswith("its secret leaves changed: cluster.token is new")


@pytest.mark.parametrize(("count", "more"), [(3, ""), (4, " and 1 more")])
def test_keyless_three_of_many_changes_are_spelt_out(count: int, more: str) -> None:
    docs = documents(known=False)
    docs[1]["environment"] = ["x"] * count
    docs[2].pop("environment")
    text = made([*documents()[:1], {"kind": "HostnameConfig", "name": "cp1"}, {"n": 3}])
    parts = ", ".join(f"document 2: environment[{at}] is new" for at in range(3))
    assert needs(text, docs).endswith(f"its secret leaves changed: {parts}{more}")


def test_keyless_a_removed_secret_leaf_needs_the_key() -> None:
    docs = documents(known=False)
    del docs[0]["cluster"]["ca"]["key"]
    assert needs(made(), docs).endswith("its secret leaves changed: cluster.ca.key is gone")


def test_keyless_moved_secret_leaves_need_the_key() -> None:
    docs = documents(known=False)
    docs[0] = dict(reversed(docs[0].items()))
    assert needs(made(), docs).endswith("its secret leaves changed: their order is another")


def test_keyless_secrets_moved_to_another_document_need_the_key() -> None:
    docs = documents(known=False)
    docs.append(docs.pop(0))
    assert "its secret leaves changed: environment[0] is new, environment[1] is new," in needs(
        made(), docs
    )


def test_keyless_changed_recipients_need_the_key() -> None:
    assert needs(made(), documents(known=False), rule=BOTH).endswith(
        f"its recipients changed: {OTHER.recipient} is new"
    )
    assert needs(made(rule=BOTH), documents(known=False)).endswith(
        f"its recipients changed: {OTHER.recipient} is gone"
    )


def test_keyless_another_order_of_recipients_is_no_change() -> None:
    text = made(rule=BOTH)
    turned = Rule(tuple(reversed(BOTH.recipients)), BOTH.encrypted_regex)
    assert again(text, documents(known=False), rule=turned).text == text


def test_keyless_a_contract_upgrade_that_names_more_secrets_needs_the_key() -> None:
    rule = Rule(RULE.recipients, "^(token|key|environment|other)$")
    assert needs(made(), documents(known=False), rule=rule).endswith(
        "the names of what is secret in it changed (encrypted_regex)"
    )


def test_keyless_with_all_values_at_hand_it_is_encrypted_anew() -> None:
    text = made()
    docs = [{"kind": "A", "environment": ["only from the spec"]}]
    result = again(text, docs)
    assert clear(result.text) == docs
    assert result.why.startswith("its secret leaves changed: ")
    key = document.data_key(document.parse(text, NAME), MINE)
    assert document.data_key(document.parse(result.text, NAME), MINE) != key


# Edited by hand, without a key


@pytest.mark.parametrize("replacement", ["plain", '"yes"', "5", "true"])
def test_keyless_plain_text_in_place_of_a_ciphertext_is_seen(replacement: str) -> None:
    text = made()
    broken = text.replace(enc_of(text)[0], replacement)
    assert needs(broken, documents(known=False)).endswith(
        "it was edited by hand: machine.token stands in clear"
    )


@pytest.mark.parametrize(
    ("replacement", "reason"),
    [
        ('""', "it was edited by hand: machine.token is empty"),
        ("null", "it was edited by hand: machine.token is missing"),
        ("", "it was edited by hand: machine.token is missing"),
        ("{}", "it was edited by hand: machine.token is missing"),
    ],
)
def test_keyless_a_deleted_ciphertext_is_seen(replacement: str, reason: str) -> None:
    text = made()
    broken = text.replace(enc_of(text)[0], replacement)
    assert needs(broken, documents(known=False)).endswith(reason)


def test_keyless_a_deleted_line_is_seen() -> None:
    text = made()
    broken = re.sub(r"\n    token: ENC.*", "", text)
    assert needs(broken, documents(known=False)).endswith(
        "it was edited by hand: machine.token is missing"
    )


def test_keyless_a_header_without_provenance_is_seen() -> None:
    broken = re.sub(" provenance [0-9a-f]{16}", "", made())
    assert needs(broken, documents(known=False)).endswith("its header states no provenance")


def test_keyless_clear_leaves_edited_by_hand_are_written_anew() -> None:
    text = made()
    assert again(text.replace("zone: a", "zone: evil"), documents(known=False)).text == text


def test_keyless_an_unreadable_file_needs_the_key() -> None:
    assert "sops cannot read this file: mac is missing or not encrypted" in needs(
        re.sub("\n    mac: .*", "", made()), documents(known=False)
    )
    assert "the file is not encrypted" in needs("a: b\n", documents(known=False))


def test_keyless_merge_conflict_markers_need_the_key_and_are_named() -> None:
    text = made()
    broken = text.replace(
        "kind: HostnameConfig", "<<<<<<< ours\nkind: HostnameConfig\n=======\n>>>>>>> x"
    )
    line = broken[: broken.index("<<<")].count("\n") + 1
    assert needs(broken, documents(known=False)).endswith(
        f"the file holds merge conflict markers (line {line})"
    )


def test_a_merge_conflict_in_a_derived_file_is_made_again_with_the_values() -> None:
    result = again("<<<<<<< a\n=======\n>>>>>>> b\n", documents(), MINE)
    assert clear(result.text) == CLEAR
    assert result.why == "the file holds merge conflict markers (line 1)"


# sops edit's form


def test_a_block_in_every_document_is_read_and_normalised_without_a_key() -> None:
    text = made()
    block = text[text.index("\nsops:\n") : text.index("\n---\n")]
    everywhere = "\n---\n".join(
        part if number == 0 else part.rstrip("\n") + block
        for number, part in enumerate(text.split("\n---\n"))
    )
    assert everywhere.count("\nsops:") == 3
    assert again(everywhere + "\n", documents(known=False)).text == text


def test_other_indents_and_line_ends_are_normalised_without_a_key() -> None:
    text = made()
    assert again(text.replace("\n", "\r\n"), documents(known=False)).text == text


# With the key: verified, healed


def test_a_swapped_ciphertext_heals_and_both_leaves_are_named() -> None:
    text = made()
    a, b = enc_of(text)[:2]
    broken = text.replace(a, "@").replace(b, a).replace("@", b)
    assert again(broken, documents(known=False)).text == broken  # what no one sees without a key
    result = again(broken, documents(), MINE)
    assert result.healed == ("machine.token", "cluster.ca.key")
    assert clear(result.text) == CLEAR
    assert not {a, b} & set(enc_of(result.text))


def test_keyless_a_leaf_added_or_moved_by_hand_is_seen() -> None:
    text = made()
    added = text.replace("crt: public", f"crt: public\n        token: {enc_of(text)[0]}")
    assert needs(added, documents(known=False)).endswith(
        "it was edited by hand: cluster.ca.token was added"
    )
    first, second, third = text.split("\n---\n")
    a, b = first.index("machine:"), first.index("cluster:")
    moved = first[:a] + first[b : first.index("sops:")] + first[a:b] + first[first.index("sops:") :]
    assert needs("\n---\n".join((moved, second, third)), documents(known=False)).endswith(
        "it was edited by hand: secret leaves were moved"
    )


def test_swapped_list_items_heal_though_both_decrypt() -> None:
    text = made()
    a, b = enc_of(text)[2:]
    broken = text.replace(a, "@").replace(b, a).replace("@", b)
    result = again(broken, documents(), MINE)
    assert result.healed == ("document 3: environment[0]", "document 3: environment[1]")
    assert result.why == (
        "document 3: environment[0], document 3: environment[1] did not hold what its source gives"
    )
    assert clear(result.text) == CLEAR


def test_a_rolled_back_ciphertext_heals() -> None:
    old = made()
    docs = documents()
    docs[0]["machine"]["token"] = secret("token", "a new token, also long", "ENC[2]")
    new = again(old, docs, MINE)
    broken = new.text.replace(enc_of(new.text)[0], enc_of(old)[0])
    result = again(broken, docs, MINE)
    assert result.healed == ("machine.token",)
    assert result.why == "machine.token did not hold what its source gives"
    assert clear(result.text)[0]["machine"]["token"] == "a new token, also long"


@pytest.mark.parametrize("replacement", ["plain", '""', "5"])
def test_a_value_edited_by_hand_heals_and_is_named(replacement: str) -> None:
    text = made()
    result = again(text.replace(enc_of(text)[0], replacement), documents(), MINE)
    assert result.healed == ("machine.token",)
    assert clear(result.text) == CLEAR


def test_a_deleted_leaf_heals_and_is_named() -> None:
    result = again(re.sub(r"\n    token: ENC.*", "", made()), documents(), MINE)
    assert result.healed == ("machine.token",)
    assert clear(result.text) == CLEAR


def test_a_leaf_added_by_hand_is_named() -> None:
    text = made()
    a = enc_of(text)[0]
    result = again(
        text.replace("crt: public", f"crt: public\n        token: {a}"), documents(), MINE
    )
    assert result.healed == ("cluster.ca.token",)
    assert clear(result.text) == CLEAR


@pytest.mark.parametrize(
    ("pattern", "replacement"),
    [
        ('lastmodified: "20', 'lastmodified: "19'),
        ("mac: ENC.AES256_GCM,data:....", "mac: ENC[AES256_GCM,data:AAAA"),
    ],
)
def test_a_broken_mac_heals_and_is_named(pattern: str, replacement: str) -> None:
    text = made()
    result = again(re.sub(pattern, replacement, text), documents(), MINE)
    assert result.healed == ("sops.mac",)
    assert clear(result.text) == CLEAR
    assert enc_of(result.text) == enc_of(text)


def test_a_mac_of_another_version_of_the_file_is_seen() -> None:
    old = made()
    docs = documents()
    docs[0]["machine"]["token"] = secret("token", "a new token, also long", "ENC[2]")
    new = again(old, docs, MINE).text
    line = re.search("\n    mac: .*", old)
    assert line
    stamp = re.compile('lastmodified: ".*"')
    broken = re.sub("\n    mac: .*", lambda _: line[0], new)
    broken = stamp.sub(lambda _: stamp.search(old)[0], broken)  # type: ignore[index]
    result = again(broken, docs, MINE)
    assert result.healed == ("sops.mac",)


def test_a_broken_file_without_values_needs_them() -> None:
    text = made()
    message = needs(text.replace(enc_of(text)[0], enc_of(text)[1]), documents(known=False), MINE)
    assert message.endswith("machine.token did not hold what its source gives")


def test_a_key_that_opens_only_the_derived_file_verifies_the_mac_and_carries_over() -> None:
    text = made()
    result = again(text, documents(known=False, zone="b"), MINE)
    assert changed(text, result.text) == [("        zone: a", "        zone: b")]


# With the key: changes


def test_a_changed_secret_keeps_key_and_every_other_ciphertext() -> None:
    text = made()
    docs = documents()
    docs[0]["machine"]["token"] = secret("token", "a new token, also long", "ENC[2]")
    result = again(text, docs, MINE)
    assert result.healed == ()
    assert result.why.startswith("a secret changed at its source")
    assert enc_of(result.text)[1:] == enc_of(text)[1:]
    assert clear(result.text)[0]["machine"]["token"] == "a new token, also long"
    names = [after.split(":")[0].strip() for _, after in changed(text, result.text)]
    assert set(names) - {"lastmodified"} == {f"# {HEADER} provenance", "token", "mac"} - {
        f"# {HEADER} provenance"
    } | {names[0]}
    assert names[0].startswith("# Made by")


def test_a_secret_leaf_added_and_one_removed_keep_the_others() -> None:
    text = made()
    docs = documents()
    docs[0]["cluster"]["token"] = secret("token")
    grown = again(text, docs, MINE)
    assert clear(grown.text)[0]["cluster"]["token"] == VALUES["token"]
    assert set(enc_of(text)) < set(enc_of(grown.text))
    assert grown.healed == ()
    shrunk = again(grown.text, documents(), MINE)
    assert enc_of(shrunk.text) == enc_of(text)
    assert clear(shrunk.text) == CLEAR


def test_a_source_encrypted_anew_with_equal_values_changes_the_header_alone() -> None:
    text = made()
    docs = documents()
    docs[0]["machine"]["token"] = secret("token", ciphertext="ENC[rotated]")
    result = again(text, docs, MINE)
    (line,) = changed(text, result.text)
    assert line[0].startswith("# Made by")


def test_equal_text_of_another_type_is_encrypted_again() -> None:
    docs = documents()
    docs[2]["environment"] = ["1", "B=2"]
    text = made(docs)
    docs[2]["environment"] = [1, "B=2"]
    result = again(text, docs, MINE)
    assert clear(result.text)[2]["environment"] == [1, "B=2"]
    assert enc_of(result.text)[3] == enc_of(text)[3]


def test_a_recipient_added_wraps_the_same_data_key_for_all() -> None:
    text = made()
    result = again(text, documents(), MINE, BOTH)
    old, new = document.parse(text, NAME), document.parse(result.text, NAME)
    assert document.recipients(new) == BOTH.recipients
    assert document.data_key(new, age.of(OTHER.private)) == document.data_key(old, MINE)
    assert old.metadata.age[0].enc != new.metadata.age[0].enc
    assert enc_of(result.text) == enc_of(text)
    assert (old.metadata.mac, old.metadata.lastmodified) == (
        new.metadata.mac,
        new.metadata.lastmodified,
    )
    assert result.why == f"its recipients changed: {OTHER.recipient} is new"
    assert result.removed == ()


def test_a_recipient_removed_gives_a_new_data_key_and_is_named() -> None:
    text = made(rule=BOTH)
    result = again(text, documents(), MINE)
    new = document.parse(result.text, NAME)
    assert document.recipients(new) == (ME.recipient,)
    assert result.removed == (OTHER.recipient,)
    assert not set(enc_of(text)) & set(enc_of(result.text))
    old_key = document.data_key(document.parse(text, NAME), MINE)
    assert document.data_key(new, MINE) != old_key
    assert document.data_key(new, age.of(OTHER.private)) is None
    assert clear(result.text) == CLEAR


def test_a_recipient_removed_without_any_key_but_with_all_values_is_named_too() -> None:
    docs = [{"environment": ["A"]}]
    assert again(made(docs, BOTH), docs).removed == (OTHER.recipient,)


def test_a_rule_with_more_names_keeps_what_it_can() -> None:
    text = made()
    rule = Rule(RULE.recipients, "^(token|key|environment|crt)$")
    result = again(text, documents(), MINE, rule)
    assert clear(result.text) == CLEAR
    assert set(enc_of(text)) < set(enc_of(result.text))
    assert "cluster.ca.crt" in result.caught
    assert result.healed == ()


def test_a_file_whose_mac_covers_clear_leaves_is_signed_again() -> None:
    text = encrypt(documents(), replaced(RULE, mac_only_encrypted=False), HEADER, name=NAME)
    assert "mac_only_encrypted" not in text
    assert needs(text, documents(known=False)).endswith(
        "its MAC covers clear leaves (mac_only_encrypted)"
    )
    result = again(text, documents(), MINE)
    assert result.healed == ()
    assert document.parse(result.text, NAME).metadata.mac_only_encrypted
    assert clear(result.text) == CLEAR


def test_a_data_key_that_nobody_vouches_for_is_not_used() -> None:
    """Anyone can wrap a key of their own for our recipients and sign with it."""
    evil = documents()
    evil[0]["machine"]["token"] = secret("token", "known to the attacker")
    evil[0]["cluster"]["ca"]["key"] = secret("key", "known to the attacker too")
    forged = made(evil)
    theirs = document.data_key(document.parse(forged, NAME), MINE)
    result = again(forged, documents(), MINE)
    assert result.healed == ("machine.token", "cluster.ca.key")
    assert document.data_key(document.parse(result.text, NAME), MINE) != theirs
    assert not set(enc_of(forged)) & set(enc_of(result.text))
    assert clear(result.text) == CLEAR


@pytest.mark.parametrize(("value", "kept"), [("x" * 15, False), ("x" * 16, True)])
def test_a_short_secret_does_not_vouch(value: str, kept: bool) -> None:
    docs = [{"token": secret("token", value), "environment": ["A"]}]
    text = made(docs)
    docs[0]["environment"] = ["B"]
    result = again(text, docs, MINE)
    keys = [document.data_key(document.parse(one, NAME), MINE) for one in (text, result.text)]
    assert (keys[0] == keys[1]) is kept


def test_what_every_reader_of_the_spec_knows_does_not_vouch() -> None:
    docs = [{"environment": ["a value of the spec that is long", "A"]}]
    text = made(docs)
    docs[0]["environment"] = ["a value of the spec that is long", "B"]
    assert not set(enc_of(text)) & set(enc_of(again(text, docs, MINE).text))


# Values that sops treats apart


def test_empty_strings_are_leaves_that_stay_empty() -> None:
    docs = [{"token": Secret("s#a", "", ""), "key": secret("key"), "environment": ["", "A"]}]
    text = made(docs)
    assert len(enc_of(text)) == 2
    assert 'token: ""' in text
    blind = [
        {"token": Secret("s#a", "", None), "key": secret("key", None), "environment": ["", "A"]}
    ]
    assert again(text, blind).text == text
    assert again(text, docs, MINE).text == text


def test_an_empty_leaf_that_is_filled_by_hand_is_seen() -> None:
    docs = [{"token": Secret("s#a", "", None), "key": secret("key", None)}]
    text = made([{"token": Secret("s#a", "", ""), "key": secret("key")}])
    broken = text.replace('token: ""', f"token: {enc_of(text)[0]}")
    assert needs(broken, docs).endswith("it was edited by hand: token is not empty")


def test_null_is_no_leaf() -> None:
    docs = [{"token": None, "key": secret("key"), "environment": [None, "A"]}]
    text = made(docs)
    assert clear(text) == [{"token": None, "key": VALUES["key"], "environment": [None, "A"]}]
    assert again(text, docs).text == text


def test_equal_values_in_a_list_are_told_apart_by_their_place() -> None:
    docs = [{"environment": ["A", "A", "B"], "token": secret("token")}]
    text = made(docs)
    docs[0]["environment"] = ["A", "B", "B"]
    result = again(text, docs, MINE)
    assert clear(result.text)[0]["environment"] == ["A", "B", "B"]
    old, new = enc_of(text), enc_of(result.text)
    assert [old[at] == new[at] for at in range(4)] == [True, False, True, True]


# What is refused


def test_a_secret_that_the_rule_leaves_in_clear_is_a_bug() -> None:
    with pytest.raises(ValueError, match=r"^a\.b is secret, but the rule leaves it in clear$"):
        again(None, [{"a": {"b": secret("token")}}])


def test_a_rule_or_a_document_that_sops_would_not_take_is_refused() -> None:
    with pytest.raises(UserError) as caught:
        again(None, documents(), rule=Rule(RULE.recipients, "(?=token)"))
    assert str(caught.value) == f'{NAME}: encrypted_regex uses the group "(?=t"'
    with pytest.raises(UserError) as caught:
        again(None, [{"a": 1}, {"sops": 1}])
    assert str(caught.value) == (
        f'{NAME}: a document has the top-level key "sops", which is reserved'
    )


def test_a_derived_file_has_a_mac_over_encrypted_leaves_only() -> None:
    with pytest.raises(
        ValueError, match=r"^a derived file's MAC must cover encrypted leaves only$"
    ):
        again(None, documents(), rule=replaced(RULE, mac_only_encrypted=False))


def test_a_file_with_keys_of_other_types_is_made_again_with_age_alone() -> None:
    text = made().replace(
        "    version: 3", "    pgp:\n        - fp: AB\n          enc: x\n    version: 3"
    )
    assert needs(text, documents(known=False)).endswith(
        "its recipients changed: pgp keys are no recipients"
    )
    result = again(text, documents(), MINE)
    assert "pgp" not in result.text
    assert clear(result.text) == CLEAR


def test_nothing_that_fails_shows_a_value() -> None:
    docs = documents()
    docs[0]["x"] = {"token": Secret("s#x", "ENC[x]", None)}
    message = needs(made(), docs, MINE)
    assert "x.token must be encrypted again" in message
    for value in VALUES.values():
        assert value.strip() not in message
    assert "x.token" in repr(message)


def test_the_operators_are_named_where_the_rule_has_others_too() -> None:
    with pytest.raises(NeedsKey, match=f"can do it: {ME.recipient}$"):
        update(None, documents(known=False), BOTH, HEADER, NOBODY, operators=(ME.recipient,))


# Sources


def test_a_source_is_encrypted_without_a_key_and_without_provenance() -> None:
    rule = Rule((ME.recipient,), ".*", mac_only_encrypted=False)
    text = encrypt([{"a": "x", "b": {"c": [1, True, 2.5]}}], rule, "Kept by hand.", name=NAME)
    assert text.startswith("# Kept by hand.\na: ENC[")
    assert clear(text) == [{"a": "x", "b": {"c": [1, True, 2.5]}}]


def test_a_source_without_header_has_none() -> None:
    assert encrypt([{"a": "x"}], Rule((ME.recipient,), ".*")).startswith("a: ENC[")


def test_every_new_file_has_a_key_of_its_own() -> None:
    one, two = made(), made()
    parsed = [document.parse(text, NAME) for text in (one, two)]
    keys = [document.data_key(file, MINE) for file in parsed]
    assert keys[0] != keys[1]
    assert keys[0] is not None
    assert Cipher(keys[0]).open(enc_of(one)[0], "machine:token:") == VALUES["token"]
