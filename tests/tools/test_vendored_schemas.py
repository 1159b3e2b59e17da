"""The vendored, stripped schemas against the originals: kubeconform and the API server's own library judge alike."""

from __future__ import annotations

import json
import os
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from gitops_gen import schemas
from gitops_gen.errors import UserError
from gitops_gen.schemas.violations import FORMATS
from gitops_gen.talos import secrets
from gitops_gen.yamlio import read, write
from scripts.tools import required_version
from tests.support import mutants, specs, trees
from tests.support.ledger import ROOT, proved
from tests.support.tools import data, oracle, run, tool, version
from tests.talos import cases, secretive

CORPUS = Path(os.environ.get("GITOPS_GEN_CORPUS", str(ROOT.parent / "shared" / "corpus")))
"""Public Flux repositories, which this one does not hold; judged too where they are."""
SOURCES = ("kubernetes", "cilium", "flux", "gateway")
MINORS = ("1.34", "1.35", "1.36", "1.37")
KUBECONFORM = "kubeconform"


def _source(document: dict[str, Any], minor: str = "1.36", cilium: str = "1.20") -> str:
    """The source of a document's schema; "" where none of these has one."""
    if str(document.get("apiVersion")).startswith("internal.apiserver.k8s.io/"):
        return ""  # kubeconform looks for its schema under another name than the package gives it
    pinned = {"kubernetes": minor, "cilium": cilium, "flux": "2.9", "gateway": "1.6"}
    for one in schemas.served(str(document.get("apiVersion")), str(document.get("kind"))):
        if one.source in SOURCES and one.at(pinned[one.source]):
            return one.source
    return ""


@cache
def _ours() -> list[dict[str, Any]]:
    """Everything that we render for a cluster that uses every feature."""
    made = [specs.shown(one) for file in trees.files(specs.everything()) for one in file.documents]
    return [one for one in trees.documents(write.dump(made)) if _source(one)]


@cache
def _corpus() -> list[dict[str, Any]]:
    found = []
    for path in sorted(CORPUS.rglob("*.y*ml")):
        try:
            bodies = [one.body for one in read.documents(path.read_text(), path.name)]
        except UserError:
            continue  # a template, or a file for another reader
        found += [one for one in bodies if isinstance(one, dict) and _source(one)]
    for document in found:
        document.pop("sops", None)
    return found


def _made_up(
    chance: random.Random, minor: str, cilium: str, times: int
) -> Iterator[dict[str, Any]]:
    """Documents of every kind, from our schemas: mostly valid, and wide where real ones are narrow."""
    for api_version, kind in schemas.known_kinds():
        named = {"apiVersion": api_version, "kind": kind}
        schema = schemas.schema_for(api_version, kind, kubernetes=minor, cilium=cilium)
        if schema is None or not _source(named, minor, cilium):
            continue
        for _ in range(times):
            body = mutants.made_up(schema.body, schema.body["$defs"], chance)
            yield {**body, **named}


def _kubeconform(
    documents: Sequence[dict[str, Any]], folder: Path, minor: str = "1.36", crds: str = "crds"
) -> list[str]:
    """What it says of each document: "" for valid, else its message."""
    folder.mkdir()
    for number, document in enumerate(documents):
        (folder / f"{number}.json").write_text(json.dumps(document, ensure_ascii=False))
    held = data("schemas")
    kubernetes = held / "kubernetes" / minor / "{{.ResourceKind}}{{.KindSuffix}}.json"
    custom = held / crds / "{{.Group}}/{{.ResourceKind}}_{{.ResourceAPIVersion}}.json"
    places = ("-schema-location", kubernetes, "-schema-location", custom)
    asked = ("-strict", "-verbose", "-n", "2", "-output", "json", *places, folder)
    said = json.loads(run(tool(KUBECONFORM), *asked, ok=(0, 1)).stdout)["resources"]
    found = {int(Path(one["filename"]).stem): one for one in said}
    assert sorted(found) == list(range(len(documents)))
    lost = [one for one in said if "could not find schema" in one["msg"]]
    assert lost == [], lost[:3]
    return [
        "" if one["status"] == "statusValid" else one["msg"] for _, one in sorted(found.items())
    ]


