"""One object while it is built: its node, its names now and before, and the notes that kustomize keeps on it.

The notes are annotations, as in kustomize: a patch can see them, and remove them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gitops_gen.kustomize import ids, nodes
from gitops_gen.kustomize.ids import Id
from gitops_gen.kustomize.nodes import MAP, SCALAR, STR, Node, Source
from gitops_gen.kustomize.outcome import Unsure

_DOMAIN = "internal.config.kubernetes.io"
NAMES, NAMESPACES, KINDS = (
    f"{_DOMAIN}/previous{what}" for what in ("Names", "Namespaces", "Kinds")
)
PREFIXES, SUFFIXES = f"{_DOMAIN}/prefixes", f"{_DOMAIN}/suffixes"
BEHAVIOR, NEEDS_HASH = f"{_DOMAIN}/generatorBehavior", f"{_DOMAIN}/needsHashSuffix"
RENAMES, REKINDS = f"{_DOMAIN}/allowNameChange", f"{_DOMAIN}/allowKindChange"
ENABLED = "enabled"
NOTES = (
    KINDS,
    NAMES,
    PREFIXES,
    SUFFIXES,
    NAMESPACES,
    RENAMES,
    REKINDS,
    f"{_DOMAIN}/refBy",
    BEHAVIOR,
    NEEDS_HASH,
    f"{_DOMAIN}/path",
    f"{_DOMAIN}/index",
    f"{_DOMAIN}/seqindent",
    f"{_DOMAIN}/id",
    f"{_DOMAIN}/annotations-migration-resource-id",
    "config.kubernetes.io/path",
    "config.kubernetes.io/index",
    "config.k8s.io/id",
    "kustomize.config.k8s.io/helm-generated",
)
LEGACY = ("config.kubernetes.io/path", "config.kubernetes.io/index", "config.k8s.io/id")


class Resource:
    """A node that is deleted is None until the list of resources drops it."""

    def __init__(self, node: Node, origin: Source) -> None:
        self.node: Node | None = node
        self.origin = origin

    @property
    def body(self) -> Node:
        assert self.node is not None
        return self.node

    @property
    def empty(self) -> bool:
        return nodes.is_empty(self.node)

    def copy(self) -> Resource:
        return Resource(self.body.copy(), self.origin)

    # names

    @property
    def api_version(self) -> str:
        return _text(self.body.fields.get("apiVersion"))

    @property
    def kind(self) -> str:
        return _text(self.body.fields.get("kind"))

    @property
    def name(self) -> str:
        return self._meta("name")

    @property
    def namespace(self) -> str:
        return self._meta("namespace")

    def _meta(self, field: str) -> str:
        found = self._metadata()
        one = found.fields.get(field) if found is not None else None
        return "" if one is None or nodes.is_empty(one) else one.text

    def _metadata(self) -> Node | None:
        found = self.body.fields.get("metadata") if self.node is not None else None
        return None if nodes.is_empty(found) else found

    def id(self) -> Id:
        """Its identity now."""
        if self.node is None:
            return Id(ids.Gvk(), "", "")
        return ids.current(ids.gvk(self.api_version, self.kind), self.name, self.namespace)

    def previous(self) -> list[Id]:
        """Its identities before, the oldest first."""
        if self.node is None:
            return []
        notes = self.annotations()
        if NAMES not in notes:
            return []
        parts = [notes.get(one, "").split(",") for one in (KINDS, NAMES, NAMESPACES)]
        if len({len(part) for part in parts}) != 1:
            raise Unsure("notes of kustomize are written by hand", *nodes.places(self.node)[:1])
        return [
            Id(ids.gvk(self.api_version, kind), name, namespace)
            for kind, name, namespace in zip(*parts, strict=True)
        ]

    def original(self) -> Id:
        return next(iter(self.previous()), None) or self.id()

    def all_ids(self) -> Iterator[Id]:
        yield from self.previous()
        yield self.id()

    def remember(self) -> None:
        """Notes its identity before it changes."""
        own = self.id()
        for note, text in (
            (NAMES, own.name),
            (NAMESPACES, own.effective),
            (KINDS, own.gvk.kind),
        ):
            self.note(note, text)

    def set_name(self, name: str, source: Source | None = None) -> None:
        self._set_meta("name", nodes.scalar(name, source=source))

    def set_namespace(self, namespace: str) -> None:
        if namespace:
            self._set_meta("namespace", nodes.scalar(namespace))
        elif (found := self.body.fields.get("metadata")) is not None:
            nodes.expect(found, MAP)
            found.fields.pop("namespace", None)

    def set_kind(self, kind: str) -> None:
        set_field(self.body, "kind", nodes.scalar(kind))

    def set_api_version(self, text: str) -> None:
        set_field(self.body, "apiVersion", nodes.scalar(text))

    def _set_meta(self, field: str, one: Node) -> None:
        set_field(made(self.body, "metadata"), field, one)

    # annotations and labels

    def annotations(self) -> dict[str, str]:
        return self._strings("annotations")

    def labels(self) -> dict[str, str]:
        return self._strings("labels")

    def _strings(self, field: str) -> dict[str, str]:
        found = self._metadata()
        held = found.fields.get(field) if found is not None else None
        if held is None:
            return {}
        if held.kind == nodes.LIST:
            raise Unsure(f"{field} are a list", *nodes.places(held)[:1])
        return {key: one.text for key, one in held.fields.items()}

    def set_annotations(self, wanted: Mapping[str, str]) -> None:
        self._set_strings("annotations", wanted)

    def set_labels(self, wanted: Mapping[str, str]) -> None:
        self._set_strings("labels", wanted)

    def _set_strings(self, field: str, wanted: Mapping[str, str]) -> None:
        metadata = made(self.body, "metadata")
        before = metadata.fields.pop(field, None)
        if not wanted:
            return
        held = metadata.fields[field] = nodes.mapping(before.source if before else None)
        known = before.fields if before is not None else {}
        for key in sorted(wanted):
            old = known.get(key)
            source = old.source if old is not None and old.text == wanted[key] else None
            set_field(held, key, nodes.string(wanted[key], source))

    def note(self, key: str, text: str) -> None:
        """Appends to a note; nothing for nothing."""
        if not text:
            return
        held = self.annotations()
        text = f"{held[key]},{text}" if key in held else text
        self.annotate(key, text)

    def annotate(self, key: str, text: str) -> None:
        """Sets one annotation as kyaml's `SetAnnotation` does."""
        metadata = self.body.fields.get("metadata")
        if metadata is not None:
            nodes.expect(metadata, MAP)
            held = metadata.fields.get("annotations")
            if held is not None and not held.fields and not held.items:
                metadata.fields.pop("annotations")
        held = made(made(self.body, "metadata"), "annotations")
        set_field(held, key, nodes.scalar(text, STR, nodes.SINGLE))

    def enable(self, key: str) -> None:
        self.set_annotations({**self.annotations(), key: ENABLED})

    def enabled(self, key: str) -> bool:
        return self.annotations().get(key) == ENABLED

    def affixes(self, key: str) -> list[str]:
        """The prefixes or suffixes that were added, in order."""
        held = self.annotations()
        return held[key].split(",") if key in held else []


