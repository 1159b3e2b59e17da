"""Vendored JSON Schemas as text: one line for each definition, without what no check reads."""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any

from gitops_gen.schemas import crds
from gitops_gen.yamlio import read
from scripts import tools
from scripts.fact import Fact

Body = dict[str, Any]
Definitions = dict[str, dict[str, Body]]
"""Name -> release of the source -> schema."""
Kinds = dict[str, dict[str, str]]
"""`apiVersion kind` -> release -> definition, and `deprecated` behind it."""

KEPT = frozenset(
    (
        "$ref",
        "type",
        "properties",
        "additionalProperties",
        "items",
        "required",
        "enum",
        "format",
        "pattern",
        "allOf",
        "anyOf",
        "oneOf",
        "not",
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "minLength",
        "maxLength",
        "minItems",
        "maxItems",
        "minProperties",
        "maxProperties",
        "uniqueItems",
        "multipleOf",
        "x-kubernetes-list-type",
        "x-kubernetes-list-map-keys",
        "x-kubernetes-patch-merge-key",
        "x-kubernetes-patch-strategy",
    )
)
SMALL = 240
"""Shorter schemas are repeated where they stand: a reference would save next to nothing."""
CRDS = {
    "cilium": {"1.19": "cilium-1.19.yaml", "1.20": "cilium.yaml"},
    "flux": {"2.9": "artifact/gotk-components.yaml"},
    "gateway": {"1.6": "gateway.yaml"},
}
"""Source -> release -> the file with its CRDs."""
FILES = {
    "kustomize": {
        "kustomize.config.k8s.io/v1beta1 Kustomization": "types.Kustomization",
        "kustomize.config.k8s.io/v1alpha1 Component": "types.Kustomization",
    },
    "helm": {"helm Chart.yaml": "chart.Metadata"},
    "sops": {"sops .sops.yaml": "sops.configFile"},
}
"""Source -> kind -> definition. What is no object of Kubernetes stands under its program and its file's name."""
RELEASES = {"kustomize": "5.8", "helm": "4.3", "sops": "3.13"}
ANSWERS = "io.k8s.apimachinery."
META = ("ObjectMeta", "ManagedFieldsEntry", "OwnerReference", "FieldsV1", "Time")
"""What metadata is made of; other sources refer to it, and Kubernetes' own file need not be read for them."""
UNIONS = {
    "io.k8s.apimachinery.pkg.api.resource.Quantity": ["string", "number", "null"],
    "io.k8s.apimachinery.pkg.util.intstr.IntOrString": ["string", "integer", "null"],
}


def text_of(body: Any) -> str:
    """JSON as it stands in the files."""
    return json.dumps(body, sort_keys=True, separators=(",", ":"))


def below(node: Body) -> Iterator[tuple[list[Any] | Body, Any]]:
    """Where the schemas directly under a schema stand: a container and its key."""
    for key in ("properties", "$defs"):
        for name in node.get(key, ()):
            yield node[key], name
    for key in ("items", "additionalProperties", "not"):
        if isinstance(node.get(key), dict):
            yield node, key
    for key in ("allOf", "anyOf", "oneOf"):
        for number in range(len(node.get(key, ()))):
            yield node[key], number


def stripped(node: Body) -> Body:
    """A copy with what judges values, and how lists merge."""
    copy: Body = json.loads(text_of({key: value for key, value in node.items() if key in KEPT}))
    for container, key in below(copy):
        container[key] = stripped(container[key])
    if copy.get("additionalProperties") is False:
        copy.setdefault("properties", {})
    return copy


@cache
def folder(tool: str = "schemas") -> Path:
    """What tools/<tool>/build.py laid out, as built from today's sources."""
    known = tools.recipes()
    return tools.place_of(known[tool], known, tools.go_version(tools.find_go()))


def version(tool: str, module: str) -> str:
    """The version of a module that was read for the schemas, as its tool wrote it down."""
    return str(json.loads((folder(tool) / "origins.json").read_text())[module])


@cache
def kubernetes() -> Definitions:
    """Definition -> minor -> schema."""
    found: Definitions = defaultdict(dict)
    for path in sorted((folder() / "kubernetes").iterdir()):
        held = json.loads((path / "_definitions.json").read_text())["$defs"]
        for name, body in held.items():
            one = stripped(body)
            for field in ("apiVersion", "kind"):  # whoever asks has named them
                one.get("properties", {}).get(field, {}).pop("enum", None)
            found[name][path.name] = {"type": UNIONS[name]} if name in UNIONS else one
    return found


