"""Kustomizations that our own build leaves to the real kustomize, and such that it must never be given."""

from __future__ import annotations

import json
from typing import Any

from tests.kustomize import oddities
from tests.kustomize.judged import Case

_DEPLOYMENT = """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  annotations:
    note: kept
spec:
  template:
    spec:
      containers:
        - name: web
          image: web:1
          env:
            - name: URL
              value: http://$(HOST)/
            - name: PASSED
              value: one:two:three
"""
_SERVICE = "apiVersion: v1\nkind: Service\nmetadata:\n  name: front\nspec:\n  clusterIP: None\n"
_CONFIGURATION = "nameReference:\n  - kind: Service\n    fieldSpecs:\n      - kind: Mine\n        path: spec/service\n"
_MINE = "apiVersion: a.example/v1\nkind: Mine\nmetadata:\n  name: mine\nspec:\n  service: front\n"
_BASE = {"namePrefix": "x-", "resources": ["web.yaml", "front.yaml", "mine.yaml"]}
_TARGET = {"select": {"kind": "Deployment"}, "options": {"delimiter": ":", "index": 1}}
_PASSED = "spec.template.spec.containers.[name=web].env.[name=PASSED].value"

FIELDS: dict[str, dict[str, Any]] = {
    "configurations": {"configurations": ["names.yaml"]},
    "vars": {
        "vars": [
            {"name": "HOST", "objref": {"kind": "Service", "name": "front", "apiVersion": "v1"}}
        ]
    },
    "transformerAnnotations": {"buildMetadata": ["originAnnotations", "transformerAnnotations"]},
    "sorted": {"configurations": ["names.yaml"], "sortOptions": {"order": "legacy"}},
    "openapi": {"openapi": {"version": "v1.21.2"}},
    "regular expression": {
        "patches": [
            {
                "target": {"kind": "Deployment", "name": "(?i)WEB"},
                "patch": '[{"op": "replace", "path": "/metadata/annotations/note", "value": "new"}]',
            }
        ]
    },
    "replacement inside": {
        "replacements": [
            {
                "source": {"kind": "Service", "fieldPath": "metadata.name"},
                "targets": [{**_TARGET, "fieldPaths": [_PASSED]}],
            }
        ]
    },
}


def case(**fields: Any) -> Case:
    """A folder with three objects, and a kustomization with these fields."""
    body = {"apiVersion": "kustomize.config.k8s.io/v1beta1", "kind": "Kustomization"}
    files = {
        "kustomization.yaml": json.dumps({**body, **_BASE, **fields}),
        "web.yaml": _DEPLOYMENT,
        "front.yaml": _SERVICE,
        "mine.yaml": _MINE,
        "names.yaml": _CONFIGURATION,
    }
    return {
        "files": {f"apps/web/{name}": text for name, text in files.items()},
        "folder": "apps/web",
    }


LEFT: dict[str, Case] = {
    **{f"the field: {name}": case(**fields) for name, fields in FIELDS.items()},
    **oddities.CASES,
}
"""Of these, those that are not judged; the rest we build ourselves."""

HOSTILE: dict[str, dict[str, Any]] = {
    "base over https": {"resources": ["https://example.org/a/b//c?ref=main"]},
    "base over ssh": {"resources": ["git@example.org:a/b"]},
    "base without a scheme": {"resources": ["github.com/a/b"]},
    "base as git::": {"resources": ["git::file:///tmp/x"]},
    "base as file://": {"resources": ["file:///tmp/x"]},
    "component that is remote": {"components": ["ssh://example.org/a"]},
    "absolute resource": {"resources": ["/etc/passwd"]},
    "resource outside": {"resources": ["../../../../etc/passwd"]},
    "absolute file": {"configMapGenerator": [{"name": "a", "files": ["/etc/passwd"]}]},
    "absolute file with a key": {"secretGenerator": [{"name": "a", "files": ["k=/etc/passwd"]}]},
    "file outside": {"configMapGenerator": [{"name": "a", "envs": ["../../../etc/passwd"]}]},
    "remote file": {"configMapGenerator": [{"name": "a", "files": ["https://example.org/a"]}]},
    "absolute env": {"configMapGenerator": [{"name": "a", "env": "/etc/passwd"}]},
    "remote patch": {"patches": [{"path": "https://example.org/a.yaml"}]},
    "absolute patch": {"patchesStrategicMerge": ["/etc/passwd"]},
    "absolute replacement": {"replacements": [{"path": "/etc/passwd"}]},
    "remote CRD": {"crds": ["https://example.org/crd.json"]},
    "absolute configuration": {"configurations": ["/etc/passwd"]},
    "absolute schema": {"openapi": {"path": "/etc/passwd"}},
    "chart": {"helmCharts": [{"name": "a", "repo": "https://example.org"}]},
    "chart of old": {"helmChartInflationGenerator": [{"chartName": "a"}]},
    "chart settings": {"helmGlobals": {"chartHome": "/tmp"}},
    "generator": {"generators": ["mine.yaml"]},
    "transformer": {"transformers": ["mine.yaml"]},
    "validator": {"validators": ["mine.yaml"]},
    "label that differs": {"buildMetadata": ["managedByLabel"]},
    "unknown field": {"pluginsDir": "/tmp"},
}
"""Fields that would make kustomize fetch, run, or read beside the tree; each beside one that we do not judge."""
