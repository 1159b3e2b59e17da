"""The real sops reads what we write, we read what it writes, and both refuse the same files."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest

from gitops_gen.errors import UserError
from gitops_gen.sops import age, document, patterns
from gitops_gen.sops.metadata import VERSION
from gitops_gen.sops.rewrap import rewrap
from gitops_gen.sops.rules import CreationRule, Rule, creation_rules, match
from gitops_gen.sops.secret import Secret
from gitops_gen.sops.update import encrypt, update
from gitops_gen.yamlio import write
from tests.sops import samples
from tests.support.ledger import proved
from tests.support.tools import oracle, version

JUDGE = f"sops {version('sops')}"
ME, OTHER = age.generate(), age.generate()
MINE, THEIRS, NOBODY = age.of(ME.private), age.of(OTHER.private), age.Identities()
REGEXES = (".*", "^(data|stringData)$", "token", "^$", "e", "^(a|key)$")
SELECTORS: tuple[dict[str, str], ...] = (
    {"encrypted_regex": "^(data|stringData|token)$"},
    {"encrypted_regex": ".*"},
    {"unencrypted_regex": "^(data|b)"},
    {"encrypted_suffix": "a"},
    {"unencrypted_suffix": "_unencrypted"},
)
ENC = re.compile(r"ENC\[[^\]\s]*,type:[a-z]+\]")


def ask(cases: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return oracle("sops").ask(cases)


def decrypted(texts: list[str], key: str = ME.private) -> list[dict[str, Any]]:
    return ask([{"op": "decrypt", "text": text, "key": key} for text in texts])


def ours(text: str, keys: age.Identities = MINE) -> list[list[dict[str, Any]]]:
    """What we decrypt, as the oracle prints it."""
    return [samples.leaves(body) for body in document.decrypt(document.parse(text, "x"), keys)]


def ours_or_none(text: str) -> list[list[dict[str, Any]]] | None:
    try:
        return ours(text)
    except UserError:
        return None


def made(seeds: range) -> Iterator[tuple[list[dict[str, Any]], str]]:
    for seed in seeds:
        rng = Random(seed)
        documents = samples.documents(rng)
        rule = Rule((ME.recipient,), rng.choice(REGEXES), rng.random() < 0.5)
        yield documents, encrypt(documents, rule, "Header.", name="x")


def theirs(seeds: range) -> list[str]:
    """Files that sops encrypted from hand-written texts with comments."""
    cases = []
    for seed in seeds:
        rng = Random(seed)
        cases.append(
            {
                "op": "encrypt",
                "text": samples.text(rng),
                "recipients": [ME.recipient],
                "mac_only_encrypted": rng.random() < 0.5,
                "indent": rng.choice((2, 4)),
                **rng.choice(SELECTORS),
            }
        )
    answers = ask(cases)
    assert [one.get("error") for one in answers] == [None] * len(cases)
    return [one["text"] for one in answers]


def prove_reading(seeds: range) -> int:
    files = list(made(seeds))
    for (documents, text), verdict in zip(files, decrypted([t for _, t in files]), strict=True):
        expected = [samples.leaves(body) for body in documents]
        assert verdict.get("error") is None, text
        assert verdict["leaves"] == expected
        assert ours(text) == expected
    return len(files)


def prove_writing(seeds: range) -> int:
    texts = theirs(seeds)
    for text, verdict in zip(texts, decrypted(texts), strict=True):
        assert verdict.get("error") is None
        assert ours(text) == [leaves or [] for leaves in verdict["leaves"]]
    return len(texts)


def test_sops_decrypts_what_we_encrypt() -> None:
    proved("sops-reads-ours", prove_reading(range(550)), judge=JUDGE)


def test_we_decrypt_what_sops_encrypts() -> None:
    proved("we-read-sops", prove_writing(range(550)), judge=JUDGE)


def test_an_empty_comment_behind_a_list_is_an_item_for_sops_alone() -> None:
    """sops decrypts it to "", which is no comment any more; it adds nothing to the MAC."""
    text = "a:\n  b:\n    key:\n      -\n    #\n  c:\n    - x\n"
    asked = {"op": "encrypt", "text": text, "recipients": [ME.recipient], "encrypted_regex": ".*"}
    (answer,) = ask([asked])
    (verdict,) = decrypted([answer["text"]])
    assert [leaf["type"] for leaf in verdict["leaves"][0]] == ["null", "string", "string"]
    assert [leaf["type"] for leaf in ours(answer["text"])[0]] == ["null", "string"]
    proved("sops-file-forms", 1, judge=JUDGE)


@pytest.mark.deep
def test_both_ways_at_volume() -> None:
    proved("sops-both-ways-at-volume", prove_reading(range(1000, 5000)), judge=JUDGE)
    proved("sops-both-ways-at-volume", prove_writing(range(1000, 5000)), judge=JUDGE)


# Where go-yaml writes what some reader takes for something else, we write it otherwise.
_UNSAFE = re.compile(r"[\u2028\u2029]|\A[ \n]|\A(?:=|<<)\Z")


def safe(node: Any) -> bool:
    """Whether a document holds nothing that we write otherwise than sops on purpose."""
    if isinstance(node, dict):
        return all(safe(key) and safe(one) for key, one in node.items())
    if isinstance(node, list):
        return all(map(safe, node))
    if isinstance(node, float):
        return not node.is_integer()
    return not (isinstance(node, str) and "\n" in node + "\n" and _UNSAFE.search(node))


def masked(text: str) -> str:
    text = re.sub(r"(data|iv|tag):[^,\]]+", r"\1:", text)
    text = re.sub(r"(-----BEGIN[^-]*-----\n)(?:.*\n)+?( *-----END)", r"\1\2", text)
    return re.sub(r'lastmodified: ".*"', "lastmodified", text)


def test_our_text_is_what_sops_would_write() -> None:
    """Ciphertext, keys and time masked: so `sops edit` is no whole-file diff."""
    bodies = [samples.mapping(Random(seed), 0) for seed in range(1200)]
    bodies = [body for body in bodies if body and safe(body)]
    rule = Rule((ME.recipient,), "^(data|token)$")
    verdicts = ask(
        [
            {
                "op": "encrypt",
                "text": write.dump([body], indent=4, header="Header."),
                "recipients": [ME.recipient],
                "encrypted_regex": rule.encrypted_regex,
                "mac_only_encrypted": True,
            }
            for body in bodies
        ]
    )
    for body, verdict in zip(bodies, verdicts, strict=True):
        assert masked(encrypt([body], rule, "Header.", name="x")) == masked(verdict["text"])
    assert version("sops") == VERSION
    proved("sops-style", len(bodies), judge=JUDGE)


# Keyless edits, tampering


KEYLESS = Rule((ME.recipient,), "^(data|stringData|token|key)$")


def with_secrets(node: Any, hit: bool = False) -> Any:
    """The document with every text under a secret name as a `Secret`."""
    if isinstance(node, dict):
        return {
            key: with_secrets(one, hit or KEYLESS.selection.hits(key)) for key, one in node.items()
        }
    if isinstance(node, list):
        return [with_secrets(one, hit) for one in node]
    if hit and isinstance(node, str):
        return Secret("source#x", f"ENC[{len(node)}]" if node else "", str(node))
    return node


def blind(node: Any) -> Any:
    """The same without the values."""
    if isinstance(node, dict):
        return {key: blind(one) for key, one in node.items()}
    if isinstance(node, list):
        return [blind(one) for one in node]
    return Secret(node.source, node.ciphertext, None) if isinstance(node, Secret) else node


def edited(documents: list[dict[str, Any]], rng: Random) -> list[dict[str, Any]]:
    """Clear leaves changed, added and removed, whole clear documents too."""
    out = copy.deepcopy(documents)
    body = rng.choice(out)
    clear = [key for key in body if not KEYLESS.selection.hits(key)]
    plain = [key for key in clear if not isinstance(body[key], dict | list)]
    if plain and rng.random() < 0.7:
        body[rng.choice(plain)] = samples.value(rng, 9)
    if plain and rng.random() < 0.2:
        del body[rng.choice(plain)]
    body["new label"] = samples.value(rng, 9)
    if rng.random() < 0.3:
        out.insert(rng.randint(0, len(out)), {"kind": "Clear", "n": rng.randint(0, 9)})
    return out


def unwrapped(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: unwrapped(one) for key, one in node.items()}
    if isinstance(node, list):
        return [unwrapped(one) for one in node]
    return node.value if isinstance(node, Secret) else node


def test_keyless_edits_decrypt() -> None:
    texts, expected = [], []
    for seed in range(300):
        rng = Random(seed)
        documents = [with_secrets(one) for one in samples.documents(rng)]
        documents[0]["data"] = {"password": Secret("s#p", "ENC[p]", "secret of a good length")}
        first = update(None, documents, KEYLESS, "Header.", NOBODY, name="x").text
        changed = edited(documents, rng)
        result = update(first, blind(changed), KEYLESS, "Header.", NOBODY, name="x")
        assert result.why == ""
        assert sorted(ENC.findall(result.text)) == sorted(ENC.findall(first))
        texts.append(result.text)
        expected.append([samples.leaves(unwrapped(body)) for body in changed])
    for text, leaves, verdict in zip(texts, expected, decrypted(texts), strict=True):
        assert verdict.get("error") is None
        assert verdict["leaves"] == leaves
        assert ours(text) == leaves
    proved("sops-keyless-edits", len(texts), judge=JUDGE)


def tampered(text: str, older: str, rng: Random) -> Iterator[str]:
    """One ciphertext swapped, moved, deleted, emptied, rolled back, opened; the MAC and time touched."""
    head = text.partition("\nsops:\n")[0]
    a, b = rng.sample(sorted(set(ENC.findall(head))), 2)
    yield text.replace(a, "@").replace(b, a).replace("@", b)
    yield text.replace(a, b)
    yield re.sub(rf"\n *[^\n]*{re.escape(a)}", "", text, count=1)
    yield text.replace(a, '""')
    yield text.replace(a, "plain")
    yield text.replace(a, ENC.findall(older)[0])
    yield text.replace(a, a.replace("type:str", "type:comment"))
    yield re.sub(r"mac: ENC\[.*", lambda _: "mac: " + a, text)
    yield re.sub(r'lastmodified: "20', 'lastmodified: "19', text)
    yield text.replace("mac_only_encrypted: true", "mac_only_encrypted: false")


def test_tampering_is_detected_by_both() -> None:
    cases = []
    for seed in range(40):
        rng = Random(seed)
        body: dict[str, Any] = {"data": {key: samples.noise(rng) for key in "abcd"}, "clear": 1}
        body["data"]["list"] = [f"{samples.noise(rng)}{at}" for at in range(3)]
        older = encrypt([body], KEYLESS, name="x")
        body["data"]["a"] += "changed"
        text = encrypt([body], KEYLESS, name="x")
        assert ours(text)
        cases += [bad for bad in tampered(text, older, rng) if bad != text]
    verdicts = decrypted(cases)
    accepted = [
        (v.get("error"), c) for v, c in zip(verdicts, cases, strict=True) if not v.get("error")
    ]
    assert accepted == []
    for text in cases:
        with pytest.raises(UserError):
            ours(text)
    proved("sops-tampering", len(cases), judge=JUDGE)


def test_a_changed_clear_leaf_is_seen_by_both_where_the_mac_covers_it() -> None:
    """And by neither where it does not."""
    cases = []
    for only_encrypted in (True, False):
        for seed in range(20):
            body = {"data": samples.noise(Random(seed)) + ".", "clear": seed}
            rule = Rule((ME.recipient,), KEYLESS.encrypted_regex, only_encrypted)
            text = encrypt([body], rule, name="x").replace(
                f"clear: {seed}\n", f"clear: {seed + 1}\n"
            )
            cases.append((only_encrypted, text))
    for (accepted, text), verdict in zip(cases, decrypted([t for _, t in cases]), strict=True):
        assert (verdict.get("error") is None) is accepted
        assert (ours_or_none(text) is not None) is accepted
    proved("sops-tampering", len(cases), judge=JUDGE)


REFUSED = (
    "a: 1\n",
    "",
    "# only a comment\n",
    "- a\n",
    "text\n",
    "1: x\nsops: {}\n",
    "a: 18446744073709551615\nsops: {}\n",
    "sops: text\n",
    "sops: {}\n",
    "a: [\n",
)


def broken_blocks(text: str) -> Iterator[str]:
    yield from REFUSED
    yield re.sub(r'lastmodified: "(.*)"', r"lastmodified: \1", text)
    yield re.sub(r"\n *lastmodified: .*", "", text)
    yield re.sub(r"\n *mac: .*", "", text)
    yield re.sub(r"\n *version: .*", "", text)
    yield re.sub(r"version: .*", "version: '3.7'", text)
    yield re.sub(r"(?s)    age:.*?(\n    encrypted_regex)", r"    age: []\1", text)
    yield re.sub(r"encrypted_regex: .*", "encrypted_regex: x\n    encrypted_suffix: y", text)
    yield text.replace("clear: 1", "clear: 1\nclear: 2")
    yield text.replace("clear: 1", "2020-01-01: 1")
    yield text.replace("clear: 1", "clear: 18446744073709551615")


def good_blocks(text: str) -> Iterator[str]:
    yield text
    yield re.sub(r"version: .*", "version: 99.0.0", text)
    yield re.sub(r"version: .*", "version: 3.7.1", text)
    yield text.replace("    version:", "    kms: []\n    pgp: []\n    unknown: 1\n    version:")
    yield re.sub(r'lastmodified: "(.*)Z"', r'lastmodified: "\1.5Z"', text)
    yield re.sub(r'lastmodified: "(.*)Z"', r'lastmodified: "\1+00:00"', text)
    yield text.replace("\n", "\r\n")
    yield "\ufeff" + text
    head, block = text.split("\nsops:\n")
    yield "sops:\n" + block.rstrip("\n") + "\n" + head + "\n"
    yield text.replace(
        "-----END AGE ENCRYPTED FILE-----\n          recipient",
        "-----END AGE ENCRYPTED FILE-----\n          unknown",
    )


def test_the_same_files_are_refused_and_taken() -> None:
    text = encrypt([{"data": "x", "clear": 1}], KEYLESS, name="x")
    bad, good = list(broken_blocks(text)), list(good_blocks(text))
    for one, verdict in zip(bad, decrypted(bad), strict=True):
        assert verdict.get("error"), one
        assert ours_or_none(one) is None, one
    for one, verdict in zip(good, decrypted(good), strict=True):
        assert verdict.get("error") is None, one
        assert ours(one) == verdict["leaves"]
    proved("sops-file-forms", len(bad) + len(good), judge=JUDGE)


def test_filestatus_says_encrypted() -> None:
    texts = [text for _, text in made(range(30))]
    assert all(one["encrypted"] for one in ask([{"op": "filestatus", "text": t} for t in texts]))
    proved("sops-file-forms", len(texts), judge=JUDGE)


# What sops edit leaves behind


def test_what_sops_edit_saves_is_normalised() -> None:
    firsts, cases, plains = [], [], []
    for seed in range(60):
        rng = Random(seed)
        documents = [with_secrets(one) for one in samples.documents(rng) if safe(one)] or [{"a": 1}]
        documents[0]["data"] = {"password": Secret("s#p", "ENC[p]", "secret of a good length")}
        first = update(None, documents, KEYLESS, "Header.", NOBODY, name="x").text
        plain = [unwrapped(body) for body in documents]
        plain[0]["label"] = "by hand"
        firsts.append((documents, first))
        plains.append(plain)
        header = first.partition("\n")[0].removeprefix("# ")
        new = write.dump(plain, indent=4, header=header)
        cases.append({"op": "edit", "text": first, "plain": new, "key": ME.private})
    for (documents, first), plain, verdict in zip(firsts, plains, ask(cases), strict=True):
        assert verdict.get("error") is None
        saved = verdict["text"]
        assert saved.count("\nsops:\n") == len(documents)
        assert ours(saved) == [samples.leaves(body) for body in plain]
        for keys, known in ((NOBODY, blind(documents)), (MINE, documents)):
            result = update(saved, known, KEYLESS, "Header.", keys, name="x")
            assert (result.why, result.healed) == ("", ())
            assert lines(result.text) == lines(first)
            assert result.text.count("\nsops:\n") == 1
    proved("sops-edit-normalised", len(cases), judge=JUDGE)


def lines(text: str) -> list[str]:
    """The clear lines of a file, its block and header aside."""
    head = re.sub(r"\nsops:\n(?: .*\n)*", "\n", text)
    return [line for line in head.split("\n") if "ENC[" not in line]


# Re-wrapping hand-kept files


def rewrapped(texts: list[str], have: Rule, want: Rule) -> list[str]:
    out = []
    for text in texts:
        result = rewrap(text, want, MINE, name="x")
        assert result.added == tuple(set(want.recipients) - set(have.recipients))
        assert result.removed == tuple(set(have.recipients) - set(want.recipients))
        out.append(result.text)
    return out


def shown(verdict: dict[str, Any]) -> str:
    """What sops decrypts; it moves some comments while encrypting and then cannot read them itself."""
    return ENC.sub("ENC", verdict["text"])


def test_rewrapping_keeps_values_and_comments() -> None:
    one = Rule((ME.recipient,), ".*")
    both = Rule((ME.recipient, OTHER.recipient), ".*")
    texts = theirs(range(5000, 5120))
    before = [shown(verdict) for verdict in decrypted(texts)]
    wide = rewrapped(texts, one, both)
    assert [shown(verdict) for verdict in decrypted(wide, OTHER.private)] == before
    for old, new in zip(texts, wide, strict=True):
        assert ENC.findall(old) == ENC.findall(new)
    narrow = rewrapped(wide, both, one)
    assert [shown(verdict) for verdict in decrypted(narrow)] == before
    assert all(verdict["error"] for verdict in decrypted(narrow, OTHER.private))
    for old, new in zip(wide, narrow, strict=True):
        assert not set(ENC.findall(old)) & set(ENC.findall(new))
    proved("sops-rewrap", len(wide) + len(narrow), judge=JUDGE)


# Rules


CONFIG = """
creation_rules:
    - path_regex: ^clusters/lab/talos/.*\\.sops\\.ya?ml$
      encrypted_regex: ^(token|key)$
      mac_only_encrypted: true
      age: {me}
    - path_regex: credentials\\.sops\\.yaml
      age: {me}, {other},
    - path_regex: (?:^|/)secret-\\d+
      encrypted_suffix: _enc
      age:
        - {other}
        - {me},{other}
    - path_regex: "[a-c]+/x"
      key_groups:
        - age: [{me}, {other}, {me}]
    - path_regex: '^a b/'
      unencrypted_regex: ^kind$
      age: >-
        {me},
        {other}
    - path_regex: \\.last$
      age: {other}
