"""The real kustomize of the user's PATH: it is given files, and builds them where it can reach nothing else.

It sees a temporary folder with these files alone, an empty PATH (no git, no helm, no plugin), a home without
anything in it, and proxies that answer nothing. Flags that let it run something are never given.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from gitops_gen.records import Record

if TYPE_CHECKING:
    from subprocess import CompletedProcess
    from tempfile import TemporaryDirectory

NAME = "kustomize"
MAJOR, MINOR = 5, 8
"""What kustomize-controller 1.9 builds with (its go.mod: kustomize/api 0.21); older ones build other objects."""
SECONDS = 20.0
_VERSION = re.compile(r"v?(\d+)\.(\d+)\.(\d+)")
_AS_FLUX = "--load-restrictor=LoadRestrictionsNone"
"""As kustomize-controller builds (github.com/fluxcd/pkg/kustomize, kustomize_generator.go, Build)."""
_NOWHERE = "http://127.0.0.1:9"
_QUOTED = re.compile(r"`[^`]*`|\"(?:[^\"\\]|\\.)*\"")
_LONGEST = 200


class Answer(Record, frozen=True):
    """What it wrote, or what it said instead: exactly one of the two is not empty."""

    text: str = ""
    refusal: str = ""


def search_path() -> str:
    """Where programs are looked for."""
    return os.environ.get("PATH", "")


class Kustomize:
    """Looked for when it is first asked; `why` it cannot be, "" where it can."""

    def __init__(self, folders: str | None = None) -> None:
        self._folders = search_path() if folders is None else folders
        self._slow = False

    @cached_property
    def _program(self) -> str:
        """Where it is; a folder that is named from where we stand may be one of the tree, and does not count."""
        for folder in self._folders.split(os.pathsep):
            place = Path(folder, NAME)
            if place.is_absolute() and place.is_file() and os.access(place, os.X_OK):
                return str(place)
        return ""

    @cached_property
    def version(self) -> str:
        """`5.8.1`, or "" where there is none that says so."""
        if not self._program:
            return ""
        with _folder() as home:
            done = self._run(["version"], Path(home))
        found = _VERSION.search(done.stdout.decode("utf-8", "replace")) if done else None
        return ".".join(found.groups()) if found else ""

    @property
    def why(self) -> str:
        """Why it is not asked."""
        if not self._program:
            return f"there is no {NAME} on PATH to ask"
        if not self.version:
            return f"the {NAME} on PATH does not say its version"
        major, minor, _ = map(int, self.version.split("."))
        if major != MAJOR or minor < MINOR:
            return f"the {NAME} on PATH is {self.version}, and {MAJOR}.{MINOR} or newer is needed"
        return f"{NAME} did not end within {SECONDS:g} s" if self._slow else ""

    def build(self, files: Mapping[str, str], folder: str) -> Answer | None:
        """Builds `folder` of `files` (texts by path, none of which leads out); None where it is not to be asked."""
        if self.why:
            return None
        with _folder() as home:
            tree = Path(home, "tree")
            try:
                _written(tree, files)
                Path(tree, folder).mkdir(parents=True, exist_ok=True)
            except OSError:  # a file where another one has a folder, a full disk
                return None
            done = self._run(["build", _AS_FLUX, str(tree / folder)], Path(home))
            if done is None:
                return None
            if done.returncode:
                said = done.stderr.decode("utf-8", "replace")
                return Answer(refusal=_said(said.replace(f"{tree}/", "").replace(str(tree), ".")))
            return Answer(text=done.stdout.decode("utf-8", "replace") or "\n")

    def _run(self, words: list[str], home: Path) -> CompletedProcess[bytes] | None:
        import subprocess  # 10 ms, where something is asked

        proxies = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
        env = {"PATH": "", "HOME": str(home), "TMPDIR": str(home), "GOMAXPROCS": "2"}
        env |= dict.fromkeys((*proxies, *map(str.lower, proxies)), _NOWHERE)
        try:
            return subprocess.run(
                [self._program, *words],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                cwd=home,
                env=env,
                timeout=SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            self._slow = True
        except OSError:
            pass
        return None


def _written(tree: Path, files: Mapping[str, str]) -> None:
    for path, text in files.items():
        place = tree / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text.encode())


def _folder() -> TemporaryDirectory[str]:
    from tempfile import TemporaryDirectory  # 5 ms, where something is asked

    return TemporaryDirectory(prefix="gitops-gen-")


def _said(words: str) -> str:
    """Its last reason, without what it quotes: that may be a value of the tree, and a secret one."""
    lines = [one.strip() for one in words.splitlines() if one.startswith("Error: ")]
    line = lines[-1] if lines else "it does not say why"
    line = line.removeprefix("Error: ").partition(" with config:")[0]
    return _QUOTED.sub('"..."', line)[:_LONGEST]
