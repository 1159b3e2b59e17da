"""`gitops-gen init`: a new cluster in this repository, and an age key where there is none."""

from __future__ import annotations

import os
import re
from pathlib import Path

from gitops_gen import scaffold
from gitops_gen.cli import console
from gitops_gen.errors import user_error
from gitops_gen.plan import plan
from gitops_gen.render import blocks
from gitops_gen.sops import age
from gitops_gen.spec import load, schema
from gitops_gen.tree import build, disk


def run(name: str, example: str | None, recipients: tuple[str, ...], root: Path) -> int:
    """Writes what is not there yet; the exit code."""
    spec_path = f"clusters/{name}/cluster.yaml"
    if not re.fullmatch(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?", name) or len(name) > 32:
        raise user_error(
            f'"{name}" is no name for a cluster',
            fix="at most 32 of a-z, 0-9 and '-', beginning and ending with a letter or digit",
        )
    if (root / spec_path).exists():
        raise user_error(
            "this cluster is there already", fix="edit it, then render", file=spec_path
        )
    for one in recipients:
        _check(one)
    chosen = recipients or (_own_key(),)
    text = scaffold.spec(name, "\n    - ".join(chosen), example)
    files = {spec_path: text, scaffold.SCHEMA: schema.text(), **scaffold.shared()}
    rules = _rules(root, text, spec_path)
    written = scaffold.write(root, files, replace=(scaffold.SCHEMA,))
    disk.apply(root, rules)
    for path, new in [*written.items(), *dict.fromkeys(rules.write, True).items()]:
        console.err(f"{'wrote' if new else 'kept'}: {path}")
    _advice(name, spec_path, len(chosen))
    return 0


def _check(recipient: str) -> None:
    try:
        age.check_recipient(recipient)
    except age.RecipientError as error:
        raise user_error(str(error)) from None


def _own_key() -> str:
    """The recipient of the first key that sops would find; one is made where there is none."""
    found = age.identities(os.environ, Path.home())
    if found.recipients:
        return found.recipients[0]
    place = age.create_default(os.environ, Path.home())
    if "SOPS_AGE_KEY_FILE" in os.environ:
        place = age.KeyFile(Path(os.environ["SOPS_AGE_KEY_FILE"]), exists=False)
    made = age.generate()
    scaffold.write_key(place.path, age.key_file_text(made))
    console.err(f"made an age key: {place.path} (back it up; it opens everything)")
    return made.recipient


def _rules(root: Path, text: str, spec_path: str) -> disk.Changes:
    """.sops.yaml and .sourceignore, so that `sops edit` works before the first render."""
    wanted = plan(load.parse(text, spec_path).spec)
    return build.shared_texts(root, blocks(wanted, ""))[0]


def _advice(name: str, spec_path: str, keys: int) -> None:
    lines = [
        "",
        "next:",
        f"  edit {spec_path}",
        f"  gitops-gen render {name}",
        "  git add -A && git commit",
    ]
    if keys < 2:
        lines.append("one key is one lost key from losing the cluster: add a second to recipients")
    console.err("\n".join(lines))
