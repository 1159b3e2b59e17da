"""An OCI artifact as static files: what a registry answers for one tag of one repository."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import tarfile
from pathlib import Path

MANIFEST = "application/vnd.oci.image.manifest.v1+json"
_CONFIG = "application/vnd.cncf.flux.config.v1+json"
_CONTENT = "application/vnd.cncf.flux.content.v1.tar+gzip"
"""The media types of `flux push artifact` (fluxcd/pkg/oci)."""


def push(root: Path, repository: str, tag: str, files: dict[str, bytes]) -> str:
    """Writes an artifact with these files below `root` and gives its digest.

    `<repository>/blobs/<digest>` and `<repository>/manifests/<tag or digest>`, as in the distribution API.
    """
    base = root / repository
    for name in ("blobs", "manifests"):
        (base / name).mkdir(parents=True, exist_ok=True)
    manifest = {
        "schemaVersion": 2,
        "mediaType": MANIFEST,
        "config": _blob(base, _CONFIG, b"{}"),
        "layers": [_blob(base, _CONTENT, _archive(files))],
        "annotations": {"org.opencontainers.image.created": "1970-01-01T00:00:00Z"},
    }
    body = json.dumps(manifest).encode()
    digest = f"sha256:{hashlib.sha256(body).hexdigest()}"
    for reference in (tag, digest):
        (base / "manifests" / reference).write_bytes(body)
    return digest


def _blob(base: Path, media_type: str, data: bytes) -> dict[str, str | int]:
    digest = f"sha256:{hashlib.sha256(data).hexdigest()}"
    (base / "blobs" / digest).write_bytes(data)
    return {"mediaType": media_type, "digest": digest, "size": len(data)}


def _archive(files: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as tar:
        for name, data in sorted(files.items()):
            info = tarfile.TarInfo(name)
            info.size, info.mode = len(data), 0o644
            tar.addfile(info, io.BytesIO(data))
    return gzip.compress(held.getvalue(), mtime=0)
