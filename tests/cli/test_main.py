"""The boundary: exit codes, error texts, help."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from gitops_gen import __version__
from gitops_gen.cli import console, main, parse
from gitops_gen.errors import Exit, UserError
from gitops_gen.findings import Finding, Location


def run(capsys: pytest.CaptureFixture[str], *args: str) -> tuple[int, str, str]:
    code = main.main(list(args))
    said = capsys.readouterr()
    return code, said.out, said.err


def test_help_names_every_command_and_the_exit_codes(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "--help")
    assert (code, err) == (0, "")
    assert list(parse.group.commands) == ["init", "render", "schema", "validate", "explain"]
    for name, command in parse.group.commands.items():
        assert f"  {name} " in out
        assert command.short_help
        assert command.short_help in out
    assert "0 clean, 1 a difference or findings, 2 you must act" in out


def test_every_command_has_help_and_no_example_is_left_out(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name in parse.group.commands:
        code, out, _ = run(capsys, name, "--help")
        assert (code, out.startswith(f"Usage: gitops-gen {name}")) == (0, True)


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "--version")[:2] == (0, f"gitops-gen, version {__version__}\n")


def test_an_unknown_command_is_2_and_names_its_neighbour(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, _, err = run(capsys, "rendre")
    assert code == 2
    assert 'there is no command rendre (did you mean "render"?)' in err


def test_an_unknown_option_is_2(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "render", "--chek")
    assert code == 2
    assert "--check" in err


def test_a_folder_that_is_not_there_is_2(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "render", "-C", "/nowhere/at/all")
    assert (code, "there is no such folder" in err) == (2, True)


@pytest.mark.parametrize(
    ("raised", "code", "said"),
    [
        (KeyboardInterrupt(), Exit.INTERRUPTED, "interrupted"),
        (RuntimeError("boom"), Exit.BUG, "this is a bug in gitops-gen"),
        (UserError([Finding(None, "so")]), Exit.USER, "error: so\n"),
    ],
)
def test_what_is_raised_becomes_an_exit_code(
    raised: BaseException,
    code: Exit,
    said: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise raised

    monkeypatch.setattr(main, "_run", fail)
    got, out, err = run(capsys)
    assert (got, out) == (code, "")
    assert said in err
    assert ("Traceback" in err) == (code is Exit.BUG)


def test_interrupting_the_parser_is_130(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise click.Abort

    monkeypatch.setattr(parse.group, "main", fail)
    assert run(capsys, "schema")[0] == 130


@pytest.mark.parametrize("args", [[], ["vtalos"], ["--check"], ["--check", "vtalos"], ["other"]])
def test_the_short_way_says_what_the_long_one_says(
    args: list[str],
    rendered: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(rendered / "tree")
    monkeypatch.setenv("HOME", str(rendered / "home"))
    short = run(capsys, "render", *args)
    assert short == run(capsys, "render", *args, "-C", ".")
    assert short[0] == (2 if args == ["other"] else 0)


def test_colours_are_for_terminals_that_want_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert console.coloured("x", "red") == "x"
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    assert console.coloured("x", "red") == "\x1b[31mx\x1b[0m"
    assert console.coloured("x", "red", on_stdout=True) == "x"
    monkeypatch.setenv("TERM", "dumb")
    assert console.coloured("x", "red") == "x"
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("NO_COLOR", "1")
    assert console.coloured("x", "red") == "x"


def test_several_problems_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    here = Location("clusters/a/cluster.yaml", 3, 5)
    main.report(
        UserError([Finding(here, "one", "do it", (Location("b", 1, 2),)), Finding(None, "two")])
    )
    assert capsys.readouterr().err == (
        "error: clusters/a/cluster.yaml:3:5: one\n  see also b:1:2\n  fix: do it\nerror: two\n2 problems\n"
    )


def test_schema_prints_json(capsys: pytest.CaptureFixture[str]) -> None:
    import json

    code, out, _ = run(capsys, "schema")
    assert code == 0
    assert json.loads(out)["$defs"]["Cluster"]["properties"]["name"]["maxLength"] == 32