def _refused(document: dict[str, Any], minor: str, cilium: str) -> list[schemas.Violation]:
    key = (document["apiVersion"], document["kind"])
    schema = schemas.schema_for(*key, kubernetes=minor, cilium=cilium)
    assert schema is not None, key
    return schemas.violations(schema, document)


EXPLAINED = {
    r"/(apiVersion|kind)': value must be ": "of the items of a list the API server reads no type",
    r"'oneOf' failed, subschemas 0, 1 matched": "its schema refuses a null where two types may stand",
    r"/[^']*': got null, want ": "the API server prunes a null from a custom resource before it judges",
    r"/addresses/\d+': 'oneOf' failed": "the Gateway API's choice hangs on a type that is filled in by default",
}
"""What kubeconform says (each line of it) where it refuses and we do not, and why we do not."""
STRICTER = {
    "date-time": "the API server cannot read another; kubeconform takes Kubernetes' own formats for remarks",
    "cidr": "the API server judges this format in custom resources; kubeconform does not know it",
}
"""Formats whose violation alone makes us refuse what kubeconform accepts."""


def _is_explained(document: dict[str, Any], ours: Sequence[schemas.Violation], theirs: str) -> bool:
    if ours:
        known = {FORMATS[name] for name in STRICTER}
        return all(one.message in known or _is_null(document, one) for one in ours)
    said = [part for part in re.split(r"\s+- at ", theirs)[1:] if "validation failed" not in part]
    reasons = [
        reason
        for reason in EXPLAINED
        if "." in document["apiVersion"] or "null, want" not in reason
    ]
    return bool(said) and all(any(re.search(one, line) for one in reasons) for line in said)


def _is_null(document: dict[str, Any], one: schemas.Violation) -> bool:
    """A field that must be there is null at the root.

    The package lets it pass there and nowhere else; the API server reads the zero value and then misses it.
    """
    return len(one.path) == 1 and bool(one.wanted) and document[str(one.path[0])] is None


def _mutants(
    documents: Sequence[dict[str, Any]], chance: random.Random, count: int
) -> list[dict[str, Any]]:
    return [mutants.mutant(chance.choice(documents), chance) for _ in range(count)]


@pytest.mark.deep
@pytest.mark.parametrize("minor", MINORS)
def test_kubeconform_with_the_originals_says_the_same(minor: str, tmp_path: Path) -> None:
    """Of what we render, of public repositories, of every kind made up, and of mutants of them all."""
    chance = random.Random(f"kubeconform {minor}")
    cilium, folder = ("1.19", "crds-1.19") if minor == "1.34" else ("1.20", "crds")
    found = [one for one in (*_ours(), *_corpus()) if _source(one, minor, cilium)]
    if minor == "1.34":
        found = [one for one in found if _source(one, minor, cilium) in ("kubernetes", "cilium")]
    else:
        assert not [one for one in _ours() if one not in found]
    wide = [
        one
        for one in _made_up(chance, minor, cilium, 1)
        if minor != "1.34" or _source(one, minor, cilium) in ("kubernetes", "cilium")
    ]
    documents = [*found, *wide, *_mutants(found, chance, 400), *_mutants(wide, chance, 400)]
    theirs = _kubeconform(documents, tmp_path / "documents", minor, folder)
    verdicts: Counter[tuple[bool, bool]] = Counter()
    for document, said in zip(documents, theirs, strict=True):
        ours = _refused(document, minor, cilium)
        verdicts[bool(ours), bool(said)] += 1
        if bool(ours) != bool(said):
            assert _is_explained(document, ours, said), (document, ours, said)
    assert verdicts[True, True] > 150
    assert verdicts[False, False] > 300
    proved("schemas-kubeconform", len(documents), judge=f"kubeconform {version('kubeconform')}")


