"""`make tools` builds what is asked for, once, whole or not at all, and says clearly what is missing."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from scripts import tools
from scripts.tools import Recipe

GO = """#!/bin/sh
if [ "$1" = version ]; then echo "go version go1.26.8 linux/amd64"; exit; fi
echo "built $*" >> "$LOG"
while [ $# -gt 0 ]; do [ "$1" = -o ] && out=$2; shift; done
if [ -e broken ]; then echo "verifying x: checksum mismatch" >&2; exit 1; fi
cp go.mod "$out"
"""
PINS = """
[sops]
package = "example.org/sops/cmd/sops"
x = ["main.version={version}"]
use = "core"
seconds = 1

[helper]
package = "example.org/helper"
use = "bench"
seconds = 1
"""
MOD = "module m\n\ngo 1.26\n\nrequire (\n\texample.org v9.0.0\n\texample.org/sops v3.1.0\n)\n"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with two pins and an oracle, a go that copies, and a cache of its own."""
    root = tmp_path / "repository"
    for folder in ("tools/sops", "tools/helper", "tests/oracles/yaml"):
        (root / folder).mkdir(parents=True)
        (root / folder / "go.mod").write_text(MOD)
    (root / "tools" / "pins.toml").write_text(PINS)
    go = tmp_path / "bin" / "go"
    go.parent.mkdir()
    go.write_text(GO)
    go.chmod(0o755)
    monkeypatch.setenv("PATH", str(go.parent), prepend=":")
    monkeypatch.setenv("LOG", str(tmp_path / "log"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(tools, "ROOT", root)
    return root


def run(*args: str) -> int:
    known = tools.recipes()
    asked = tools.wanted(args, "", known)
    return tools.run(asked, known, deadline=0)


def built(root: Path) -> list[str]:
    log = root.parent / "log"
    return log.read_text().splitlines() if log.exists() else []


def test_a_program_is_built_once_and_linked(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("sops") == 0
    assert run("sops") == 0
    assert len(built(root)) == 1
    assert "-ldflags -s -w -X main.version=v3.1.0 -o" in built(root)[0]
    assert built(root)[0].endswith("example.org/sops/cmd/sops")
    first, second = capsys.readouterr().out.splitlines()
    assert first.split()[:2] == ["sops", "building"]
    assert second.split() == ["sops", "cached"]
    place = (root / ".tools" / "bin" / "sops").readlink()
    assert place.parent.parent == root.parent / "cache" / "gitops-gen" / "tools"
    assert place.read_text() == MOD


def test_pins_folders_of_ours_and_oracles_are_found_by_name(root: Path) -> None:
    (root / "tools" / "own").mkdir()
    (root / "tools" / "own" / "main.go").touch()
    assert list(tools.recipes()) == ["sops", "helper", "own", "oracle-yaml"]


def test_an_oracle_may_bring_its_recipe(root: Path) -> None:
    assert tools.recipes()["oracle-yaml"].script == ""
    (root / "tests" / "oracles" / "yaml" / "build.py").touch()
    assert tools.recipes()["oracle-yaml"].script == "build.py"


@pytest.mark.parametrize(
    ("use", "names"),
    [("", "sops helper oracle-yaml"), ("core", "sops oracle-yaml"), ("bench", "helper")],
)
def test_a_use_chooses_what_is_built(root: Path, use: str, names: str) -> None:
    assert [r.name for r in tools.wanted([], use, tools.recipes())] == names.split()


def test_what_a_recipe_needs_is_built_first_and_changes_with_it(root: Path) -> None:
    known = tools.recipes()
    known = {
        "data": Recipe("data", root / "tools" / "sops", script="x.py", needs=("helper",)),
        **known,
    }
    assert [r.name for r in tools.wanted(["data"], "", known)] == ["helper", "data"]
    before = tools.key(known["data"], known, "go1")
    (root / "tools" / "helper" / "go.sum").write_text("changed")
    assert tools.key(known["data"], known, "go1") != before


@pytest.mark.parametrize("change", ["go.mod", "go.sum", "main.go", "deep/x.go", "flags", "go"])
def test_everything_that_decides_the_build_is_in_its_key(root: Path, change: str) -> None:
    known = tools.recipes()
    before = tools.key(known["sops"], known, "go1")
    if change == "flags":
        pins = root / "tools" / "pins.toml"
        pins.write_text(pins.read_text().replace("main.version", "main.Version"))
    elif change != "go":
        path = root / "tools" / "sops" / change
        path.parent.mkdir(exist_ok=True)
        path.write_text(MOD + "\n")
    known = tools.recipes()
    assert tools.key(known["sops"], known, "go2" if change == "go" else "go1") != before


def test_hidden_files_do_not_change_the_key(root: Path) -> None:
    known = tools.recipes()
    before = tools.key(known["sops"], known, "go1")
    (root / "tools" / "sops" / ".swp").touch()
    assert tools.key(known["sops"], known, "go1") == before


def test_a_failed_build_leaves_nothing_and_the_rest_is_built(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / "tools" / "sops" / "broken").touch()
    assert run() == 1
    said = capsys.readouterr().out
    assert "sops was not built (exit 1):\n    verifying x: checksum mismatch" in said
    assert "tools/sops/go.sum does not fit tools/sops/go.mod." in said
    assert said.splitlines()[-1] == "not built: sops"
    cache = root.parent / "cache" / "gitops-gen" / "tools"
    left = sorted(path.name.rpartition("-")[0] for path in cache.iterdir() if path.is_dir())
    assert left == ["helper", "oracle-yaml"]
    assert not (root / ".tools" / "bin" / "sops").is_symlink()


def test_what_a_killed_run_left_is_swept_away(root: Path) -> None:
    run("sops")
    (place,) = (root.parent / "cache" / "gitops-gen" / "tools").glob("sops-*")
    place.rename(place.with_name(f".{place.name}-half"))
    assert run("sops") == 0
    assert [path.name for path in place.parent.iterdir() if path.is_dir()] == [place.name]


def test_after_the_deadline_nothing_is_begun_but_what_is_there_is_linked(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("sops")
    (root / ".tools" / "bin" / "sops").unlink()
    capsys.readouterr()
    known = tools.recipes()
    assert tools.run(list(known.values()), known, deadline=1e-9) == 4
    assert capsys.readouterr().out.splitlines() == [
        f"{'sops':<24} cached",
        "not begun before the deadline of 0 s: helper oracle-yaml",
    ]
    assert (root / ".tools" / "bin" / "sops").exists()


def test_an_unknown_name_is_refused_with_the_known_ones(root: Path) -> None:
    with pytest.raises(tools.ToolError, match="no such program: sop"):
        run("sop")


def test_a_go_that_is_too_old_is_named(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mod = root / "tools" / "sops" / "go.mod"
    mod.write_text(MOD.replace("go 1.26", "go 1.27.1"))
    assert run("sops") == 1
    assert "sops needs Go 1.27.1 or later, and this is Go 1.26.8." in capsys.readouterr().out
    mod.write_text(MOD.replace("go 1.26", "go 1.26.8"))
    assert run("sops") == 0


def test_without_go_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    monkeypatch.setattr(tools, "GO_BY_HAND", Path("/nonexistent/go"))
    with pytest.raises(tools.ToolError, match=r"(?s)go is not here.*https://go\.dev/doc/install"):
        tools.find_go()


def test_a_script_makes_data_that_is_linked_as_a_folder(root: Path) -> None:
    folder = root / "tools" / "schemas"
    folder.mkdir()
    (folder / "make.py").write_text("import pathlib, sys; pathlib.Path(sys.argv[1], 'a').touch()")
    recipe = Recipe("schemas", folder, script="make.py")
    assert tools.run([recipe], {"schemas": recipe}, deadline=0) == 0
    assert (root / ".tools" / "data" / "schemas" / "a").exists()


def test_a_script_that_makes_nothing_has_failed(root: Path) -> None:
    (root / "tools" / "none.py").touch()
    recipe = Recipe("none", root / "tools", script="none.py")
    assert tools.run([recipe], {"none": recipe}, deadline=0) == 1


@pytest.mark.parametrize(
    ("package", "version"),
    [
        ("example.org/sops/cmd/sops", "v3.1.0"),
        ("example.org/sops", "v3.1.0"),
        ("example.org/sopsy", "v9.0.0"),
        ("", ""),
        ("other.org/x", ""),
    ],
)
def test_the_version_is_that_of_the_nearest_module(package: str, version: str) -> None:
    assert tools.required_version(MOD, package) == version
    assert tools.required_version("require a.org/b v1.0.0 // indirect\n", "a.org/b/c") == "v1.0.0"


def test_every_pin_has_its_module_and_a_version() -> None:
    for name, recipe in tools.recipes().items():
        mods = sorted(recipe.folder.glob("**/go.mod"))
        assert mods or not recipe.package, name
        for one in mods:
            assert one.with_name("go.sum").is_file() or "require" not in one.read_text(), one
        if recipe.package:
            mod = (recipe.folder / "go.mod").read_text()
            assert f"tool {recipe.package}\n" in mod or f"\t{recipe.package}\n" in mod, name
            assert tools.required_version(mod, recipe.package).startswith("v"), name


def test_every_pin_says_what_it_is_used_for() -> None:
    known = {"package", "folder", "x", "script", "needs", "use", "seconds"}
    pins = tomllib.loads((tools.ROOT / "tools" / "pins.toml").read_text())
    for name, pin in pins.items():
        assert set(pin) <= known, name
        assert pin["use"] in tools.USES, name
        own = (tools.ROOT / "tools" / name / "main.go").is_file()
        assert "package" in pin or "script" in pin or own, name


def test_it_runs_on_python_alone() -> None:
    script = tools.ROOT / "scripts" / "tools.py"
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(script), "--list"],
        check=False,
        capture_output=True,
        text=True,
        env={},
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.split()[:2] == ["age", "age-keygen"]
