"""Records how the real readers type scalars, spell keys and read texts, for ring 1 to replay."""

from __future__ import annotations

import json
from collections.abc import Iterable
from random import Random
from typing import Any

from gitops_gen.yamlio import write
from scripts.tools import required_version
from tests.support.ledger import ROOT
from tests.support.tools import oracle
from tests.yamlio import cases, judged, texts

MODULES = {
    "apimachinery": "k8s.io/apimachinery",
    "sigs.k8s.io/yaml": "sigs.k8s.io/yaml",
    "go-yaml 2": "go.yaml.in/yaml/v2",
    "go-yaml 3": "go.yaml.in/yaml/v3",
    "go-yaml 4": "go.yaml.in/yaml/v4",
    "kyaml": "sigs.k8s.io/kustomize/kyaml",
}
MIXED = [word for word in texts.WORDS if word != '"1"']
PLAIN = ["a", "b", "c", "yes", "'q'", "a b", "?y", "é", "a:b", "y", "-x", '"1"', "x#y", "="]


def record() -> dict[str, Any]:
    """`typing`: op to [text, typed]; `keys`: [text, key or null]; `read`: op to [text, documents or null];
    `written`: [documents, indent, text], each read back so by every reader; `style`: texts that sops keeps.

    Documents are JSON text, so that the order of keys is kept.
    """
    random = Random(11)
    go_mod = (ROOT / "tests" / "oracles" / "yaml" / "go.mod").read_text()
    return {
        "tools": {
            name: required_version(go_mod, path).lstrip("v") for name, path in MODULES.items()
        },
        "typing": typing(random),
        "keys": keys(random),
        "read": {
            "kubernetes": reading("kubernetes", [texts.text(random, MIXED) for _ in range(80)]),
            "v3": reading("v3", [texts.text(random, PLAIN) for _ in range(60)]),
        },
        "written": written(random),
        "style": style(random),
    }


def ask(op: str, asked: Iterable[str]) -> list[dict[str, Any]]:
    return oracle("yaml").ask([{"op": op, "text": text} for text in asked])


def scalars(random: Random) -> list[str]:
    """A few of every sort, none that is YAML syntax."""
    found = [text for text in cases.EDGES if len(text) < 100]
    found += random.sample([text for text in cases.number_like(3) if text], 150)
    found += [*cases.longer_numbers(random, 100), *cases.times(random, 80)]
    return [
        text
        for text in dict.fromkeys(found)
        if text == text.strip()
        and text[-1] != ":"
        and not text.startswith(("- ", "? ", ": ", "-:"))
    ]


def typing(random: Random) -> dict[str, list[Any]]:
    """What go-yaml 2 and 3 make of `- text`."""
    asked = scalars(random)
    answers = {op: ask(op, (f"- {text}\n" for text in asked)) for op in ("v2", "v3")}
    return {
        op: [[text, one["documents"][0][0]] for text, one in zip(asked, answer, strict=True)]
        for op, answer in answers.items()
    }


def keys(random: Random) -> list[Any]:
    """What kubectl makes of `text: 1`; null where it refuses."""
    asked = [text for text in scalars(random) if text != "-"][::3]
    asked += ["yes", "y", "~", "1.5", "0.1", "16777217.0", "1e300", ".inf", "2020-01-01"]
    answers = ask("kubernetes", (f"{text}: 1\n" for text in asked))
    return [
        [text, next(iter(one["documents"][0])) if "documents" in one else None]
        for text, one in zip(asked, answers, strict=True)
    ]


def reading(op: str, asked: list[str]) -> list[Any]:
    """The documents of each text; null where the reader refuses."""
    return [
        [text, json.dumps(one.get("documents"), ensure_ascii=False)]
        for text, one in zip(asked, ask(op, asked), strict=True)
    ]


def written(random: Random) -> list[Any]:
    """Our own texts, kept only as the readers confirm them."""
    strings = [*cases.tokens(random, 36), *cases.unicode(random, 72), *cases.blocks(random, 36)]
    files = [[one] for one in cases.packs(strings, 12)] + cases.documents(random, 8)
    kept: list[Any] = []
    for indent in (2, 4):
        made = [write.dump(file, indent=indent) for file in files]
        for op in ("kubernetes", "v3", "v4", "kustomize"):
            for file, text, answer in zip(files, made, ask(op, made), strict=True):
                found = answer.get("documents")
                got = judged.plain(found) if op in ("v3", "v4") else found
                if judged.as_json(got) != judged.as_json(file):
                    raise ValueError(f"{op} does not read back: {text!r}")
        kept += [[json.dumps(file), indent, text] for file, text in zip(files, made, strict=True)]
    return kept


def style(random: Random) -> list[str]:
    """Texts that sops' YAML store writes again as they are."""
    files = cases.documents(random, 15, comments=True)
    files += [[{"text": text, "in": [text]}] for text in cases.blocks(random, 30)]
    made = [write.dump(file, indent=4, header="spec: a\nsecond") for file in files]
    return [
        text
        for text, one in zip(made, ask("sops-emit", made), strict=True)
        if one.get("text") == text
    ]
