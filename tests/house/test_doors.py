"""Each way to the outside has its few doors: processes, randomness, the clock, files, sockets, libraries."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.source import NAME, Module, imports, modules

HOMES = {
    "yaml": {"yamlio", "cli.lean"},
    "msgspec": {"spec", "records"},
    "jsonschema_rs": {"schemas"},
    "cryptography": {"talos.pki", "sops.cipher"},
    "pyrage": {"sops.age"},
    "click": {"cli"},
    "pathspec": {"repo"},
    "ruamel": {"scaffold"},
    "_sha2": {"digest"},
}
"""Third-party package (and what only a newer Python has) -> the rooms or modules that may import it."""

DOORS = {
    "process": {"programs"},
    "randomness": {"talos.pki", "talos.secrets", "sops"},
    "clock": {"talos.pki", "sops", "operate"},
    "files": {"tree", "scaffold", "operate", "cli.main", "programs.kustomize"},
    "socket": {"operate.probe"},
}
"""What -> the rooms or modules that may do it. cli.main opens /dev/null for a closed pipe, and programs.kustomize
fills a temporary folder, no more."""

MODULES = {
    "process": "subprocess multiprocessing pty asyncio concurrent.futures.process",
    "randomness": "random secrets uuid",
    "files": "shutil tempfile",
    "socket": "socket socketserver ssl http urllib.request ftplib smtplib imaplib poplib xmlrpc",
}
"""Standard modules that are good for nothing else."""
NAMES = {
    "process": "os.system os.popen os.fork os.forkpty os.posix_spawn os.posix_spawnp os.startfile "
    "os.execv os.execve os.execvp os.execvpe os.spawnv os.spawnve os.spawnvp os.spawnvpe os.kill",
    "randomness": "os.urandom os.getrandom",
    "clock": "time.time time.time_ns time.monotonic time.monotonic_ns time.perf_counter "
    "time.perf_counter_ns time.process_time time.localtime time.ctime time.asctime time.sleep "
    "datetime.datetime.now datetime.datetime.utcnow datetime.datetime.today datetime.date.today",
    "files": "os.replace os.rename os.renames os.remove os.unlink os.mkdir os.makedirs os.rmdir "
    "os.removedirs os.link os.symlink os.chmod os.chown os.truncate os.ftruncate os.mkfifo os.mknod "
    "os.utime os.O_WRONLY os.O_RDWR os.O_CREAT os.O_TRUNC os.O_APPEND",
}
WRITING = (
    "write_text write_bytes mkdir unlink rmdir rename touch chmod lchmod symlink_to hardlink_to"
)
"""Methods of paths that change a disk; `replace` too, which a string has as well (with two arguments)."""


def names(module: Module) -> dict[str, str]:
    """What each imported name of a module stands for."""
    found: dict[str, str] = {}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                name = alias.asname or alias.name.partition(".")[0]
                found[name] = alias.name if alias.asname else name
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                found[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    return found


def dotted(node: ast.AST, known: dict[str, str]) -> str:
    """`datetime.datetime.now` for what leads there, however it was imported; "" for anything else."""
    if isinstance(node, ast.Name):
        return known.get(node.id, "")
    if isinstance(node, ast.Attribute):
        base = dotted(node.value, known)
        return f"{base}.{node.attr}" if base else ""
    return ""


def uses(module: Module) -> Iterator[tuple[str, str]]:
    """(door, what goes through it) for everything that a module does to the outside."""
    for one in imports(module):
        for door, listed in MODULES.items():
            if any(f"{one.target}.".startswith(f"{name}.") for name in listed.split()):
                yield door, f"{one.line}: {one.target}"
    known = names(module)
    for node in ast.walk(module.tree):
        for door, listed in NAMES.items():
            if isinstance(node, ast.Name | ast.Attribute) and dotted(node, known) in listed.split():
                yield door, f"{node.lineno}: {dotted(node, known)}"
        if isinstance(node, ast.Call) and _writes(node):
            yield "files", f"{node.lineno}: {ast.unparse(node)}"
        if isinstance(node, ast.Call) and _asks_the_clock(node, known):
            yield "clock", f"{node.lineno}: {ast.unparse(node)}"


def _writes(call: ast.Call) -> bool:
    method = isinstance(call.func, ast.Attribute)
    name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    name = call.func.id if isinstance(call.func, ast.Name) else name
    if method and (name in WRITING.split() or _is_a_move(name, call)):
        return True
    if name not in ("open", "fdopen"):
        return False
    positional = call.args if method and name == "open" else call.args[1:]
    given = [*positional[:1], *(k.value for k in call.keywords if k.arg == "mode")]
    return any(
        isinstance(one, ast.Constant)
        and isinstance(one.value, str)
        and set(one.value) & set("wxa+")
        for one in given
        if ast.unparse(call.func) != "os.open"
    )


def _is_a_move(name: str, call: ast.Call) -> bool:
    """`path.replace(target)`; a string's takes two arguments, a dataclass' or a moment's names its own."""
    return name == "replace" and len(call.args) == 1 and not call.keywords


