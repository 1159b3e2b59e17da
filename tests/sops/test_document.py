"""Encrypted files are read, verified and refused as in sops."""

from __future__ import annotations

import re

import pytest

from gitops_gen.errors import UserError
from gitops_gen.records import replaced
from gitops_gen.sops import age, document
from gitops_gen.sops.cipher import Cipher, Comment
from gitops_gen.sops.document import NeedsKey
from gitops_gen.sops.metadata import Wrapped
from gitops_gen.sops.rules import Rule
from gitops_gen.sops.update import encrypt
from tests.sops.files import ME, MINE, NAME, NOBODY, VALUES, clear, documents, enc_of, made

ALL = Rule((ME.recipient,), ".*", mac_only_encrypted=False)


def problems(text: str, keys: age.Identities = MINE) -> list[str]:
    with pytest.raises(UserError) as caught:
        document.decrypt(document.parse(text, NAME), keys)
    found = [f"{one.location}: {one.message}" for one in caught.value.findings]
    if "cannot be decrypted" in found[0] or "its MAC" in found[0]:
        assert {one.fix for one in caught.value.findings} == {
            "restore the file from Git; change values only with `sops edit`"
        }
    for value in VALUES.values():
        assert value.strip() not in str(caught.value)
    return [message.removeprefix(f"{NAME}: ") for message in found]


def inserted(text: str, name: str, value: str) -> str:
    """The file with one more leaf in its first document."""
    return text.replace("machine:\n", f"{name}: {value}\nmachine:\n", 1)


def test_what_a_file_shows_without_a_key() -> None:
    text = made()
    parsed = document.parse(text, NAME)
    assert repr(parsed) == f"Encrypted({NAME})"
    assert document.recipients(parsed) == (ME.recipient,)
    selected = {leaf.name: leaf.value for leaf in parsed.leaves if leaf.selected}
    assert list(selected) == [
        "machine.token",
        "cluster.ca.key",
        "document 3: environment[0]",
        "document 3: environment[1]",
    ]
    assert list(selected.values()) == enc_of(text)
    assert parsed.documents[1] == {"kind": "HostnameConfig", "name": "cp1"}
    assert all("sops" not in body for body in parsed.documents)
    assert document.data_key(parsed, MINE) is not None
    assert document.data_key(parsed, NOBODY) is None
    assert document.data_key(parsed, age.of(age.generate().private)) is None


def test_the_data_key_is_found_behind_other_recipients() -> None:
    other = age.generate()
    rule = Rule((other.recipient, ME.recipient), ".*")
    parsed = document.parse(encrypt([{"a": "x"}], rule), NAME)
    assert document.decrypt(parsed, MINE) == [{"a": "x"}]
    key = document.data_key(parsed, MINE)
    assert key is not None
    assert document.decrypt_with(parsed, Cipher(key)) == [{"a": "x"}]


def test_a_file_is_decrypted_if_a_key_opens_it() -> None:
    parsed = document.parse(encrypt([{"a": "x"}], ALL), NAME)
    assert document.decrypt_if_open(parsed, MINE) == [{"a": "x"}]
    assert document.decrypt_if_open(parsed, NOBODY) is None


@pytest.mark.parametrize("size", [0, 16, 31, 33])
def test_what_is_no_data_key_opens_nothing(size: int) -> None:
    parsed = document.parse(made(), NAME)
    wrapped = Wrapped(ME.recipient, age.wrap(bytes(size), ME.recipient))
    forged = replaced(parsed, metadata=replaced(parsed.metadata, age=(wrapped,)))
    assert document.data_key(forged, MINE) is None
    assert document.data_key(forged, MINE) is None


def test_no_key_says_for_whom_it_is_and_what_was_in_the_way() -> None:
    parsed = document.parse(made(), NAME)
    with pytest.raises(NeedsKey) as caught:
        document.decrypt(
            parsed, age.Identities(broken=("x is broken",), ignored=("SOPS_AGE_KEY_CMD",))
        )
    (finding,) = caught.value.findings
    assert finding.message == (
        f"no key here opens it; it is encrypted for {ME.recipient}"
        " (x is broken; SOPS_AGE_KEY_CMD is set, but gitops-gen never runs commands)"
    )
    assert finding.fix == "set SOPS_AGE_KEY_FILE, or ask someone who holds one of these keys"
    assert problems(made(), NOBODY) == [f"no key here opens it; it is encrypted for {ME.recipient}"]


def test_keys_of_other_types_do_not_keep_age_from_opening_it() -> None:
    text = made().replace(
        "    version:", "    pgp:\n        - fp: AB\n          enc: x\n    version:"
    )
    assert clear(text)[0]["machine"]["token"] == VALUES["token"]
    assert problems(text, NOBODY)[0].endswith(f"{ME.recipient}, pgp keys")


def test_comments_in_lists_are_dropped_and_not_part_of_the_mac() -> None:
    text = encrypt([{"a": ["x", "y"]}], ALL)
    key = document.data_key(document.parse(text, NAME), MINE)
    assert key is not None
    comment = Cipher(key).seal(Comment(" why"), "a:")
    with_comment = text.replace("a:\n", f"a:\n    - {comment}\n", 1)
    assert clear(with_comment) == [{"a": ["x", "y"]}]


