"""Files of the programs around Flux have the fields that their program knows, with values of their types.

Talos refuses a configuration with a field that it does not know, and a machine with it stays in maintenance mode;
kustomize refuses the folder, sops the file of rules. A misspelt field of Chart.yaml is passed over.

Judged are kustomization.yaml (also without `kind`), .sops.yaml, Chart.yaml, and the documents of Talos' machine
configuration: as 1.12, 1.13 or 1.14 read them, whichever takes them, for a file does not say which it is for. Of an
encrypted file what is encrypted is judged by its type alone.

Bad:

    # talos/worker.yaml
    version: v1alpha1
    machine:
      type: worker
      kubelets:
        nodeIP:
          validSubnets: [192.168.42.0/24]

Good:

    # talos/worker.yaml
    version: v1alpha1
    machine:
      type: worker
      kubelet:
        nodeIP:
          validSubnets: [192.168.42.0/24]
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gitops_gen.checks import masked
from gitops_gen.checks.check import Check
from gitops_gen.errors import did_you_mean
from gitops_gen.findings import Finding, Severity
from gitops_gen.repo.documents import looks_like_object
from gitops_gen.repo.kustomizations import is_kustomization
from gitops_gen.repo.repository import Repo
from gitops_gen.schemas import Schema, Violation, schema_for, violations
from gitops_gen.yamlio.read import Document

_KUSTOMIZATION = ("kustomize.config.k8s.io/v1beta1", "Kustomization")
_NAMED = {".sops.yaml": ("sops", ".sops.yaml"), "Chart.yaml": ("helm", "Chart.yaml")}
_TALOS = "v1alpha1"
_MACHINE = (_TALOS, _TALOS)
"""The document without a kind."""
_TALOS_RELEASES = ("1.14", "1.13", "1.12")


def find(repo: Repo) -> Iterator[Finding]:
    """Document by document."""
    for path, file in repo.read.items():
        for document in file.documents:
            if isinstance(document.body, dict):
                yield from _judged(path, document)


def _judged(path: str, document: Document) -> Iterator[Finding]:
    body = masked.without_sops(document.body)
    refused: list[Violation] = []
    for schema in _schemas(path, body):
        refused = [one for one in violations(schema, body) if not masked.is_open(body, one)]
        if not refused:
            return
    for wrong in refused:
        where = ".".join(map(str, wrong.path))
        meant = did_you_mean(str(wrong.path[-1]), wrong.known) if wrong.unknown else ""
        said = f"{where}: {wrong.message}" if where else wrong.message
        yield Finding(document.location(*wrong.path), f"{said}{meant}")


def _schemas(path: str, body: dict[str, Any]) -> list[Schema]:
    """Those of which one must take the document, the most likely last; none for what is not judged here."""
    name = path.rpartition("/")[2]
    if name in _NAMED:
        return _known(*_NAMED[name])
    if is_kustomization(path) and not looks_like_object(body):
        return _known(*_KUSTOMIZATION)
    if body.get("version") == _TALOS and ("machine" in body or "cluster" in body):
        return _talos(*_MACHINE)
    if body.get("apiVersion") == _TALOS and isinstance(body.get("kind"), str):
        return _talos(_TALOS, body["kind"])
    return []


def _known(api_version: str, kind: str) -> list[Schema]:
    found = schema_for(api_version, kind)
    return [] if found is None else [found]


def _talos(api_version: str, kind: str) -> list[Schema]:
    found = (schema_for(api_version, kind, talos=one) for one in reversed(_TALOS_RELEASES))
    return [one for one in found if one is not None]


CHECK = Check(__name__, __doc__, Severity.ERROR, find)