"""
PATHS = (
    "clusters/lab/talos/a.sops.yaml", "clusters/lab/talos/a.sops.yml", "clusters/lab/talos/a.sops.yaml.bak",
    "x/clusters/lab/talos/a.sops.yaml", "credentials.sops.yaml", "deep/er/credentials.sops.yaml", "secret-1",
    "x/secret-22.yaml", "xsecret-1", "secret-x", "abc/x", "abd/x/y", "d/x", "a b/c", "x/a b/c", "f.last",
    "f.last.yaml", "none", "credentials.sops.yaml.last",
)  # fmt: skip


def spelt(rule: CreationRule) -> dict[str, Any]:
    fields = ("encrypted_regex", "unencrypted_regex", "encrypted_suffix", "unencrypted_suffix")
    chosen = {rule.selection.field: rule.selection.pattern}
    if chosen == {"unencrypted_suffix": "_unencrypted"}:
        chosen = {}
    return {
        "groups": 1,
        "recipients": list(rule.recipients),
        "mac_only_encrypted": rule.mac_only_encrypted,
        **{field: chosen.get(field, "") for field in fields},
    }


def test_creation_rules_match_as_in_sops() -> None:
    text = CONFIG.format(me=ME.recipient, other=OTHER.recipient).replace("\\\\", "\\")
    every = text + f"    - age: {ME.recipient}\n"
    for config in (text, every, "creation_rules: []\n"):
        rules = creation_rules(config, ".sops.yaml")
        verdicts = ask([{"op": "rule", "text": config, "path": path} for path in PATHS])
        for path, verdict in zip(PATHS, verdicts, strict=True):
            found = match(rules, path)
            if found is None:
                assert "no matching creation rules found" in verdict["error"]
            else:
                assert verdict["rule"] == spelt(found), path
    proved("sops-creation-rules", 3 * len(PATHS), judge=JUDGE)


ALPHABET = [
    "a",
    "b",
    "^",
    "$",
    ".",
    "*",
    "+",
    "?",
    "|",
    "(",
    ")",
    "[",
    "]",
    "-",
    "\\d",
    "\\w",
    "\\.",
    "{2}",
    "^(",
    ")$",
]
WORDS = (
    "a",
    "b",
    "ab",
    "aab",
    "a.b",
    "a-b",
    "1",
    "a1",
    "",
    "-",
    "aa",
    "é",
    "a b",
    "a\nb",
    "ab\n",
    "A",
    "_",
    "^",
)
PATTERNS = (
    "^(data|stringData)$", "(?i)^A", "(?i)[a-c]\\b", "a$", "^$", "\\Aab\\z", "[^a]", "[]a]", "[a-]",
    "[-a]", "\\D", "\\W", "\\s", "\\S", "[\\d_]", "[\\w.]", "a{1,2}b", "a{1,}", "a+?b", "\\-",
    "\\_", "(?:a|b)+$", "é", "\\t", "\\n", "a\\B", "[\\s]", "\\x41", "\\Q.\\E", "[[:alpha:]]",
    "(?=a)", "(?<!a)b", "(a)\\1", "a\\Z", "a*+", "(?P<n>a)", "\\pL", "a{1001}", "a**", "{", "a{,2}",
    "(", "[", "*a", "[b-a]", "[\\D]", "[a-\\d]", "\\", "(?s).", "(?>a)", "(?i)(?=a)", "[a--]",
)  # fmt: skip


def test_patterns_match_as_in_re2() -> None:
    """What we take matches as in sops; what RE2 refuses (and sops then ignores), we refuse."""
    rng = Random(8)
    some = ["".join(rng.choice(ALPHABET) for _ in range(rng.randint(1, 7))) for _ in range(2400)]
    taken = []
    for pattern in [*PATTERNS, *some]:
        try:
            taken.append((pattern, patterns.compiled(pattern)))
        except patterns.PatternError:
            continue
    text = write.dump([{f"{at}": {word: "x"} for at, word in enumerate(WORDS)}])
    base = {"op": "encrypt", "text": text, "recipients": [ME.recipient]}
    verdicts = ask([{**base, "encrypted_regex": pattern} for pattern, _ in taken if pattern])
    for (pattern, compiled), verdict in zip(taken, verdicts, strict=True):
        rows = document.parse(verdict["text"], "x").documents[0]
        hits = [next(iter(row.values())).startswith("ENC[") for row in rows.values()]
        expected = [
            any(compiled.search(key) for key in (f"{at}", word)) for at, word in enumerate(WORDS)
        ]
        assert hits == expected, pattern
    refused = set(PATTERNS) - {pattern for pattern, _ in taken}
    assert len(refused) == 26, sorted(refused)
    proved("sops-patterns", len(taken), judge=JUDGE)
