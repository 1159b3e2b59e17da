"""`validate` and `explain`: which repository, which part of it, and the exit codes."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from gitops_gen.cli import main
from tests.support import repositories

BAD = "a: 1\na: 2\n"
WORSE = f"apiVersion: v1\n{BAD}"


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    repositories.write(
        tmp_path, {".git/HEAD": "", "apps/x.yaml": WORSE, "infra/y.yaml": BAD, "z.yml": "a: 1\n"}
    )
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *args: str) -> tuple[int, str, str]:
    code = main.main(list(args))
    said = capsys.readouterr()
    return code, said.out, said.err


@pytest.mark.parametrize(
    ("args", "code", "files"),
    [
        ([], 1, ["apps/x.yaml", "infra/y.yaml"]),
        (["."], 1, ["apps/x.yaml", "infra/y.yaml"]),
        (["infra"], 0, ["infra/y.yaml"]),
        (["infra", "--strict"], 1, ["infra/y.yaml"]),
        (["infra/y.yaml", "apps"], 1, ["apps/x.yaml", "infra/y.yaml"]),
        (["z.yml", "--strict"], 0, []),
        (["-C", "apps"], 1, ["x.yaml"]),
        (["--ignore", "schema"], 0, []),
        (["--select", "schema-yaml-reads"], 1, ["apps/x.yaml", "infra/y.yaml"]),
    ],
)
def test_what_is_judged(
    repository: Path,
    capsys: pytest.CaptureFixture[str],
    args: list[str],
    code: int,
    files: list[str],
) -> None:
    assert repository.is_dir()
    ended, out, err = run(capsys, "validate", "--format", "json", *args)
    assert (ended, err) == (code, "")
    assert [one["location"]["file"] for one in json.loads(out)["findings"]] == files


def test_from_a_folder_below_it_is_the_same_repository(
    repository: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repository / "infra")
    code, out, _ = run(capsys, "validate", ".")
    assert (code, out.startswith("infra/y.yaml\n  2:1 warning [schema-yaml-reads]")) == (0, True)
    assert "apps" not in out
    code, out, _ = run(capsys, "validate")
    assert "apps/x.yaml" in out


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["nowhere"], "nowhere: there is no such file or folder"),
        (["-C", "nowhere"], "nowhere: there is no such folder"),
        (["-C", "apps", "z.yml"], "z.yml is not in the repository apps"),
        (["--select", "shema"], 'no family shema (did you mean "schema"?)'),
        (["--select", "schema", "--ignore", "schema"], "no check is left"),
        (["-C", "empty"], "nothing was judged"),
    ],
)
def test_what_the_user_must_mend(
    repository: Path, capsys: pytest.CaptureFixture[str], args: list[str], said: str
) -> None:
    (repository / "empty").mkdir()
    code, out, err = run(capsys, "validate", *args)
    assert (code, out) == (2, "")
    assert said in err


def test_explain(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "explain", "schema-yaml-reads")
    assert code == 0
    assert out.startswith("# schema-yaml-reads\n\nEvery YAML file is read alike")
    for args in (["--list"], []):
        code, out, _ = run(capsys, "explain", *args)
        assert code == 0
        assert re.search(
            r"^ignore-is-used +warning  An ignore hides something\.$", out, re.MULTILINE
        )
    code, _, err = run(capsys, "explain", "schema-yaml-read")
    assert (code, 'did you mean "schema-yaml-reads"?' in err) == (2, True)