def kubernetes_text() -> str:
    """data/schemas/kubernetes.txt"""
    return "".join(lines(kubernetes(), list(minors())))


def meta_text() -> str:
    """data/schemas/meta.txt, from the newest minor."""
    start = crds.META.removesuffix("ObjectMeta")
    newest = max(kubernetes()[crds.META])
    bodies = {f"{start}{name}": kubernetes()[f"{start}{name}"][newest] for name in META}
    return "".join(f"{name} * {text_of(body)}\n" for name, body in sorted(bodies.items()))


def minors() -> dict[str, dict[str, str]]:
    """Kubernetes minor -> `apiVersion kind` -> definition, oldest first; without what only a server says."""
    served: dict[str, dict[str, str]] = json.loads((folder() / "kinds.json").read_text())
    return {
        minor: {kind: name for kind, name in kinds.items() if not name.startswith(ANSWERS)}
        for minor, kinds in sorted(served.items(), key=lambda one: int(one[0].partition(".")[2]))
    }


def crds_text(source: str) -> str:
    """data/schemas/<source>.txt"""
    return "".join(share(of_crds(source)[0], list(CRDS[source])))


def files_text(source: str) -> str:
    """data/schemas/<source>.txt"""
    held: dict[str, Body] = json.loads((folder("file-schemas") / "files.json").read_text())
    start = next(iter(FILES[source].values())).partition(".")[0] + "."
    wanted = {name: stripped(body) for name, body in held.items() if name.startswith(start)}
    return "".join(f"{name} * {text_of(body)}\n" for name, body in sorted(wanted.items()))


@cache
def talos() -> tuple[Definitions, Kinds]:
    """The document kinds of each minor; the machine config, which has no kind, is `v1alpha1`."""
    found: Definitions = defaultdict(dict)
    kinds: Kinds = defaultdict(dict)
    for path in sorted(folder("talos-schemas").glob("1.*.json")):
        held = json.loads(path.read_text())
        for name, body in held["definitions"].items():
            found[name][path.stem] = stripped(body)
        for kind, name in held["kinds"].items():
            kinds[f"v1alpha1 {kind}"][path.stem] = name
    return found, kinds


def talos_text() -> str:
    """data/schemas/talos.txt"""
    return "".join(lines(talos()[0], talos_minors()))


def talos_minors() -> list[str]:
    """In their order."""
    return sorted({minor for by_minor in talos()[1].values() for minor in by_minor})


def kinds_text() -> str:
    """data/schemas/kinds.txt"""
    by_kind: Kinds = defaultdict(dict)
    for minor, kinds in minors().items():
        for kind, definition in kinds.items():
            by_kind[kind][minor] = definition
    found = index("kubernetes", by_kind, list(minors()))
    for source, files in CRDS.items():
        found += index(source, of_crds(source)[1], list(files))
    found += index("talos", talos()[1], talos_minors())
    for source, definitions in FILES.items():
        span = f"{RELEASES[source]}-{RELEASES[source]}"
        found += [f"{kind} {source} {span} {name}\n" for kind, name in definitions.items()]
    return "".join(sorted(found))


def index(source: str, by_kind: Kinds, releases: list[str]) -> list[str]:
    """A source's lines of data/schemas/kinds.txt."""
    return [
        f"{kind} {source} {span} {definition}\n"
        for kind, by_release in by_kind.items()
        for span, definition in spans(by_release, releases)
    ]


@cache
def of_crds(source: str) -> tuple[Definitions, Kinds]:
    """Every served version of a source's CRDs."""
    found: Definitions = defaultdict(dict)
    kinds: Kinds = defaultdict(dict)
    for release, name in CRDS[source].items():
        for document in read.documents((folder() / name).read_text(), name):
            body = document.body
            if not isinstance(body, dict) or body.get("kind") != "CustomResourceDefinition":
                continue
            for one in crds.versions(body):
                if one.served:
                    definition = f"{one.api_version}.{one.kind}".replace("/", ".")
                    note = " deprecated" if one.deprecated else ""
                    found[definition][release] = one.body
                    kinds[f"{one.api_version} {one.kind}"][release] = definition + note
    return found, kinds


def spans(by_release: Mapping[str, str], releases: list[str]) -> Iterator[tuple[str, str]]:
    """(`1.34-1.36`, text) for each run of releases in which a text is the same."""
    first = last = ""
    for release in [*releases, ""]:
        if first and by_release.get(release) != by_release[first]:
            yield f"{first}-{last}", by_release[first]
            first = ""
        if release in by_release:
            first, last = first or release, release


