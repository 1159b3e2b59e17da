"""Workloads: images, environment, amounts and folders that Kubernetes takes as they are meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from gitops_gen.findings import Finding, Severity
from gitops_gen.spec.apps import Workload
from gitops_gen.spec.load import Loaded

Path = tuple[str | int, ...]

_HOST = r"[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?"
_PART = r"[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*"
IMAGE = re.compile(
    rf"(?:{_HOST}(?:\.{_HOST})*(?::[0-9]+)?/)?(?P<name>{_PART}(?:/{_PART})*)"
    r"(?::(?P<tag>[A-Za-z0-9_][A-Za-z0-9._-]{0,127}))?(?P<digest>@sha256:[0-9a-f]{64})?\Z"
)
"""An image reference (github.com/distribution/reference), hosts by name and digests by SHA-256 alone."""
_ENV = re.compile(r"[-._a-zA-Z][-._a-zA-Z0-9]*\Z")
_SECRET = re.compile(
    r"(?:PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|API_?KEY|PRIVATE_?KEY)\Z", re.IGNORECASE
)
_UNITS = {unit: 1000**i for i, unit in enumerate(("", "k", "M", "G", "T"))} | {
    unit: 1024**i for i, unit in enumerate(("Ki", "Mi", "Gi", "Ti"), 1)
}
_AMOUNT = re.compile(r"([0-9]+)(?:\.([0-9]{1,3}))?(|m|k|[KMGT]i|[MGT])\Z")


def workloads(loaded: Loaded) -> Iterator[tuple[Path, Workload]]:
    """Every workload of every app with its path."""
    for i, app in enumerate(loaded.spec.apps):
        for j, workload in enumerate(app.workloads):
            yield ("apps", i, "workloads", j), workload


def images_are_pinned(loaded: Loaded) -> Iterator[Finding]:
    for path, workload in workloads(loaded):
        match = IMAGE.match(workload.image)
        if match is None or len(workload.image) > 255:
            yield Finding(
                loaded.at(*path, "image"),
                f'"{workload.image}" is no image reference',
                "write [host/]name:tag, in lower case, as docker.io/library/redis:8.0.3",
            )
        elif not match["digest"] and match["tag"] in (None, "latest"):
            yield Finding(
                loaded.at(*path, "image"),
                f"the image {workload.image} is not pinned: what runs changes without a commit",
                "name a tag other than latest, or a digest",
            )


def variables_have_names(loaded: Loaded) -> Iterator[Finding]:
    for path, workload in workloads(loaded):
        for key in workload.env:
            if not is_variable(key):
                yield Finding(
                    loaded.at(*path, "env", key),
                    f'"{key}" is no name of an environment variable',
                    "letters, digits, '_', '-' and '.', beginning with no digit and not with two dots",
                )


def is_variable(name: str) -> bool:
    """Whether every supported Kubernetes takes the name (apimachinery: IsEnvVarName)."""
    return bool(_ENV.match(name)) and name != "." and not name.startswith("..")


def secrets_are_credentials(loaded: Loaded) -> Iterator[Finding]:
    """A variable that is called like a secret; its value is not quoted."""
    for path, workload in workloads(loaded):
        for key, value in workload.env.items():
            if isinstance(value, str) and value and _SECRET.search(key):
                yield Finding(
                    loaded.at(*path, "env", key),
                    f"{key} is called like a secret, and stands here in clear",
                    "write {credential: NAME}; the value goes to credentials.sops.yaml, with `sops edit`",
                    severity=Severity.WARNING,
                )


def requests_are_within_limits(loaded: Loaded) -> Iterator[Finding]:
    """The API server refuses a pod that asks for more than it may use; defaults count."""
    for path, workload in workloads(loaded):
        asked, most = workload.resources.requests, workload.resources.limits
        for field, request, limit in (
            ("cpu", asked.cpu, most.cpu),
            ("memory", asked.memory, most.memory),
        ):
            if request and limit and amount(request) > amount(limit):
                yield Finding(
                    loaded.at(*path, "resources", "requests", field),
                    f"workload {workload.name} requests {request} of {field}, above its limit of {limit}",
                    "raise the limit, or lower the request",
                    (loaded.at(*path, "resources", "limits", field),),
                )


def amount(text: str) -> int:
    """A quantity of Kubernetes (`500m`, `1.5`, `64Mi`) in thousandths; raises ValueError for what is none."""
    match = _AMOUNT.match(text)
    if match is None:
        raise ValueError(text)
    whole, part, unit = match.groups(default="")
    number = int(whole + part.ljust(3, "0"))
    return number // 1000 if unit == "m" else number * _UNITS[unit]


def writable_folders_are_folders(loaded: Loaded) -> Iterator[Finding]:
    for path, workload in workloads(loaded):
        seen: dict[PurePosixPath, int] = {}
        for i, text in enumerate(workload.writable):
            folder = PurePosixPath(text)
            at = (*path, "writable", i)
            first = seen.setdefault(folder, i)
            if not folder.is_absolute() or ".." in folder.parts or ":" in text:
                message = f'"{text}" is no absolute path of a folder'
                yield Finding(loaded.at(*at), message, "write it from the root, as /tmp")
            elif len(folder.parts) == 1:
                message = "an empty folder over / hides the whole image"
                yield Finding(loaded.at(*at), message, "name the folders that must be writable")
            elif first != i:
                other = (loaded.at(*path, "writable", first),)
                yield Finding(loaded.at(*at), f'"{text}" stands twice', "remove one", other)
