"""What the rendering yields: files with documents, before anything is written or encrypted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any

from gitops_gen.records import Record
from gitops_gen.sops.secret import Secret

Document = Mapping[str, Any]
Credentials = Callable[[str], Secret]
"""The secret of a credential's name; raises UserError where credentials.sops.yaml has none."""


class Ring(Enum):
    """Who may open a file (docs/adr/)."""

    CLEAR = "clear"
    OPERATORS = "operators"
    FLUX = "flux"
    """Operators and the cluster's own Flux key."""


class File(Record, frozen=True):
    """A file of the tree: its path from the repository's root, its documents, who may open it.

    `regex` selects the encrypted leaves by key name, as SOPS does; empty for clear files.
    """

    path: str
    documents: tuple[Document, ...]
    ring: Ring = Ring.CLEAR
    regex: str = ""


class Block(Record, frozen=True):
    """Lines of ours inside a file that others write to as well: `.sops.yaml`, `.sourceignore`.

    `under` is the key of the list that the lines are items of; empty for a plain text file.
    """

    path: str
    owner: str
    lines: tuple[str, ...]
    under: str = ""


class Sources(Record, frozen=True):
    """What exists once, as the rendering needs it; without the private key, values are unknown.

    `bundle` has the shape of talosctl's secrets bundle with `Secret` leaves; `client` is the
    talosconfig's certificate (base64 of PEM, in clear) and its key.
    """

    bundle: Mapping[str, Any]
    flux_recipient: str
    client: tuple[str, Secret]
    credential: Credentials
