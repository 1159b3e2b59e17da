"""Every object has the fields of its kind, with values of their types.

The API server drops a field that it does not know, or refuses the object; Flux' server-side apply refuses it. So a
misspelt field either stops the Kustomization or silently does nothing.

Judged by the schemas of Kubernetes, Flux, Cilium, the Gateway API and kustomize that are vendored, and by the CRDs
that stand in the repository itself or in a folder that `--schema` names. Kubernetes 1.34 to 1.37 are known, and of
Cilium and Flux several releases: the one counts that the repository names (Talos' configuration, Cilium's chart, a
FluxInstance). Patches are not judged by themselves, what they make is. Of an encrypted file what is encrypted is judged
by its type alone. A kind without a schema is not judged, and counted.

Bad:

    # apps/rello/service.yaml
    apiVersion: v1
    kind: Service
    metadata:
      name: rello
    spec:
      selectors:
        app: rello
      ports:
        - port: 80

Good:

    # apps/rello/service.yaml
    apiVersion: v1
    kind: Service
    metadata:
      name: rello
    spec:
      selector:
        app: rello
      ports:
        - port: 80
"""

from __future__ import annotations

from collections.abc import Iterator

from gitops_gen.checks import flux_releases, masked
from gitops_gen.checks.check import Check
from gitops_gen.errors import did_you_mean
from gitops_gen.findings import Finding, Severity, Unjudged
from gitops_gen.repo.held import Held
from gitops_gen.repo.repository import Repo
from gitops_gen.schemas import Schema, Violation, schema_for, violations

_TALOS = "v1alpha1"
"""Its documents are files of Talos, which schema-file-fits judges."""
_NOTIFICATION = "notification.toolkit.fluxcd.io"
_OPENED = {"Alert": "eventSources", "Receiver": "resources"}
_OPERATORS = ("FluxInstance", "ResourceSet", "ResourceSetInputProvider")
"""Kinds that flux-operator puts into two of Flux' CRDs (its internal/builder/templates.go, notificationPatchTmpl)."""
_KUBERNETES = ("1.34", "1.37")
"""The first and the last release with schemas; for one beyond them the nearest counts."""


def find(repo: Repo) -> Iterator[Finding | Unjudged]:
    """Every document that looks like an object, whether Flux reaches it or not."""
    releases = _releases(repo)
    known: dict[tuple[str, str], Schema | None] = {}
    for one in repo.objects:
        if one.api_version == _TALOS:
            continue
        key = one.api_version, one.kind
        if key not in known:
            known[key] = _schema(repo, one, releases)
        schema = known[key]
        if schema is None:
            what = f"{one.kind} of {one.api_version}"
            yield Unjudged(one.at("kind"), what, "there is no schema of this kind")
            continue
        body = masked.without_sops(one.body)
        for wrong in violations(schema, body):
            if not masked.is_open(body, wrong) and not _is_operators(one, wrong):
                yield _finding(one, wrong)


def _releases(repo: Repo) -> dict[str, str]:
    """The releases that the repository names, as far as there are schemas of them."""
    named = flux_releases.named(repo)
    if "kubernetes" in named:
        first, last = _KUBERNETES
        named["kubernetes"] = min(max(named["kubernetes"], first, key=_number), last, key=_number)
    return named


def _number(release: str) -> tuple[int, ...]:
    return tuple(map(int, release.split(".")))


def _schema(repo: Repo, one: Held, releases: dict[str, str]) -> Schema | None:
    """What the tree, or a folder that was named, says of the kind; else what is vendored."""
    own = repo.schemas.get((one.api_version, one.kind.lower()))
    return (
        own
        or schema_for(one.api_version, one.kind, **releases)
        or schema_for(one.api_version, one.kind)
    )


def _is_operators(one: Held, wrong: Violation) -> bool:
    """Whether the Flux operator adds the value to the definition that it installs."""
    field = _OPENED.get(one.kind)
    if (
        one.group != _NOTIFICATION
        or wrong.path[:2] != ("spec", field)
        or wrong.path[3:] != ("kind",)
    ):
        return False
    return one.spec[str(field)][wrong.path[2]]["kind"] in _OPERATORS


def _finding(one: Held, wrong: Violation) -> Finding:
    path = ".".join(map(str, wrong.path)) or one.kind
    meant = did_you_mean(str(wrong.path[-1]), wrong.known) if wrong.unknown else ""
    return Finding(one.at(*wrong.path), f"{one.kind} {one.name}: {path}: {wrong.message}{meant}")


CHECK = Check(__name__, __doc__, Severity.ERROR, find)
