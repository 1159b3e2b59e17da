"""What each command imports: our own modules by room, and other people's packages."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from gitops_gen.checks import ALL
from tests.house.test_doors import HOMES
from tests.seed import fresh

LIST = Path(__file__).with_name("imports.json")
COMMANDS = (
    "--help",
    "--version",
    "schema",
    "render --help",
    "render",
    "render --check",
    "validate",
    "explain --list",
)
"""`render` here is one that changes nothing, with the key at hand."""
NEVER = (
    "asyncio",
    "cryptography.x509",
    "difflib",
    "email",
    "http",
    "importlib.metadata",
    "jsonschema_rs",
    "logging",
    "multiprocessing",
    "socket",
    "subprocess",
    "tempfile",
    "traceback",
    "unittest",
    "xml",
)
"""Too dear for a command that succeeds: each costs 5 to 70 ms."""
_NEEDED = {"validate": {"jsonschema_rs", "email", "socket"}}
"""The judge of schemas cannot do without, and it brings the other two."""


def never(command: str) -> set[str]:
    """What this command must not import."""
    return {*NEVER} - _NEEDED.get(command, set())


_CHILD = """
import json, sys
from gitops_gen.cli import main
code = main.main(sys.argv[1:])
print(json.dumps([code, sorted(sys.modules)]), file=sys.stderr)
"""


def imported(command: str) -> list[str]:
    """Every module that is there when a command is done, in an interpreter of its own."""
    ran = subprocess.run(
        [sys.executable, "-c", _CHILD, *command.split()],
        check=True,
        cwd=fresh.tree(),
        env=fresh.environment(),
        capture_output=True,
        text=True,
    )
    code, names = json.loads(ran.stderr.splitlines()[-1])
    assert code == 0, f"gitops-gen {command}: exit {code}\n{ran.stderr[:2000]}"
    return list(names)


def summary(names: Iterable[str]) -> dict[str, list[str]]:
    """Our modules, grouped by room and without `gitops_gen.`, and the packages that we depend on.

    The checks come together, and a new one is no change here.
    """
    together = {check.module for check in ALL}
    rooms: dict[str, list[str]] = {}
    packages = set()
    for name in names:
        top, _, rest = name.partition(".")
        if name in together:
            continue
        if top == "gitops_gen":
            room, _, module = rest.partition(".")
            rooms.setdefault(room or "gitops_gen", []).append(module or "-")
        elif top in HOMES:
            packages.add(top)
    lines = [f"{room}: {' '.join(sorted(modules))}" for room, modules in sorted(rooms.items())]
    return {"rooms": lines, "packages": sorted(packages)}


def text() -> str:
    """What imports.json must be."""
    found = {command: summary(imported(command)) for command in COMMANDS}
    return json.dumps(found, indent=1) + "\n"
