"""Hand-kept files are re-wrapped in their own text."""

from __future__ import annotations

import re

import pytest

from gitops_gen.errors import UserError
from gitops_gen.sops import age, document
from gitops_gen.sops.cipher import Cipher, Comment
from gitops_gen.sops.document import NeedsKey
from gitops_gen.sops.rewrap import rewrap
from gitops_gen.sops.rules import Rule
from gitops_gen.sops.update import encrypt
from tests.sops.files import ME, MINE, NAME, NOBODY, enc_of

OTHER = age.generate()
THEIRS = age.of(OTHER.private)
ALONE = Rule((ME.recipient,), ".*", mac_only_encrypted=False)
BOTH = Rule((ME.recipient, OTHER.recipient), "^unused$")
CLEAR = [{"bgp": "geheim", "list": ["a", "a", ""], "nest": {"token": {"deep": 5}}}, {"x": True}]


def source(rule: Rule = ALONE) -> str:
    """As `sops edit` leaves it: its block in every document, encrypted comments, blank lines, its own style."""
    text = encrypt(CLEAR, Rule(rule.recipients, ".*", mac_only_encrypted=False), name=NAME)
    key = document.data_key(document.parse(text, NAME), MINE)
    assert key is not None
    box = Cipher(key)
    text = text.replace("bgp:", f"#{box.seal(Comment(' head'), ':')}\n\nbgp:")
    text = text.replace(
        "nest:\n", f"nest:\n    #{box.seal(Comment(' inside'), 'nest:')}\n    # plain\n"
    )
    text = text.replace("deep:", f"#{box.seal(Comment(' deep'), 'nest:token:')}\n        deep:")
    text = text.replace("list:\n", f"list:\n    - {box.seal(Comment(' item'), 'list:')}\n")
    block = text[text.index("sops:\n") : text.index("\n---\n") + 1]
    return text + block


def shown(text: str) -> list[str]:
    """Every encrypted comment of the source, opened."""
    parsed = document.parse(text, NAME)
    key = document.data_key(parsed, MINE) or document.data_key(parsed, THEIRS)
    assert key is not None
    found = [one for one in enc_of(text) if one.endswith("type:comment]")]
    return [
        f"{Cipher(key).open(one, aad)}"
        for one, aad in zip(found, (":", "list:", "nest:", "nest:token:"), strict=True)
    ]


def test_nothing_to_do_is_the_same_text() -> None:
    text = source()
    result = rewrap(text, ALONE, NOBODY, name=NAME)
    assert (result.text, result.added, result.removed) == (text, (), ())


def test_a_recipient_added_changes_the_blocks_alone() -> None:
    text = source()
    result = rewrap(text, BOTH, MINE, name=NAME)
    assert (result.added, result.removed) == ((OTHER.recipient,), ())
    parsed = document.parse(result.text, NAME)
    assert document.recipients(parsed) == BOTH.recipients
    assert document.decrypt(parsed, THEIRS) == CLEAR
    assert parsed.metadata.age[0] == document.parse(text, NAME).metadata.age[0]
    assert parsed.metadata.selection.pattern == ".*"
    cut = re.compile(r"^    age:\n(?:        .*\n)+", re.MULTILINE)
    assert cut.sub("", result.text) == cut.sub("", text)
    assert result.text.count(OTHER.recipient) == text.count("\nsops:\n") == 2


def test_a_recipient_removed_replaces_every_ciphertext_in_its_place() -> None:
    text = rewrap(source(), BOTH, MINE, name=NAME).text
    result = rewrap(text, ALONE, MINE, name=NAME)
    assert (result.added, result.removed) == ((), (OTHER.recipient,))
    parsed = document.parse(result.text, NAME)
    assert document.recipients(parsed) == (ME.recipient,)
    assert document.decrypt(parsed, MINE) == CLEAR
    assert document.data_key(parsed, THEIRS) is None
    assert not set(enc_of(text)) & set(enc_of(result.text))
    assert shown(result.text) == shown(text) == [" head", " item", " inside", " deep"]
    blank = re.compile(r"ENC\[.*?\]")
    head = [one.partition("\nsops:")[0] for one in (text, result.text)]
    assert blank.sub("", head[0]) == blank.sub("", head[1])
    old = document.data_key(document.parse(text, NAME), MINE)
    assert document.data_key(parsed, MINE) != old


def test_one_added_and_one_removed_is_a_new_key_for_those_who_stay() -> None:
    third = age.generate()
    text = source(BOTH)
    result = rewrap(text, Rule((third.recipient, ME.recipient), "x"), MINE, name=NAME)
    assert (result.added, result.removed) == ((third.recipient,), (OTHER.recipient,))
    assert document.recipients(document.parse(result.text, NAME)) == (third.recipient, ME.recipient)
    assert document.decrypt(document.parse(result.text, NAME), age.of(third.private)) == CLEAR


