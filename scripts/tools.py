"""Build the pinned programs into the user's cache and link them from .tools; needs Python, Go."""

from __future__ import annotations

import argparse
import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GO_BY_HAND = Path("/usr/local/go/bin/go")  # where Go's own installer puts it
FLAGS = ("-mod=readonly", "-trimpath", "-buildvcs=false")
USES = ("core", "bench", "lab")
BUILT, FAILED, REFUSED, LATE = 0, 1, 2, 4


class ToolError(Exception):
    """What stands between us and a program, and what to do about it."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How one program or one folder of data is made."""

    name: str
    folder: Path
    package: str = ""
    x: tuple[str, ...] = ()
    script: str = ""
    needs: tuple[str, ...] = ()
    use: str = "core"
    seconds: int = 60

    def linker_flags(self) -> str:
        """Flags for the linker: no debug tables, and what the program shall call its version."""
        version = required_version((self.folder / "go.mod").read_text(), self.package)
        return " ".join(["-s -w", *(f"-X {x.format(version=version)}" for x in self.x)])


def required_version(go_mod: str, package: str) -> str:
    """The version that go.mod requires of the module that holds `package`; "" for our own."""
    found = [
        (module, version)
        for module, version in re.findall(r"^(?:require)?[ \t]+(\S+) (v\S+)", go_mod, re.MULTILINE)
        if package == module or package.startswith(f"{module}/")
    ]
    return max(found, key=lambda pair: len(pair[0]))[1] if found else ""


def recipes() -> dict[str, Recipe]:
    """Every recipe by name: the pins in their order, our own programs, then the oracles."""
    pins = tomllib.loads((ROOT / "tools" / "pins.toml").read_text())
    found = {
        name: Recipe(
            name,
            folder=ROOT / "tools" / pin.get("folder", name),
            package=pin.get("package", ""),
            x=tuple(pin.get("x", ())),
            script=pin.get("script", ""),
            needs=tuple(pin.get("needs", ())),
            use=pin["use"],
            seconds=pin["seconds"],
        )
        for name, pin in pins.items()
    }
    for folder in sorted(main.parent for main in (ROOT / "tools").glob("*/main.go")):
        found.setdefault(folder.name, Recipe(folder.name, folder))
    for folder in sorted(mod.parent for mod in (ROOT / "tests" / "oracles").glob("*/go.mod")):
        script = "build.py" if (folder / "build.py").is_file() else ""
        found[f"oracle-{folder.name}"] = Recipe(f"oracle-{folder.name}", folder, script=script)
    return found