def _api_server(objects: Sequence[dict[str, Any]]) -> list[list[str]]:
    held = data("schemas")
    files = (
        held / "cilium.yaml",
        held / "artifact" / "gotk-components.yaml",
        held / "gateway.yaml",
    )
    cases: list[dict[str, Any]] = [{"crds": path.read_text()} for path in files]
    answers = oracle("crds").ask([*cases, *({"object": one} for one in objects)])
    return [answer["errors"] for answer in answers[len(files) :]]


@pytest.mark.deep
def test_the_api_servers_own_library_refuses_what_we_refuse() -> None:
    """Custom resources: no violation is ours alone, and what it prunes or refuses by structure we find."""
    chance = random.Random("API server")
    own = ("cilium", "flux", "gateway")
    real = [one for one in (*_ours(), *_corpus()) if _source(one) in own]
    wide = [one for one in _made_up(chance, "1.36", "1.20", 3) if _source(one) in own]
    documents = [*real, *wide, *_mutants(real, chance, 900), *_mutants(wide, chance, 900)]
    theirs = _api_server(documents)
    refused = found = 0
    for document, errors in zip(documents, theirs, strict=True):
        ours = _refused(document, "1.36", "1.20")
        inside = [one for one in ours if one.path[:1] != ("metadata",)]  # which it leaves to others
        assert not inside or errors, (document, inside)
        if any(STRUCTURAL.search(error) for error in errors):
            refused += 1
            found += bool(ours)
            assert ours, (document, errors)
    assert refused > 500
    assert found == refused
    judge = required_version(
        (ROOT / "tests" / "oracles" / "crds" / "go.mod").read_text(),
        "k8s.io/apiextensions-apiserver",
    )
    proved(
        "schemas-api-server",
        len(documents),
        judge=f"apiextensions-apiserver {judge.removeprefix('v')}",
    )


STRUCTURAL = re.compile(
    "unknown field|must be of type (string|integer|number|boolean|object|array)|Required value"
)
"""Of what it says: not CEL's rules, not lists' keys, and no choice that hangs on a default it has filled in."""


def _machine_configs(count: int) -> list[dict[str, Any]]:
    """Documents of random nodes as our functions spell them, with a bundle made for this test."""
    bundle = secrets.new()
    made = [one for number in range(count) for one in cases.ours(cases.drawn(number), bundle)]
    return [*made, *(one for n in range(count) for one in secretive.documents(n, bundle))]


INSIDE = re.compile(
    "does not belong to|Parse(Addr|Prefix|Float)|failed to parse|illegal base64 data"
)
"""What Talos says of a text that is one, and says the wrong thing."""


def test_talos_reads_what_we_accept_and_refuses_what_we_refuse() -> None:
    """Unknown fields and types of mutated documents; what a text must say inside is not ours to judge."""
    chance = random.Random("Talos")
    real = [*_machine_configs(12), *cases.documents(list(range(7)))]
    documents = [*real, *_mutants(real, chance, 1200)]
    questions = [
        {"op": "redact", "config": cases.text_of([one]), "replacement": "x"} for one in documents
    ]
    answers = oracle("talos").ask(questions)
    refused = inside = 0
    for document, answer in zip(documents, answers, strict=True):
        schema = schemas.schema_for("v1alpha1", str(document.get("kind", "v1alpha1")), talos="1.13")
        assert schema is not None
        ours = schemas.violations(schema, document)
        error = str(answer.get("error", ""))
        refused += bool(ours)
        if not ours and INSIDE.search(error):
            inside += 1
        else:
            assert bool(ours) == bool(error), (document, ours, error)
    assert inside < len(documents) / 20
    assert refused > 300
    proved("schemas-talos", len(documents), judge="talos machinery 1.13.9")