def test_ones_own_key_may_be_the_one_that_goes() -> None:
    text = source(BOTH)
    result = rewrap(text, Rule((OTHER.recipient,), "x"), MINE, name=NAME)
    assert document.decrypt(document.parse(result.text, NAME), THEIRS) == CLEAR


def test_a_mac_over_encrypted_leaves_stays_one() -> None:
    text = encrypt([{"token": "x", "a": 1}], Rule(BOTH.recipients, "^token$"), name=NAME)
    result = rewrap(text, Rule((ME.recipient,), "x"), MINE, name=NAME)
    parsed = document.parse(result.text.replace("a: 1", "a: 2"), NAME)
    assert document.decrypt(parsed, MINE) == [{"token": "x", "a": 2}]
    assert parsed.metadata.mac_only_encrypted


def test_what_is_encrypted_elsewhere_stays_as_it_is() -> None:
    text = encrypt([{"token": "x", "a": "clear"}], Rule(BOTH.recipients, "^token$"), name=NAME)
    foreign = Cipher(bytes(32)).seal("z", "a:")
    text = text.replace("a: clear", f"a: {foreign}")
    result = rewrap(text, Rule((ME.recipient,), "x"), MINE, name=NAME)
    assert foreign in result.text


def test_line_ends_are_kept() -> None:
    text = source().replace("\n", "\r\n")
    result = rewrap(text, BOTH, MINE, name=NAME)
    assert result.text.count("\n") == result.text.count("\r\n")
    assert document.decrypt(document.parse(result.text, NAME), THEIRS) == CLEAR


def test_a_block_at_the_start_or_without_a_last_line_end() -> None:
    text = encrypt([{"a": "x"}], ALONE, name=NAME)
    head, block = text.split("sops:\n")
    for laid in (f"sops:\n{block}{head}", text.rstrip("\n"), f"sops:\n{block}# last\n{head}"):
        result = rewrap(laid, BOTH, MINE, name=NAME)
        assert document.decrypt(document.parse(result.text, NAME), THEIRS) == [{"a": "x"}]
        assert ("# last\n" in result.text) is ("# last\n" in laid)


def test_a_block_in_flow_style_cannot_be_patched() -> None:
    text = encrypt([{"a": "x"}], ALONE, name=NAME)
    parsed = document.parse(text, NAME)
    enc = parsed.metadata.age[0].enc.replace("\n", "\\n")
    flow = (
        f"a: {enc_of(text)[0]}\n"
        f'sops: {{age: [{{enc: "{enc}", recipient: {ME.recipient}}}], encrypted_regex: ".*",'
        f' lastmodified: "{parsed.metadata.lastmodified}", mac: "{parsed.metadata.mac}", version: 3.13.3}}\n'
    )
    assert document.decrypt(document.parse(flow, NAME), MINE) == [{"a": "x"}]
    with pytest.raises(UserError) as caught:
        rewrap(flow, BOTH, MINE, name=NAME)
    assert str(caught.value) == (
        f"{NAME}: its text is laid out so that it cannot be patched in place\n"
        "  fix: run `sops updatekeys` on it, or save it once with `sops edit`"
    )


def test_without_a_key_it_is_refused() -> None:
    with pytest.raises(NeedsKey, match="no key here opens it"):
        rewrap(source(), BOTH, NOBODY, name=NAME)


def test_a_source_whose_mac_is_broken_is_refused() -> None:
    with pytest.raises(UserError, match="its MAC does not hold"):
        rewrap(source().replace('lastmodified: "20', 'lastmodified: "19'), BOTH, MINE, name=NAME)


def test_keys_of_other_types_are_sops_affair() -> None:
    text = source().replace(
        "    version:", "    pgp:\n        - fp: AB\n          enc: x\n    version:"
    )
    with pytest.raises(UserError) as caught:
        rewrap(text, BOTH, MINE, name=NAME)
    assert (
        str(caught.value)
        == f"{NAME}: it has pgp keys beside age\n  fix: run `sops updatekeys` on it"
    )


def test_bad_recipients_are_all_told() -> None:
    with pytest.raises(UserError) as caught:
        rewrap(source(), Rule(("x", ME.recipient, "y"), ".*"), MINE, name=NAME)
    assert [one.message for one in caught.value.findings] == [
        'recipients: "x" is not an age or SSH recipient',
        'recipients: "y" is not an age or SSH recipient',
    ]
    with pytest.raises(UserError, match="there is no recipient to encrypt for"):
        rewrap(source(), Rule((), ".*"), MINE, name=NAME)
