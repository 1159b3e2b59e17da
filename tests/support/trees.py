"""A rendered tree on the disk for ring 2: Secrets encrypted for a key made here, hand-written files beside."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from gitops_gen.plan import Plan
from gitops_gen.render import apps, clusters, infrastructure, root
from gitops_gen.render.files import File, Ring
from gitops_gen.sops import age
from gitops_gen.sops.rules import Rule
from gitops_gen.sops.update import update
from gitops_gen.yamlio import read, write
from tests.support import specs

OPERATOR, FLUX = age.generate(), age.generate()
"""Keys of this run alone."""
REGEXES = root.Regexes("^(key|token)$", "^(secret|key)$", "^key$", root.FLUX_KEY_REGEX)


def files(spec: dict[str, Any]) -> list[File]:
    """Everything of a cluster that Flux reads."""
    plan = specs.plan_of(spec)
    return [
        *clusters.files(plan),
        *infrastructure.files(plan, specs.credentials),
        *apps.files(plan, specs.credentials),
    ]


def write_tree(folder: Path, spec: dict[str, Any]) -> list[File]:
    """Puts the tree under `folder`, with the blocks of the root, and returns what was rendered."""
    plan = specs.plan_of(spec)
    made = files(spec)
    texts = {file.path: _text(file) for file in made}
    for path in _hand_written(plan):
        metadata = {"name": path.replace("/", "-"), "namespace": "default"}
        body = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata, "data": {"a": "b"}}
        texts[path] = write.dump([body])
    for block in root.blocks(plan, FLUX.recipient, REGEXES):
        head = (f"{block.under}:",) if block.under else ()
        texts[block.path] = "".join(f"{line}\n" for line in (*head, *block.lines))
    for path, text in texts.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return made


def _hand_written(plan: Plan) -> list[str]:
    own = [f"clusters/{plan.name}/{name}" for name in plan.extra_resources]
    return own + [f"apps/{plan.name}/{a.name}/{n}" for a in plan.apps for n in a.extra_resources]


def documents(text: str) -> list[dict[str, Any]]:
    """The documents of a text as plain values."""
    found = [one.body for one in read.documents(text, "test") if one.body is not None]
    assert all(isinstance(body, dict) for body in found)
    return found


def identity(document: dict[str, Any]) -> tuple[str, str, str, str]:
    """What makes an object that one and no other."""
    metadata = document["metadata"]
    return (
        str(document["apiVersion"]),
        str(document["kind"]),
        str(metadata.get("namespace", "")),
        str(metadata["name"]),
    )


def _text(file: File) -> str:
    if file.ring is Ring.CLEAR:
        return write.dump(file.documents)
    rule = Rule((OPERATOR.recipient, FLUX.recipient), file.regex, True)
    nobody = age.Identities()
    return update(None, file.documents, rule, "Rendered.", nobody, name=file.path).text