def lines(definitions: Mapping[str, Mapping[str, Body]], releases: list[str]) -> Iterator[str]:
    """One line for each definition and run of releases."""
    for name in sorted(definitions):
        texts = {release: text_of(body) for release, body in definitions[name].items()}
        for span, text in spans(texts, releases):
            yield f"{name} {span} {text}\n"


def share(definitions: Mapping[str, Mapping[str, Body]], releases: list[str]) -> Iterator[str]:
    """The same lines, where a schema that stands in several places stands once, named by its hash."""
    seen: Counter[str] = Counter()
    whole = {
        name: {r: stripped(body) for r, body in of.items()} for name, of in definitions.items()
    }
    for text in {text_of(body) for of in whole.values() for body in of.values()}:
        _count(json.loads(text), seen)
    often = {text for text, times in seen.items() if times > 1 and len(text) >= SMALL}
    shared: dict[str, str] = {}
    for of in whole.values():
        for body in of.values():
            _refer(body, often, shared)
    yield from (f"{name} * {text}\n" for name, text in sorted(shared.items()))
    yield from lines(whole, releases)


def _count(node: Body, seen: Counter[str]) -> None:
    for container, key in below(node):
        text = text_of(container[key])
        seen[text] += 1
        if seen[text] == 1:  # what stands in it is counted once, or it would be shared for nothing
            _count(container[key], seen)


def _refer(node: Body, often: Iterable[str], shared: dict[str, str]) -> None:
    for container, key in below(node):
        text = text_of(container[key])
        if text not in often:
            _refer(container[key], often, shared)
            continue
        name = "_" + hashlib.sha256(text.encode()).hexdigest()[:10]
        if name not in shared:
            shared[name] = ""
            body = json.loads(text)
            _refer(body, often, shared)
            shared[name] = text_of(body)
        container[key] = {"$ref": f"#/$defs/{name}"}


def _fact(what: str, module: str, tool: str, licence: str, make: Callable[[], str]) -> Fact:
    return Fact(what, module, tool, licence, make, partial(version, tool, module))


def _schemas(what: str, module: str, licence: str, make: Callable[[], str]) -> Fact:
    return _fact(f"strict JSON Schemas of {what}", module, "schemas", licence, make)


FACTS = {
    "schemas/kinds.txt": _fact(
        "the kinds of the files beside it, and the releases that know them",
        "kubernetes-validate",
        "schemas",
        "Apache-2.0",
        kinds_text,
    ),
    "schemas/kubernetes.txt": _schemas(
        "Kubernetes' own kinds, 1.34 to 1.37",
        "kubernetes-validate",
        "Apache-2.0",
        kubernetes_text,
    ),
    "schemas/meta.txt": _schemas(
        "the metadata of every object",
        "kubernetes-validate",
        "Apache-2.0",
        meta_text,
    ),
    "schemas/cilium.txt": _schemas(
        "Cilium's custom resources, 1.19 and 1.20",
        "github.com/cilium/cilium",
        "Apache-2.0",
        lambda: crds_text("cilium"),
    ),
    "schemas/flux.txt": _schemas(
        "Flux' custom resources",
        "github.com/fluxcd/flux2/v2",
        "Apache-2.0",
        lambda: crds_text("flux"),
    ),
    "schemas/gateway.txt": _schemas(
        "the Gateway API, its experimental channel",
        "sigs.k8s.io/gateway-api",
        "Apache-2.0",
        lambda: crds_text("gateway"),
    ),
    "schemas/kustomize.txt": _fact(
        "what a kustomization.yaml may hold",
        "sigs.k8s.io/kustomize/api",
        "file-schemas",
        "Apache-2.0",
        lambda: files_text("kustomize"),
    ),
    "schemas/helm.txt": _fact(
        "what a Chart.yaml may hold",
        "helm.sh/helm/v4",
        "file-schemas",
        "Apache-2.0",
        lambda: files_text("helm"),
    ),
    "schemas/sops.txt": _fact(
        "what a .sops.yaml may hold",
        "github.com/getsops/sops/v3",
        "file-schemas",
        "MPL-2.0",
        lambda: files_text("sops"),
    ),
    "schemas/talos.txt": _fact(
        "the fields of Talos' document kinds, 1.12 to 1.14, and what yaml takes for them",
        "github.com/siderolabs/talos/pkg/machinery",
        "talos-schemas",
        "MPL-2.0",
        talos_text,
    ),
}
