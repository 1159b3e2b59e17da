"""The JSON Schema of `cluster.yaml`, made from the types."""

from __future__ import annotations

from typing import Any

import msgspec

from gitops_gen.spec.cluster import Cluster

DIALECT = "https://json-schema.org/draft/2020-12/schema"
TITLE = "gitops-gen: clusters/<name>/cluster.yaml"


def schema() -> dict[str, Any]:
    """The whole schema, closed (no unknown fields) and documented."""
    made = msgspec.json.schema(Cluster)
    return {"$schema": DIALECT, "title": TITLE, **made}


def text() -> str:
    """The schema as it is committed and copied by `init`."""
    import json

    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"
