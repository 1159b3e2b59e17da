"""A Kustomization that applies an encrypted file says how it is decrypted.

Without `decryption` kustomize-controller applies the file as it is: a Secret full of ciphertext, and the Kustomization
is Ready. Other kinds are refused for the field `sops`.

Bad:

    # clusters/home/apps.yaml
    apiVersion: kustomize.toolkit.fluxcd.io/v1
    kind: Kustomization
    metadata: {name: rello, namespace: flux-system}
    spec:
      interval: 1h
      path: ./apps/rello
      prune: true
      sourceRef: {kind: GitRepository, name: flux-system}
    # apps/rello/secret.yaml
    apiVersion: v1
    kind: Secret
    metadata: {name: rello, namespace: default}
    stringData: {key: "ENC[AES256_GCM,data:x,iv:x,tag:x,type:str]"}
    sops: {mac: "ENC[AES256_GCM,data:x,iv:x,tag:x,type:str]", version: 3.13.3}

Good:

    # clusters/home/apps.yaml
    apiVersion: kustomize.toolkit.fluxcd.io/v1
    kind: Kustomization
    metadata: {name: rello, namespace: flux-system}
    spec:
      decryption: {provider: sops, secretRef: {name: sops-age}}
      interval: 1h
      path: ./apps/rello
      prune: true
      sourceRef: {kind: GitRepository, name: flux-system}
    # apps/rello/secret.yaml
    apiVersion: v1
    kind: Secret
    metadata: {name: rello, namespace: default}
    stringData: {key: "ENC[AES256_GCM,data:x,iv:x,tag:x,type:str]"}
    sops: {mac: "ENC[AES256_GCM,data:x,iv:x,tag:x,type:str]", version: 3.13.3}
"""

from __future__ import annotations

from collections.abc import Iterator

from gitops_gen.checks.check import Check
from gitops_gen.findings import Finding, Severity
from gitops_gen.repo.cluster import Unit
from gitops_gen.repo.repository import Repo


def find(repo: Repo) -> Iterator[Finding]:
    """Every encrypted object of every Kustomization that does not decrypt."""
    for cluster in repo.flux.clusters:
        for unit in cluster.units:
            if not unit.held.spec.get("decryption"):
                yield from _applied(unit)


def _applied(unit: Unit) -> Iterator[Finding]:
    for one in unit.objects:
        held = one.body.get("sops")
        if isinstance(held, dict) and "mac" in held:
            said = f"{one.title} is encrypted, and Kustomization {unit.title} applies it as it is"
            fix = "write spec.decryption: {provider: sops, secretRef: {name: ...}} into the Kustomization"
            yield Finding(one.at("kind"), said, fix, (unit.held.at("spec"),))


CHECK = Check(__name__, __doc__, Severity.ERROR, find)
