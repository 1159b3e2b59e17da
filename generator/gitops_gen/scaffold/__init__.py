"""What `init` writes once and never again: spec, schema, ignore rules, hooks, workflow, and a key."""

from __future__ import annotations

import os
from pathlib import Path

from gitops_gen import __version__, versions
from gitops_gen.errors import user_error

_TEMPLATES = Path(__file__).parent / "templates"

EXAMPLES = ("vtalos",)
SCHEMA = "schemas/cluster.schema.json"
_SHARED = {
    ".gitignore": "gitignore",
    ".pre-commit-config.yaml": "pre-commit-config.yaml",
    ".github/workflows/gitops-gen.yml": "workflow.yml",
}


def spec(name: str, recipient: str, example: str | None) -> str:
    """The text of a new cluster.yaml, with its comments and today's pins."""
    text = _template(f"{example or 'minimal'}.yaml.in")
    values = {
        "recipient": recipient,
        "name": name,
        "talos": versions.TALOS,
        "kubernetes": versions.KUBERNETES,
        "cilium": versions.CILIUM,
        "flux": versions.FLUX,
        "rello": versions.RELLO_IMAGE,
        "redis": versions.REDIS_IMAGE,
    }
    for field, value in values.items():
        text = text.replace(f"{{{field}}}", value)
    return text.replace(f"\nname: {example}\n", f"\nname: {name}\n", 1) if example else text


def shared() -> dict[str, str]:
    """The files of a repository beside its clusters, by path."""
    return {
        path: _template(template).replace("{version}", __version__)
        for path, template in _SHARED.items()
    }


def _template(name: str) -> str:
    return (_TEMPLATES / name).read_text(encoding="utf-8")


def write(root: Path, files: dict[str, str], *, replace: tuple[str, ...] = ()) -> dict[str, bool]:
    """Writes what is not there yet (and what `replace` names); path -> whether it was written.

    Raises UserError before anything is written where a folder or a link is in the way.
    """
    for path in files:
        place = root / path
        parents = [root / parent for parent in Path(path).parents]
        if (
            place.is_symlink()
            or place.is_dir()
            or any(p.exists() and not p.is_dir() for p in parents)
        ):
            raise user_error("something else is in the way", fix="move it away", file=path)
    written = {}
    for path, text in files.items():
        place = root / path
        same = place.exists() and (path not in replace or place.read_text(encoding="utf-8") == text)
        if not same:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, encoding="utf-8")
        written[path] = not same
    return written


def write_key(path: Path, text: str) -> None:
    """A new private key file, 0600 from its first byte. Raises UserError where it cannot be made."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise user_error(
            f"the age key cannot be made: {error.strerror}",
            fix="set SOPS_AGE_KEY_FILE to a key of yours, or give --recipient",
            file=str(path),
        ) from None
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write(text)
