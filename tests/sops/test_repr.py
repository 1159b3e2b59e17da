"""What a traceback or a debugger shows of a record holds no value."""

from __future__ import annotations

from gitops_gen.sops import age, cipher, document, leaves
from gitops_gen.sops.rules import Rule
from gitops_gen.sops.secret import Secret
from gitops_gen.sops.update import encrypt
from gitops_gen.sops.wanted import Wanted


def test_no_record_shows_a_value() -> None:
    identity = age.generate()
    rule = Rule((identity.recipient,), "^a$")
    clear = [{"a": "s3cret", "b": "clear"}]
    parsed = document.parse(encrypt(clear, rule, name="f"), "f")
    key = document.data_key(parsed, age.of(identity.private))
    assert key
    shown = [
        Secret("f#a", "ENC", "s3cret"),
        leaves.collect(clear, rule.selection)[0],
        document.open_leaves(parsed, cipher.Cipher(key)),
        Wanted.of(clear, rule, "", name="f"),
        age.of(identity.private),
        identity,
        parsed,
    ]
    text = repr(shown) + " ".join(map(str, shown)) + repr(tuple(shown))
    assert "s3cret" not in text
    assert identity.private not in text
    assert "Leaf(a)" in text
    assert "Opened(2 leaves)" in text
    assert "Wanted(f)" in text
    assert "Secret(f#a, ***)" in text
