"""Records files that sops encrypted, with what it decrypts from them, and how its creation rules match."""

from __future__ import annotations

from random import Random
from typing import Any

from gitops_gen.sops import age
from tests.sops import replay, samples
from tests.support.recordings import load
from tests.support.tools import oracle, version

SELECTORS: tuple[dict[str, Any], ...] = (
    {"encrypted_regex": "^(data|stringData|token)$", "mac_only_encrypted": True},
    {"encrypted_regex": ".*"},
    {"unencrypted_regex": "^(data|b)"},
    {"encrypted_suffix": "a"},
    {"unencrypted_suffix": "_unencrypted"},
)
CONFIG = """\
creation_rules:
  - path_regex: ^clusters/lab/talos/.*\\.sops\\.ya?ml$
    encrypted_regex: ^(token|key)$
    mac_only_encrypted: true
    age: {me}
  - path_regex: credentials
    encrypted_suffix: _enc
    age: [{me}]
  - path_regex: (?:^|/)secret-\\d+
    unencrypted_regex: ^kind$
    age: {me}
"""
PATHS = (
    "clusters/lab/talos/a.sops.yaml", "clusters/lab/talos/a.sops.yml", "x/clusters/lab/talos/a.sops.yaml",
    "clusters/lab/credentials.sops.yaml", "secret-1", "x/secret-22.yaml", "xsecret-1", "none",
)  # fmt: skip


def texts() -> list[str]:
    """One file per scalar form, in and out of an encrypted place, then whole random ones."""
    forms = [f"data:\n  token: {raw}\n  list:\n    - {raw}\nother: {raw}\n" for raw in samples.RAW]
    return [*forms, *(samples.text(Random(seed)) for seed in range(15))]


def record() -> dict[str, Any]:
    """The recorded cases; what stands there is kept where it still holds, for sops draws fresh random bytes."""
    recipient = age.public(replay.private())
    asked = [
        {"op": "encrypt", "text": text, "recipients": [recipient], **SELECTORS[at % len(SELECTORS)]}
        for at, text in enumerate(texts())
    ]
    kept = _kept()
    if [file["plain"] for file in kept["files"]] != [case["text"] for case in asked]:
        kept["files"] = [
            {"plain": case["text"], "text": answer["text"]}
            for case, answer in zip(asked, oracle("sops").ask(asked), strict=True)
        ]
    files = kept["files"]
    opened = oracle("sops").ask(
        [{"op": "decrypt", "text": file["text"], "key": replay.private()} for file in files]
    )
    for file, answer in zip(files, opened, strict=True):
        file["leaves"] = [leaves or [] for leaves in answer["leaves"]]
    config = CONFIG.format(me=recipient)
    matched = oracle("sops").ask([{"op": "rule", "text": config, "path": path} for path in PATHS])
    return {
        "tools": {"sops": version("sops")},
        "files": files,
        "config": config,
        "rules": {path: one.get("rule") for path, one in zip(PATHS, matched, strict=True)},
    }


def _kept() -> dict[str, Any]:
    try:
        return load("sops")
    except FileNotFoundError:
        return {"files": []}
