"""Reads `cluster.yaml` into its types; reports every problem of shape at once, with its position."""

from __future__ import annotations

from pathlib import Path

import msgspec

from gitops_gen.errors import UserError, user_error
from gitops_gen.findings import Finding, Location
from gitops_gen.records import Record
from gitops_gen.spec import texts
from gitops_gen.spec.cluster import Cluster
from gitops_gen.yamlio import read


class Loaded(Record, frozen=True):
    """A spec with the document that it came from (for positions) and its name for messages."""

    spec: Cluster
    document: read.Document
    name: str

    def at(self, *path: str | int) -> Location:
        """Where a field stands; the nearest one that is there."""
        return self.document.location(*path)


def load(file: Path, name: str) -> Loaded:
    """The spec in `file`, called `name` in messages.

    Raises UserError with every problem of shape, and every secret in clear; cross-field rules are
    `rules.problems`.
    """
    return parse(read.decode(_bytes(file, name), name), name)


def parse(text: str, name: str) -> Loaded:
    """The spec that a text holds; raises like `load`."""
    document = read.document(text, name)
    found = list(texts.problems(document))
    try:
        spec = msgspec.convert(document.body, Cluster)
    except msgspec.ValidationError as error:
        raise UserError(_sorted([*found, *_shape(document, str(error))])) from None
    if found:
        raise UserError(_sorted(found))
    return Loaded(spec, document, name)


def _bytes(file: Path, name: str) -> bytes:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        raise user_error("there is no such spec", fix="gitops-gen init NAME", file=name) from None
    except IsADirectoryError:
        raise user_error(
            "the spec is a folder, not a file",
            fix="name the folder's cluster.yaml, or rename the folder",
            file=name,
        ) from None
    except OSError as error:
        raise user_error(
            f"the spec cannot be read: {error.strerror}",
            fix="look at its owner and its permissions",
            file=name,
        ) from None


def _shape(document: read.Document, first: str) -> list[Finding]:
    """Problems of shape; `first` is what msgspec said, should the schema see nothing."""
    from gitops_gen.spec import shape

    return shape.problems(document) or [Finding(Location(document.name), first)]


def _sorted(findings: list[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda finding: finding.location or Location(""))