def _text(node: Node | None) -> str:
    return "" if node is None else node.text


def made(node: Node, field: str) -> Node:
    """The map at a field; made where it is missing, as kyaml's `LookupCreate` does."""
    nodes.expect(node, MAP)
    if node.kind != MAP:
        raise Unsure("a field is set below null", *nodes.places(node)[:1])
    found = node.fields.get(field)
    if found is None:
        found = node.fields[field] = nodes.mapping()
    return found


def set_field(node: Node, field: str, wanted: Node | None) -> Node | None:
    """kyaml's `FieldSetter`: a null or missing value removes the field; an old value keeps its style."""
    if wanted is not None:
        _quoted_for_old_readers(wanted)
    nodes.expect(node, MAP)
    if node.kind != MAP:
        raise Unsure("a field is set below null", *nodes.places(node)[:1])
    if wanted is None or (wanted.tag == nodes.NULL and not wanted.keep):
        return node.fields.pop(field, None)
    found = node.fields.get(field) if not nodes.is_null(node) else None
    if found is not None:
        wanted.style = found.style
        found.become(wanted)
        return found
    if nodes.tag_of(field) != STR:
        raise Unsure("a key that is set looks like a number or a boolean")
    node.fields[field] = wanted
    return wanted


def set_scalar(node: Node, wanted: Node) -> None:
    """kyaml's `FieldSetter` without a name: overwrites a scalar in place, its style stays."""
    _quoted_for_old_readers(wanted)
    nodes.expect(node, SCALAR)
    if nodes.is_null(wanted):
        return
    wanted.style = node.style
    node.become(wanted)


def _quoted_for_old_readers(wanted: Node) -> None:
    plain = wanted.kind == SCALAR and wanted.tag in ("", STR) and not wanted.style
    if plain and nodes.is_old_nonstring(wanted.text):
        wanted.style = nodes.DOUBLE
