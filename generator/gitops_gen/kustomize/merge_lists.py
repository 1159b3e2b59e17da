"""Lists that merge by the keys of their items: found in both, merged, and set before what only the target has."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from gitops_gen.kustomize import nodes
from gitops_gen.kustomize.nodes import LIST, MAP, Node
from gitops_gen.kustomize.outcome import Refused, Unsure
from gitops_gen.kustomize.resource import set_field, set_scalar

Values: TypeAlias = list[str]
Walk: TypeAlias = Callable[[Node | None, Node | None], Node | None]


def merged(dest: Node, origin: Node | None, keys: Sequence[str], walk: Walk) -> Node:
    """The merged list; `keys` are those of its items, none for a list of scalars."""
    order = [one for one in (origin, dest) if one is not None]
    wanted = _unique(values for one in order for values in _values(one, keys)) if keys else []
    known = list(keys)
    if not keys:
        known = [""]
        wanted = _unique([item.text] for one in order for item in one.items)
    if not wanted:
        return dest
    if len(known) > 1:
        wanted = _joined(wanted)
    made = Node(LIST, dest.source)
    used: list[str] = []
    for values in wanted:
        used, own = _used(wanted, values, known)
        one = walk(_find(dest, used, own), _find(origin, used, own) if origin is not None else None)
        if one is None or nodes.is_null(one) or (one.kind == MAP and not one.fields):
            for _ in used:
                place(dest, used, own, None)
            continue
        _keyed(one, used, own)
        place(made, used, own, one)
    return _appended(made, dest, used)


def _unique(found: Iterable[Values]) -> list[Values]:
    kept: list[Values] = []
    seen: set[tuple[str, ...]] = set()
    for values in found:
        if tuple(values) not in seen:
            seen.add(tuple(values))
            kept.append(list(values))
    return kept


def _values(found: Node, keys: Sequence[str]) -> list[Values]:
    if found.kind != LIST:
        return []
    return [[_value(item, key) for key in keys] for item in found.items]


def _value(item: Node, key: str) -> str:
    held = item.fields.get(key) if item.kind == MAP else None
    return "" if held is None or nodes.is_empty(held) else held.text


def _joined(wanted: list[Values]) -> list[Values]:
    """Keys of several parts that agree where both have them are one (kyaml's `mergeValues`)."""
    for i in range(len(wanted)):
        one = wanted[i]
        for j in range(len(wanted)):
            found = _match(one, wanted[j])
            if found is not None:
                wanted[i] = wanted[j] = found
    return wanted


def _match(one: Values, other: Values) -> Values | None:
    common, found = False, []
    for left, right in zip(one, other, strict=True):
        if left == right:
            common = True
        elif left and right:
            return None
        found.append(left or right)
    return found if common else None


def _used(every: list[Values], own: Values, keys: list[str]) -> tuple[list[str], Values]:
    """The keys that any item has, and the values of one item for them."""
    have = {keys[i] for values in every for i, value in enumerate(values) if value}
    if not have:
        return keys, own
    return (
        [key for key in keys if key in have],
        [value for key, value in zip(keys, own, strict=True) if value or key in have],
    )


def _find(found: Node, keys: list[str], values: Values) -> Node | None:
    keys, values = _used([values], values, keys)
    if nodes.is_null(found) or found.kind != LIST:
        return None
    if keys[0] == "":
        return next((item for item in found.items if item.text == values[0]), None)
    if len(keys) != len(values):
        return None
    for item in found.items:
        if item.kind != MAP or nodes.is_null(item):
            continue
        held = [item.fields.get(key) for key in keys]
        if all(
            one is not None and one.text == value for one, value in zip(held, values, strict=True)
        ):
            return item
    return None


def _keyed(one: Node, keys: list[str], values: Values) -> None:
    """Sees to it that an item has its keys."""
    for key, value in zip(keys, values, strict=True):
        if value and not (one.kind == MAP and key in one.fields):
            if key:
                set_field(one, key, nodes.scalar(value, source=one.source))
            else:
                set_scalar(one, nodes.scalar(value, source=one.source))


def _appended(made: Node, rest: Node, keys: list[str]) -> Node:
    for item in rest.items:
        if keys[0] == "":
            place(made, [""], [item.text], item)
            continue
        values = []
        for key in keys:
            nodes.expect(item, MAP)
            held = None if nodes.is_null(item) else item.fields.get(key)
            if held is None:
                made.items.append(item)
            else:
                values.append(held.text)
        if len(keys) > 1:
            place(made, keys, values, None)
        place(made, keys, values, item)
    return made


def place(found: Node, keys: Sequence[str], values: Sequence[str], one: Node | None) -> None:
    """kyaml's `ElementSetter`: puts an item where one with these values stands, else at the end; None removes."""
    nodes.expect(found, LIST)
    kept, matched = [], False
    by_field = bool(keys[0]) and bool(values) and bool(values[0])
    for item in found.items:
        if nodes.is_null(item) or (item.kind == MAP and not item.fields):
            continue
        if item.kind != MAP and by_field:
            kept.append(item)
            continue
        if not _holds(item, keys, values):
            if values:
                kept.append(item)
            continue
        matched = True
        if one is not None:
            kept.append(one)
    found.items = kept
    if one is not None and not nodes.is_null(one) and not matched:
        found.items.append(one)


def _holds(item: Node, keys: Sequence[str], values: Sequence[str]) -> bool:
    last = False
    for i, key in enumerate(keys):
        if i < len(values):
            last = _field_is(item, key, values[i])
        if not last:
            return False
    return True


def _field_is(item: Node, key: str, value: str) -> bool:
    if not key:
        if item.kind != nodes.SCALAR:
            raise Refused("a list of scalars holds a map or list", *nodes.places(item))
        return nodes.text_of(item) == value
    if item.kind != MAP:
        raise Unsure("a list of maps holds a scalar or list", *nodes.places(item)[:1])
    held = item.fields.get(key)
    return held is not None and (not value or held.text == value)
