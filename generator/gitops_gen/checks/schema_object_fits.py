"""Every object has the fields of its kind, with values of their types.

The API server drops a field that it does not know, or refuses the object; Flux' server-side apply refuses it. So a
misspelt field either stops the Kustomization or silently does nothing.

Judged by the schemas of Kubernetes, Flux, Cilium, the Gateway API and kustomize that are vendored, and by the CRDs
that stand in the repository itself. Patches are not judged by themselves, what they make is. A kind without a
schema is not judged, and counted.

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

import re
from collections.abc import Iterator
from typing import Any

from gitops_gen.checks.check import Check
from gitops_gen.errors import did_you_mean
from gitops_gen.findings import Finding, Severity, Unjudged
from gitops_gen.repo.held import Held
from gitops_gen.repo.repository import Repo
from gitops_gen.schemas import Schema, Violation, of_crd, schema_for, violations

_ENCRYPTED = re.compile(r",type:([a-z]+)\]$")
_TYPES = {
    "str": {"string"},
    "bytes": {"string"},
    "int": {"integer", "number"},
    "float": {"number"},
    "bool": {"boolean"},
}
"""sops' types, and the schema's."""
_CRD = "CustomResourceDefinition"


def find(repo: Repo) -> Iterator[Finding | Unjudged]:
    """Every document that looks like an object, whether Flux reaches it or not."""
    own = _own(repo)
    for one in repo.objects:
        schema = own.get((one.api_version, one.kind)) or schema_for(one.api_version, one.kind)
        if schema is None:
            what = f"{one.kind} of {one.api_version}"
            yield Unjudged(one.at("kind"), what, "there is no schema of this kind")
            continue
        body = {key: value for key, value in one.body.items() if key != "sops"}
        for wrong in violations(schema, body):
            if not _is_open(body, wrong):
                yield _finding(one, wrong)


def _own(repo: Repo) -> dict[tuple[str, str], Schema]:
    """The schemas of the CRDs in the repository; a broken one has none."""
    found: dict[tuple[str, str], Schema] = {}
    for one in repo.manifests:
        if one.kind == _CRD:
            try:
                found |= of_crd(one.body)
            except ValueError:
                continue
    return found


def _finding(one: Held, wrong: Violation) -> Finding:
    path = ".".join(map(str, wrong.path)) or one.kind
    meant = did_you_mean(str(wrong.path[-1]), wrong.known) if wrong.unknown else ""
    return Finding(one.at(*wrong.path), f"{one.kind} {one.name}: {path}: {wrong.message}{meant}")


def _is_open(body: Any, wrong: Violation) -> bool:
    """Whether Flux puts another value here: that of a variable, or what is decrypted, of a type that fits."""
    for step in wrong.path:
        try:
            body = body[step]
        except (KeyError, IndexError, TypeError):
            return False
    if not isinstance(body, str):
        return False
    sealed = _ENCRYPTED.search(body) if body.startswith("ENC[") else None
    if sealed is None:
        return "${" in body
    return not wrong.wanted or bool(_TYPES.get(sealed[1], set()).intersection(wrong.wanted))


CHECK = Check(__name__, __doc__, Severity.ERROR, find)
