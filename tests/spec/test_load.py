"""Files that are no spec, and secrets that stand in one: what is said, and what is never shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from gitops_gen.errors import UserError
from gitops_gen.spec import load
from tests.spec import tweak

NAME = tweak.NAME
KEY = "-----BEGIN " + "RSA PRIVATE KEY-----"
AGE = "AGE-SECRET-" + "KEY-1" + "Q" * 58


def said(file: Path) -> list[str]:
    with pytest.raises(UserError) as raised:
        load.load(file, NAME)
    return [str(finding) for finding in raised.value.findings]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", [f"{NAME}: the file is empty\n  fix: it must hold one YAML document"]),
        (
            b"# only\n# words\n",
            [f"{NAME}: the file is empty\n  fix: it must hold one YAML document"],
        ),
        (b"---\n~\n---\n", [f"{NAME}: the file is empty\n  fix: it must hold one YAML document"]),
        (
            b"- a\n- b\n",
            [
                f"{NAME}:1:1: the spec: must be a mapping\n"
                "  fix: write a mapping, one field a line: `name: ...`"
            ],
        ),
        (
            b"\nvtalos\n",
            [
                f"{NAME}:2:1: the spec: must be a mapping\n"
                "  fix: write a mapping, one field a line: `name: ...`"
            ],
        ),
        (
            b"name: a\n---\nname: b\n",
            [
                f"{NAME}:3:1: the file holds 2 YAML documents, one is expected\n"
                "  fix: keep one; the others belong in files of their own"
            ],
        ),
        (
            b"name: caf\xe9\n",
            [
                f"{NAME}:1:10: the file is not UTF-8: byte 0xe9 at offset 9\n"
                "  fix: save it as UTF-8; binary content belongs in base64"
            ],
        ),
        (
            b"name: a\nname: b\nnetwork:\n  vip: c\n  vip: d\n",
            [
                f'{NAME}:2:1: the key "name" stands twice\n'
                f"  see also {NAME}:1:1\n  fix: keep one of them",
                f'{NAME}:5:3: the key "vip" stands twice\n'
                f"  see also {NAME}:4:3\n  fix: keep one of them",
            ],
        ),
    ],
)
def test_what_is_no_spec_is_said(content: bytes, expected: list[str], tmp_path: Path) -> None:
    file = tmp_path / "cluster.yaml"
    file.write_bytes(content)
    assert said(file) == expected


def test_a_tab_for_indentation_has_a_place(tmp_path: Path) -> None:
    file = tmp_path / "cluster.yaml"
    file.write_text("name: a\nnetwork:\n\tvip: b\n")
    (one,) = said(file)
    assert one.startswith(f"{NAME}:3:1: ")


def test_a_missing_file_a_folder_and_a_closed_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert said(tmp_path / "cluster.yaml") == [
        f"{NAME}: there is no such spec\n  fix: gitops-gen init NAME"
    ]
    assert said(tmp_path) == [
        f"{NAME}: the spec is a folder, not a file\n"
        "  fix: name the folder's cluster.yaml, or rename the folder"
    ]

    def closed(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", closed)
    assert said(tmp_path / "cluster.yaml") == [
        f"{NAME}: the spec cannot be read: Permission denied\n"
        "  fix: look at its owner and its permissions"
    ]


def test_a_file_below_a_file_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("")
    (one,) = said(tmp_path / "x" / "cluster.yaml")
    assert one.startswith(f"{NAME}: the spec cannot be read: Not a directory")


def test_a_spec_has_places(tmp_path: Path) -> None:
    file = tmp_path / "cluster.yaml"
    file.write_text(tweak.BASE)
    loaded = load.load(file, NAME)
    assert loaded.spec.name == "vtalos"
    assert loaded.name == NAME
    line = tweak.BASE.splitlines().index("  vip: 192.168.42.210") + 1
    assert str(loaded.at("network", "vip")) == f"{NAME}:{line}:8"
    assert str(loaded.at("network", "vip", "deeper")) == f"{NAME}:{line}:8"


CHANGE = "write {credential: NAME}; the value goes to credentials.sops.yaml, with `sops edit`"
SPREAD = "take it out, and change it where it is used: whoever reads the repository has it now"
RENEW = (
    "whoever reads the repository has it now: make a new key, and put its public half here "
    "(`age-keygen -y`)"
)


@pytest.mark.parametrize(
    ("old", "new", "reason", "fix"),
    [
        ("RELLO_REDIS_HOST: redis", f"KEY: ①|\n            {KEY}\n", "a private key (PEM)", CHANGE),
        ("  pools:", f"  values: {{a: {{b: ①'{KEY}'}}}}\n  pools:", "a private key (PEM)", SPREAD),
        ("- age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p", f"- ①{AGE}", "an age private key", RENEW),
        ("https://git.example.com", "①https://me:hunter2@git.example.com", "a URL with a password in it", SPREAD),
        ("        replicas: 2", f"        replicas: 2\n        args: [①{AGE}]", "an age private key", SPREAD),
    ],
)  # fmt: skip
def test_a_secret_in_clear_is_found_and_never_shown(
    old: str, new: str, reason: str, fix: str, tmp_path: Path
) -> None:
    tweak.check(
        tmp_path, {old: new}, f"①: a secret stands here in clear: it is {reason}\n  fix: {fix}"
    )


SECRET = "correct-horse-battery-31337"


@pytest.mark.parametrize(
    "written",
    [
        SECRET,
        f"[{SECRET}]",
        f"{{{SECRET}}}",
        f"{{credentials: {SECRET}}}",
        f"{{a: {{b: {SECRET}}}}}",
    ],
)
@pytest.mark.parametrize(
    ("old", "field"),
    [
        ("      - name: mikrotik\n", "        password: "),
        ("    url: https://git.example.com/home/clusters.git\n", "    credential: "),
    ],
)
def test_a_secret_where_its_name_belongs_is_never_shown(
    old: str, field: str, written: str, tmp_path: Path
) -> None:
    text, _ = tweak.tweaked({old: f"{old}{field}{written}\n"})
    found = tweak.said(tweak.findings(text, tmp_path))
    assert len(found) == 1
    assert "must be a credential's name, never the secret itself" in found[0]
    assert SECRET not in found[0]


def test_secrets_and_shape_are_reported_together_in_file_order(tmp_path: Path) -> None:
    tweak.check(
        tmp_path,
        {
            "role: worker": "role: ①wroker",
            'RELLO_REDIS_DB: "0"': f"RELLO_REDIS_DB: ③{AGE}",
            "        asn: 64513": "        asn: ②x",
        },
        '①: nodes[3].role: must be one of controlplane, worker (did you mean "worker"?)',
        "②: cilium.bgp.peers[0].asn: must be a whole number\n"
        "  fix: write a whole number, without quotes and decimal point",
        f"③: a secret stands here in clear: it is an age private key\n  fix: {CHANGE}",
    )


def test_what_the_schema_does_not_see_is_said_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from gitops_gen.spec import shape

    monkeypatch.setattr(shape, "problems", lambda document: [])
    file = tmp_path / "cluster.yaml"
    file.write_text("name: 1\n")
    assert said(file) == [f"{NAME}: Expected `str`, got `int` - at `$.name`"]
