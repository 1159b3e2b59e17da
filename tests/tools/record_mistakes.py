"""Records what Flux' real controllers do about each mistake, for ring 1 to replay: all of them in one lab."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from scripts import tools as builder
from tests.lab import world
from tests.support import tools
from tests.support.recordings import NotHere

PROGRAMS = (
    "kube-apiserver",
    "source-controller",
    "kustomize-controller",
    "helm-controller",
)


def record() -> dict[str, Any]:
    """The truth about each mistake by its id. Raises `NotHere` where there can be no lab."""
    try:
        world.check()
    except world.Refused as error:
        raise NotHere(str(error)) from error
    wanted = [one.name for one in builder.recipes().values() if one.use == "lab"]
    if missing := tools.missing(wanted):
        raise NotHere(f"not built: {', '.join(missing)} (make lab-programs)")
    return {"tools": {name: tools.version(name) for name in PROGRAMS}, "mistakes": observed()}


def observed() -> dict[str, Any]:
    """What the controllers do now; raises `NotHere` with the lab's last words where it fails."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "truth.json"
        command = [sys.executable, "-m", "scripts.lab", "mistakes", str(file)]
        done = subprocess.run(command, cwd=builder.ROOT, check=False, stdin=subprocess.DEVNULL)
        if done.returncode:
            raise NotHere(f"the lab failed (exit {done.returncode})")
        held: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        return held