def test_a_comment_in_place_of_a_value_is_refused() -> None:
    text = made()
    broken = text.replace(enc_of(text)[0], enc_of(text)[0].replace("type:str", "type:comment"))
    assert problems(broken) == [
        "machine.token cannot be decrypted: it is a comment where a value must stand"
    ]


def test_a_list_item_turned_into_a_comment_breaks_the_mac() -> None:
    text = made()
    broken = text.replace(enc_of(text)[2], enc_of(text)[2].replace("type:str", "type:comment"))
    assert problems(broken) == [
        "its MAC does not hold: a value was changed, moved or removed without the key"
    ]


def test_every_leaf_that_does_not_open_is_named_at_once() -> None:
    text = made()
    a, b = enc_of(text)[:2]
    broken = text.replace(a, "@").replace(b, "plain").replace("@", b)
    assert problems(broken) == [
        "machine.token cannot be decrypted: it was not encrypted for this place with this file's key",
        "cluster.ca.key cannot be decrypted: it is plain text where an ENC[...] value must stand",
    ]
    assert problems(text.replace(a, "5")) == [
        "machine.token cannot be decrypted: it is a plain value where an ENC[...] text must stand"
    ]


@pytest.mark.parametrize(
    "change",
    [
        lambda text: re.sub(r"\n    token: ENC.*", "", text),
        lambda text: text.replace(enc_of(text)[2], '""'),
        lambda text: text.replace(enc_of(text)[2], enc_of(text)[3]),
        lambda text: text.replace('lastmodified: "20', 'lastmodified: "19'),
        lambda text: text.replace("mac_only_encrypted: true", "mac_only_encrypted: false"),
    ],
)
def test_a_broken_mac_is_refused(change: object) -> None:
    assert callable(change)
    assert problems(change(made())) == [
        "its MAC does not hold: a value was changed, moved or removed without the key"
    ]


def test_a_mac_over_all_leaves_covers_clear_ones() -> None:
    rule = Rule((ME.recipient,), "^a$", mac_only_encrypted=False)
    text = encrypt([{"a": "x", "b": 1, "c": None}], rule)
    assert clear(text) == [{"a": "x", "b": 1, "c": None}]
    assert problems(text.replace("b: 1", "b: 2"))
    assert clear(text.replace("c: null\n", "")) == [{"a": "x", "b": 1}]


def test_a_clear_mac_is_refused_by_shape() -> None:
    assert problems(re.sub(r"\n    mac: .*", "\n    mac: AB", made())) == [
        "sops cannot read this file: mac is missing or not encrypted"
    ]


def test_conflict_markers_are_told_with_their_line() -> None:
    text = made().replace(
        "kind: HostnameConfig", "<<<<<<< ours\nkind: x\n=======\nkind: y\n>>>>>>> b"
    )
    line = text[: text.index("<<<")].count("\n") + 1
    assert problems(text) == [f"{NAME}:{line}:1: the file holds merge conflict markers"]
    with pytest.raises(UserError, match="fix: resolve the merge"):
        document.parse(text, NAME)
    assert document.conflict_line("a: <<<<<<< b\n") is None
    assert document.conflict_line("a\n<<<<<<< b") == 2
    assert document.conflict_line("<<<<<< b") is None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "a file for sops holds mappings"),
        ("# x\n", "a file for sops holds mappings"),
        ("- a\n", "a file for sops holds mappings"),
        ("a: 1\n---\n- b\n", "a file for sops holds mappings"),
        ("a: 1\n", "the file is not encrypted: its first document has no sops block"),
        ("---\n---\nsops: {}\n", "the file is not encrypted: its first document has no sops block"),
        ("sops: x\n", "sops cannot read this file: the sops block is not a mapping"),
    ],
)
def test_what_is_no_encrypted_file(text: str, message: str) -> None:
    assert problems(text) == [message]
    with pytest.raises(UserError) as caught:
        document.parse(text, NAME)
    (finding,) = caught.value.findings
    fix = "restore it from Git"
    if "not encrypted" in message:
        fix += ", or encrypt it with `sops encrypt -i`"
    assert finding.fix == fix


def test_empty_documents_are_empty_mappings() -> None:
    text = encrypt([{"a": "x"}, {}, {"b": 1}], ALL)
    assert clear(text) == [{"a": "x"}, {}, {"b": 1}]
    assert clear(text.replace("{}", "")) == [{"a": "x"}, {}, {"b": 1}]


def test_only_the_first_block_counts() -> None:
    text = made() + "sops: anything\n"
    assert "sops" not in clear(text)[2]


def test_a_rule_outside_the_patterns_is_refused_with_its_reason() -> None:
    text = re.sub("encrypted_regex: .*", "encrypted_regex: (?=a)", made())
    with pytest.raises(UserError) as caught:
        document.parse(text, NAME)
    assert str(caught.value) == (
        f'{NAME}: encrypted_regex uses the group "(?=a"\n  fix: use the real sops for it'
    )


def test_documents_are_copies() -> None:
    parsed = document.parse(made(documents()), NAME)
    document.decrypt(parsed, MINE)[1]["name"] = "changed"
    assert parsed.documents[1]["name"] == "cp1"
