"""Names are spelt as the API server takes them for their kind.

Most objects are named by an RFC 1123 subdomain: lower case letters, digits, `-` and `.`, a letter or digit at both
ends, at most 253. Namespaces, Services, StatefulSets, containers and volumes want an RFC 1123 label: no dots, at most
63. A CronJob's name has at most 52, a Job's 63 letters, for their pods are named after them. Roles and bindings may
have any name without `/` and `%`. The API server refuses every other name, and two containers or volumes of one pod
that share theirs.

Before Kubernetes 1.36 the name of a Service begins with a letter: one that does not is a warning.

Bad:

    # apps/rello/configmap.yaml
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: rello_config

Good:

    # apps/rello/configmap.yaml
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: rello-config
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from gitops_gen.checks.check import Check
from gitops_gen.checks.objects import (
    Path,
    containers,
    mapping,
    objects,
    open_text,
    sequence,
    template,
)
from gitops_gen.findings import Finding, Severity
from gitops_gen.grammar import names
from gitops_gen.repo.held import Held
from gitops_gen.repo.repository import Repo

_LABELS = {("", "Namespace"), ("", "Service"), ("apps", "StatefulSet")}
_MOST = {("batch", "CronJob"): 52, ("batch", "Job"): 63}
_RBAC = "rbac.authorization.k8s.io"
_FREE = {("policy", "PodDisruptionBudget"), ("autoscaling", "Scale")}
_WHOLE = {
    ("", "Namespace"),
    ("", "PersistentVolume"),
    ("networking.k8s.io", "IngressClass"),
    (_RBAC, "ClusterRole"),
    (_RBAC, "ClusterRoleBinding"),
    ("scheduling.k8s.io", "PriorityClass"),
    ("storage.k8s.io", "StorageClass"),
}
"""Kinds that are in no namespace."""
_SUFFIX = "x" * 5
_SUBDOMAIN_IS = (
    "lower case letters, digits, '-' and '.', a letter or digit at both ends, at most 253"
)
_LABEL_IS = "lower case letters, digits and '-', a letter or digit at both ends, at most 63"


def find(repo: Repo) -> Iterator[Finding]:
    """Names of objects, namespaces, containers and volumes that the API server refuses."""
    for one in objects(repo):
        yield from _object(one)
        if held := template(one):
            path, body = held
            spec = mapping(body.get("spec"))
            yield from _containers(one, spec, (*path, "spec"))
            yield from _volumes(one, spec, (*path, "spec", "volumes"))


def _object(one: Held) -> Iterator[Finding]:
    meta = one.metadata
    key = (one.group, one.kind)
    name, prefix = meta.get("name"), meta.get("generateName")
    if isinstance(name, str) and name and not open_text(name):
        yield from _named(one, "name", name, name, key)
    elif isinstance(prefix, str) and prefix and not name and not open_text(prefix):
        masked = f"{prefix[:-2]}a" if prefix.endswith("-") and len(prefix) > 1 else prefix
        made = prefix[:58] + _SUFFIX
        fits = _rule(key)[0]
        yield from _named(one, "generateName", prefix, made if fits(masked) else masked, key)
    space = meta.get("namespace")
    if not isinstance(space, str) or not space or open_text(space) or key in _WHOLE:
        return
    if not names.is_label(space):
        fix = _fix(names.nearest_label(space), _LABEL_IS)
        yield Finding(one.at("metadata", "namespace"), f'"{space}" is no name of a namespace', fix)


def _named(
    one: Held, field: str, written: str, name: str, key: tuple[str, str]
) -> Iterator[Finding]:
    fits, near, rule = _rule(key)
    most = _MOST.get(key, len(name))
    if key == ("batch", "Job") and mapping(one.body.get("spec")).get("manualSelector"):
        most = len(name)
    said = ""
    if not fits(name):
        said = f'"{written}" is no name of a {one.kind}'
    elif len(name) > most:
        said = f"the name has {len(name)} letters, and a {one.kind} takes {most}"
        near, rule = str, "shorten it: its pods are named after it"
    if said:
        fix = rule if said.startswith("the name") else _fix(near(written), rule)
        yield Finding(one.at("metadata", field), said, fix)
    elif key == ("", "Service") and name[0].isdigit():
        yield Finding(
            one.at("metadata", field),
            f'"{name}" begins with a digit, and only Kubernetes 1.36 and later takes that of a Service',
            "begin it with a letter",
            severity=Severity.WARNING,
        )


def _rule(key: tuple[str, str]) -> tuple[Callable[[str], bool], Callable[[str], str], str]:
    """Whether a name is one, the nearest that is, and the rule in words."""
    if key in _LABELS:
        return names.is_label, names.nearest_label, _LABEL_IS
    if key[0] == _RBAC or key in _FREE:
        return names.is_path_segment, names.nearest_subdomain, "no '/', no '%', not '.' nor '..'"
    return names.is_subdomain, names.nearest_subdomain, _SUBDOMAIN_IS


def _fix(near: str, rule: str) -> str:
    return f'write "{near}": {rule}' if near else rule


def _containers(one: Held, spec: dict[str, Any], base: Path) -> Iterator[Finding]:
    found = ((path, held.get("name")) for path, held in containers(spec, base))
    yield from _unique(one, found, "container")


def _volumes(one: Held, spec: dict[str, Any], base: Path) -> Iterator[Finding]:
    found = (
        ((*base, at), mapping(held).get("name"))
        for at, held in enumerate(sequence(spec.get("volumes")))
    )
    yield from _unique(one, found, "volume")


def _unique(one: Held, found: Iterator[tuple[Path, Any]], what: str) -> Iterator[Finding]:
    seen: dict[str, Path] = {}
    for path, name in found:
        if not isinstance(name, str) or not name or open_text(name):
            continue
        place = (*path, "name")
        if not names.is_label(name):
            fix = _fix(names.nearest_label(name), _LABEL_IS)
            yield Finding(one.at(*place), f'"{name}" is no name of a {what}', fix)
        elif name in seen:
            others = (one.at(*seen[name]),)
            said = f"two {what}s of the pod are called {name}"
            yield Finding(one.at(*place), said, "give each its own name", others)
        seen.setdefault(name, place)


CHECK = Check(__name__, __doc__, Severity.ERROR, find)
