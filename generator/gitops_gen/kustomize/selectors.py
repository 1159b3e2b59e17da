"""Which resources a patch or a replacement means: patterns of names, and label selectors."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import NamedTuple

from gitops_gen.kustomize import patterns
from gitops_gen.kustomize.ids import Gvk, Id
from gitops_gen.kustomize.outcome import Refused, Unsure
from gitops_gen.kustomize.resource import Resource

Test = Callable[[Mapping[str, str]], bool]

_NAME = r"(?:[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?/)?[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?"
_VALUE = r"(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?)?"
_EQUAL = re.compile(rf"\s*({_NAME})\s*(==?|!=)\s*({_VALUE})\s*")
_SET = re.compile(rf"\s*({_NAME})\s+(in|notin)\s*\(\s*({_VALUE}(?:\s*,\s*{_VALUE})*)\s*\)\s*")
_EXISTS = re.compile(rf"\s*(!?)\s*({_NAME})\s*")


class Selector(NamedTuple):
    """Patterns; an empty one takes everything."""

    gvk: Gvk = Gvk()
    name: str = ""
    namespace: str = ""
    labels: str = ""
    annotations: str = ""

    def check(self) -> None:
        """Fails for a pattern that is none, before anything is matched."""
        for pattern in (*self.gvk, self.name, self.namespace):
            if pattern:
                patterns.whole(pattern)

    def takes_gvk(self, gvk: Gvk) -> bool:
        return all(map(_fits, self.gvk, gvk))

    def takes_id(self, one: Id) -> bool:
        return (
            self.takes_gvk(one.gvk)
            and _fits(self.name, one.name)
            and _fits(self.namespace, one.namespace)
        )

    def takes_strings(self, resource: Resource) -> bool:
        """By labels and annotations alone."""
        return labels(self.labels)(resource.labels()) and labels(self.annotations)(
            resource.annotations()
        )


def _fits(pattern: str, text: str) -> bool:
    return not pattern or patterns.whole(pattern).search(text) is not None


def select(resources: Iterable[Resource], by: Selector) -> list[Resource]:
    """The resources that a selector takes, by their names now or at first."""
    by.check()
    found = []
    for resource in resources:
        now, first = resource.id(), resource.original()
        if not (_fits(by.namespace, first.effective) or _fits(by.namespace, now.effective)):
            continue
        if not (_fits(by.name, first.name) or _fits(by.name, now.name)):
            continue
        if by.takes_gvk(now.gvk) and by.takes_strings(resource):
            found.append(resource)
    return found


@cache
def labels(selector: str) -> Test:
    """A label selector as Kubernetes' parser reads it; what it may read in another way is not judged."""
    tests = [_requirement(part) for part in _parts(selector)] if selector.strip() else []
    return lambda held: all(test(held) for test in tests)


def _parts(selector: str) -> list[str]:
    return re.split(r",(?![^(]*\))", selector)


def _requirement(part: str) -> Test:
    if found := _EQUAL.fullmatch(part):
        key, operator, value = found.groups()
        if operator == "!=":
            return lambda held: held.get(key) != value
        return lambda held: held.get(key) == value
    if found := _SET.fullmatch(part):
        key, operator, listed = found.groups()
        values = {one.strip() for one in listed.split(",")}
        if operator == "notin":
            return lambda held: key not in held or held[key] not in values
        return lambda held: key in held and held[key] in values
    if (found := _EXISTS.fullmatch(part)) and found[2] not in ("in", "notin"):
        negated, key = found.groups()
        return lambda held: (key in held) != bool(negated)
    if re.fullmatch(rf"\s*{_NAME}\s+{_NAME}\s*", part):
        raise Refused(f'"{part.strip()}" is no label selector')
    raise Unsure(f'the label selector "{part.strip()}"')
