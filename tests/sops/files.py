"""A derived file to try things on: its documents, its rule, its key made at run time."""

from __future__ import annotations

import re
from typing import Any

from gitops_gen.sops import age, document
from gitops_gen.sops.rules import Rule
from gitops_gen.sops.secret import Secret
from gitops_gen.sops.update import Update, update

NAME = "clusters/lab/talos/cp1.sops.yaml"
HEADER = "Made by gitops-gen from clusters/lab/cluster.yaml."
SOURCE = "talos/secrets.sops.yaml"
ME = age.generate()
MINE = age.of(ME.private)
NOBODY = age.Identities()
RULE = Rule((ME.recipient,), "^(token|key|environment)$")
VALUES = {"token": "token-with-24-characters", "key": "key with more than 16 letters\n"}
ENC = re.compile(r"ENC\[[^\]]*\]")


def secret(name: str, value: str | None = "", ciphertext: str = "") -> Secret:
    """The leaf of the source by that name: its known value, another one, or None."""
    return Secret(
        f"{SOURCE}#{name}",
        ciphertext or f"ENC[{name}]",
        VALUES[name] if value == "" else value,
    )


def documents(*, known: bool = True, **labels: str) -> list[dict[str, Any]]:
    """A config of three documents, the second without secrets; `known` says whether the values are at hand."""
    value = "" if known else None
    return [
        {
            "machine": {"token": secret("token", value), "labels": {"zone": "a", **labels}},
            "cluster": {"ca": {"key": secret("key", value), "crt": "public"}},
        },
        {"kind": "HostnameConfig", "name": "cp1"},
        {"kind": "ExtensionServiceConfig", "environment": ["A=1", "B=2"], "n": 3},
    ]


def made(docs: list[dict[str, Any]] | None = None, rule: Rule = RULE) -> str:
    """The file as its first render wrote it."""
    return update(None, docs or documents(), rule, HEADER, NOBODY, name=NAME).text


def again(
    old: str | None, docs: list[dict[str, Any]], keys: age.Identities = NOBODY, rule: Rule = RULE
) -> Update:
    """The next render of it."""
    return update(old, docs, rule, HEADER, keys, name=NAME)


def clear(text: str) -> list[dict[str, Any]]:
    """What it says, verified."""
    return document.decrypt(document.parse(text, NAME), MINE)


def enc_of(text: str) -> list[str]:
    """Every ciphertext in order, without the MAC."""
    return [
        found for line in text.split("\n") if " mac:" not in line for found in ENC.findall(line)
    ]


def changed(old: str, new: str) -> list[tuple[str, str]]:
    """The lines that differ, of texts with as many lines."""
    pairs = zip(old.split("\n"), new.split("\n"), strict=True)
    return [(before, after) for before, after in pairs if before != after]