def _asks_the_clock(call: ast.Call, known: dict[str, str]) -> bool:
    """These read the clock unless they are given a moment."""
    least = {"time.gmtime": 1, "time.strftime": 2}.get(dotted(call.func, known), 0)
    return len(call.args) < least


def may(module: Module, places: set[str]) -> bool:
    """Whether a module is one of the places, or in one of the rooms."""
    return any(f"{module.name}.".startswith(f"{place}.") for place in places)


@pytest.mark.parametrize("module", modules(), ids=lambda m: m.name or "gitops_gen")
def test_doors(module: Module) -> None:
    assert [f"{door}: {use}" for door, use in uses(module) if not may(module, DOORS[door])] == []


@pytest.mark.parametrize("module", modules(), ids=lambda m: m.name or "gitops_gen")
def test_libraries_are_at_home(module: Module) -> None:
    wrong = []
    for one in imports(module):
        package = one.target.partition(".")[0]
        if package in sys.stdlib_module_names or package == NAME:
            continue
        if package not in HOMES or not may(module, HOMES[package]):
            wrong.append(f"{one.line}: {package}")
    assert wrong == []


SNIPPETS = {
    "from subprocess import run": "process",
    "import os\nos.execv('a', [])": "process",
    "from os import urandom\nurandom(3)": "randomness",
    "import secrets": "randomness",
    "import time\ntime.time()": "clock",
    "from datetime import datetime as d, UTC\nd.now(UTC)": "clock",
    "import datetime\ndatetime.datetime.now()": "clock",
    "from time import gmtime\ngmtime()": "clock",
    "from time import strftime\nstrftime('%Y')": "clock",
    "open('a', 'w')": "files",
    "open('a', mode='ab')": "files",
    "p.open('x')": "files",
    "p.write_text('')": "files",
    "p.replace(q)": "files",
    "import os\nos.open('a', os.O_CREAT)": "files",
    "import os\nos.fdopen(3, 'w')": "files",
    "import shutil": "files",
    "import urllib.request": "socket",
    "open('a')": "",
    "open('a', 'rb')": "",
    "open('w')": "",
    "p.open()": "",
    "p.open('r+b')": "files",
    "moment.replace(tzinfo=UTC)": "",
    "import dataclasses\ndataclasses.replace(a, b=1)": "",
    "'text'.replace('a', 'b')": "",
    "from gitops_gen.talos import secrets": "",
    "from time import gmtime\ngmtime(3)": "",
    "from urllib.parse import quote": "",
    "import os\nos.open('a', os.O_RDONLY)": "",
}


@pytest.mark.parametrize("code", SNIPPETS)
def test_the_doors_are_seen(code: str) -> None:
    module = Module("plan", Path("plan.py"), ast.parse(code), 1)
    assert {door for door, _ in uses(module)} == ({SNIPPETS[code]} - {""})