def sources(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Relative name and content of every file that a build reads from its folder."""
    for path in sorted(folder.rglob("*")):
        hidden = any(part[0] in "._" for part in path.relative_to(folder).parts)
        if path.is_file() and not hidden:
            yield path.relative_to(folder).as_posix(), path.read_bytes()


def key(recipe: Recipe, known: dict[str, Recipe], go: str) -> str:
    """A short hash of everything that decides what comes out; `go` is what `go version` says."""
    digest = hashlib.sha256()
    parts = [recipe.package, recipe.script, *FLAGS, go]
    parts += [key(known[name], known, go) for name in recipe.needs]
    if not recipe.script:
        parts.append(recipe.linker_flags())
    for text in parts:
        digest.update(text.encode() + b"\0")
    for name, content in sources(recipe.folder):
        digest.update(f"{name} {len(content)}\0".encode() + content)
    return digest.hexdigest()[:16]


def cache_folder() -> Path:
    """Where builds live, for every checkout of this user."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "gitops-gen" / "tools"


def place_of(recipe: Recipe, known: dict[str, Recipe], go: str) -> Path:
    """The folder in the cache where this very build stands or would stand."""
    return cache_folder() / f"{recipe.name}-{key(recipe, known, go)}"


def find_go() -> str:
    """The go program. Raises ToolError where there is none."""
    found = shutil.which("go") or (str(GO_BY_HAND) if GO_BY_HAND.is_file() else "")
    if not found:
        raise ToolError(
            "go is not here, and the real programs are built from source with it.\n"
            "  Install Go 1.26.8 or later (https://go.dev/doc/install, or your distribution's\n"
            "  package) so that `go version` works, then run `make tools` again.\n"
            "  `make demo` and `make test` need no Go."
        )
    return found


def go_version(go: str) -> str:
    """What `go version` says, e.g. `go version go1.26.8 linux/amd64`."""
    done = subprocess.run(
        [go, "version"], check=False, capture_output=True, text=True, env=build_env(go)
    )
    if done.returncode:
        raise ToolError(f"`{go} version` fails: {done.stderr.strip()}")
    return done.stdout.strip()


def check_version(recipe: Recipe, version: str) -> None:
    """Raise ToolError where the Go at hand is older than the recipe's go.mod asks for."""
    if recipe.script:
        return
    wanted = re.search(r"^go (\S+)", (recipe.folder / "go.mod").read_text(), re.MULTILINE)
    have = re.search(r"go(\d[\w.]*)", version)
    if wanted and have and numbers(have[1]) < numbers(wanted[1]):
        raise ToolError(
            f"{recipe.name} needs Go {wanted[1]} or later, and this is Go {have[1]}.\n"
            "  Install a newer one (https://go.dev/doc/install), then run `make tools` again."
        )


def numbers(version: str) -> tuple[int, ...]:
    """`1.26.8` as numbers that compare; a release candidate counts as its release."""
    return tuple(int(n) for n in re.findall(r"\d+", version.partition("rc")[0]))


def build_env(go: str) -> dict[str, str]:
    """The caller's environment, with what would change a build put out of its reach."""
    fixed = {
        "CGO_ENABLED": "0",
        "GOFLAGS": " ".join(FLAGS),
        "GOTOOLCHAIN": "local",
        "GOWORK": "off",
        "PATH": f"{Path(go).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
        "TOOLS_BIN": str(ROOT / ".tools" / "bin"),
    }
    return {**os.environ, **fixed}


def command(recipe: Recipe, go: str, out: Path) -> list[str]:
    """The command that makes the recipe's outcome in the folder `out`."""
    if recipe.script:
        venv = ROOT / ".venv" / "bin" / "python"  # a system's Python often has no pip
        python = str(venv) if venv.exists() else sys.executable
        return [python, str(recipe.folder / recipe.script), str(out)]
    flags = ["-ldflags", recipe.linker_flags(), "-o", str(out / recipe.name)]
    return [go, "build", *flags, recipe.package or "."]


def build(recipe: Recipe, go: str, out: Path) -> None:
    """Run the build; raises ToolError with the end of what it printed."""
    done = subprocess.run(
        command(recipe, go, out),
        check=False,
        cwd=recipe.folder,
        env=build_env(go),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    if done.returncode == 0 and any(out.iterdir()):
        return
    said = "\n".join(f"    {line}" for line in done.stdout.splitlines()[-25:])
    hint = ""
    if "go.sum" in done.stdout or "checksum mismatch" in done.stdout:
        folder = os.path.relpath(recipe.folder, ROOT)
        hint = (
            f"\n  {folder}/go.sum does not fit {folder}/go.mod. Both are committed:"
            f" `git diff {folder}` shows what changed."
        )
    raise ToolError(f"{recipe.name} was not built (exit {done.returncode}):\n{said}{hint}")


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a lock file: a second run waits for the first and then finds its work done."""
    with path.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def make(recipe: Recipe, go: str, target: Path) -> bool:
    """Put the outcome at `target`, whole or not at all; False where it stood there already."""
    if target.is_dir():
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    with locked(target.with_name(f".{target.name}.lock")):
        if target.is_dir():
            return False
        for left in target.parent.glob(f".{target.name}-*"):  # by a run that was killed
            shutil.rmtree(left)
        draft = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
        try:
            build(recipe, go, draft)
            draft.chmod(0o755)
            draft.rename(target)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    return True


def link(recipe: Recipe, target: Path) -> None:
    """Point .tools/bin/<name> (a program) or .tools/data/<name> (a folder) at the cache."""
    program = target / recipe.name
    kind, goal = ("bin", program) if program.is_file() else ("data", target)
    place = ROOT / ".tools" / kind / recipe.name
    place.parent.mkdir(parents=True, exist_ok=True)
    if place.is_symlink() and place.readlink() == goal:
        return
    draft = place.with_name(f".{place.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    draft.symlink_to(goal)
    draft.replace(place)


def wanted(names: Sequence[str], use: str, known: dict[str, Recipe]) -> list[Recipe]:
    """The recipes asked for, each after what it needs. Raises ToolError for an unknown name."""
    unknown = sorted(set(names) - set(known))
    if unknown:
        raise ToolError(f"no such program: {', '.join(unknown)}.\n  There are: {' '.join(known)}")
    order: dict[str, Recipe] = {}

    def add(name: str) -> None:
        for need in known[name].needs:
            add(need)
        order.setdefault(name, known[name])

    for recipe in known.values():
        if recipe.name in names or (not names and use in ("", recipe.use)):
            add(recipe.name)
    return list(order.values())


def run(chosen: Sequence[Recipe], known: dict[str, Recipe], deadline: float) -> int:
    """Build one after the other, a line each; the exit code says the worst that happened."""
    go = find_go()
    version = go_version(go)
    failed: list[str] = []
    late: list[str] = []
    start = time.monotonic()
    for recipe in chosen:
        target = place_of(recipe, known, version)
        begun = time.monotonic()
        if not target.is_dir() and deadline and begun - start > deadline:
            late.append(recipe.name)
            continue
        print(f"{recipe.name:<24} ", end="", flush=True)
        if not target.is_dir():
            print(f"building (about {recipe.seconds} s when cold) ... ", end="", flush=True)
        try:
            check_version(recipe, version)
            fresh = make(recipe, go, target)
            link(recipe, target)
            print(f"{time.monotonic() - begun:.0f} s" if fresh else "cached", flush=True)
        except ToolError as error:
            failed.append(recipe.name)
            print(f"failed\n{error}", flush=True)
    if failed:
        print(f"not built: {' '.join(failed)}")
    if late:
        print(f"not begun before the deadline of {deadline:.0f} s: {' '.join(late)}")
    return FAILED if failed else LATE if late else BUILT


def main(argv: Sequence[str] | None = None) -> int:
    """Exit codes: 0 all there, 1 a build failed, 2 nothing was tried, 4 the deadline came first."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these (default: all)")
    parser.add_argument("--use", choices=USES, default="", help="only what this use needs")
    parser.add_argument(
        "--deadline",
        type=float,
        default=0,
        metavar="SECONDS",
        help="begin no build later than this after the start",
    )
    parser.add_argument("--list", action="store_true", help="print the names and stop")
    asked = parser.parse_args(argv)
    try:
        known = recipes()
        chosen = wanted(asked.names, asked.use, known)
        if asked.list:
            print("\n".join(recipe.name for recipe in chosen))
            return BUILT
        return run(chosen, known, asked.deadline)
    except ToolError as error:
        print(error, file=sys.stderr)
        return REFUSED


if __name__ == "__main__":
    sys.exit(main())
