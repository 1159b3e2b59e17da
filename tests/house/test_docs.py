"""The pages for people: their links lead somewhere, their commands exist, and they name every room."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gitops_gen import versions
from gitops_gen.cli.parse import group
from gitops_gen.errors import Exit
from tests.house.source import ROOT, committed, modules, text

PAGES = [path for path in committed() if path.suffix == ".md"]
MAKEFILE = text(ROOT / "Makefile")
TARGETS = set(re.findall(r"^([a-z-]+):.*## ", MAKEFILE, re.MULTILINE))
RECORDS = sorted((ROOT / "docs" / "adr").glob("[0-9]*.md"))
PARTS = ("Status.", "Context.", "Decision.", "Consequences.", "Alternatives.")


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)", text(page))
    local = [link for link in links if "://" not in link]
    assert [link for link in local if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_make_targets_exist(page: Path) -> None:
    named = set(re.findall(r"(?:^ +|`)make ([a-z-]+)", text(page), re.MULTILINE))
    assert named - TARGETS - {"test-lab"} == set()


def test_every_target_has_its_reason() -> None:
    reasons = text(ROOT / "CONTRIBUTING.md").partition("its\nreason here:")[2].partition("###")[0]
    assert set(re.findall(r"`([a-z-]+)`(?=[^|]*\| )", reasons)) >= TARGETS - {"help"}


def test_the_two_commands_come_first() -> None:
    """The README's first commands are the two that work on a bare machine; .ci/run runs them."""
    commands = re.findall(r"^ {4}(\S.*?)(?:  +#.*)?$", text(ROOT / "README.md"), re.MULTILINE)
    assert commands[:2] == ["make demo", "make test"]


def test_the_readme_knows_the_commands() -> None:
    commands = re.findall(r"^\| `gitops-gen ([a-z]+)", text(ROOT / "README.md"), re.MULTILINE)
    assert list(dict.fromkeys(commands)) == list(group.commands)


def test_the_readme_knows_the_exit_codes() -> None:
    codes = re.findall(r"^\| (\d+) \| ", text(ROOT / "README.md"), re.MULTILINE)
    assert [int(code) for code in codes] == sorted(Exit)


def test_the_readme_knows_the_versions() -> None:
    page = text(ROOT / "README.md").partition("## What it renders for")[2].partition("##")[0]
    for name, table in (
        ("Talos", versions.TALOS_KUBERNETES),
        ("Cilium", versions.CILIUM_KUBERNETES),
        ("Flux", versions.FLUX_KUBERNETES),
    ):
        assert f"{name} {' and '.join(table)}" in page


def test_architecture_names_every_room() -> None:
    page = text(ROOT / "ARCHITECTURE.md").partition("## Rules")[0]
    named = set(re.findall(r"`([a-z_]+)(?:/|\.py)`(?=[^|]*\|)", page))
    rooms = {module.room for module in modules()} - {""}
    assert rooms - named == set()
    packages = {path.name for path in (ROOT / "generator" / "gitops_gen").iterdir()}
    first = set(re.findall(r"^\| (?:`[a-z_]+\.py`, )?`([a-z_]+)(?:/|\.py)`", page, re.MULTILINE))
    assert [room for room in first if not {room, f"{room}.py"} & packages] == []


def test_every_file_that_architecture_names_is_there() -> None:
    page = text(ROOT / "ARCHITECTURE.md")
    package = ROOT / "generator" / "gitops_gen"
    named = set(re.findall(r"`((?:[a-z0-9]+/)+[a-z0-9_]+\.py)`", page))
    assert [name for name in sorted(named - {"programs"}) if not (package / name).exists()] == []


@pytest.mark.parametrize("record", RECORDS, ids=_name)
def test_a_record_has_its_parts(record: Path) -> None:
    page = text(record)
    number, title = record.name[:4], page.partition("\n")[0]
    assert title.startswith(f"# {number}: ")
    places = [page.find(f"**{part}**") for part in PARTS]
    assert places == sorted(places)
    assert -1 not in places
    assert len(page.splitlines()) <= 60, "half a page"
    assert f"[{number}]({record.name})" in text(record.parent / "README.md")


def test_records_are_numbered_without_a_gap() -> None:
    assert [int(path.name[:4]) for path in RECORDS] == list(range(1, len(RECORDS) + 1))


def test_records_that_are_cited_exist() -> None:
    known = {path.name[:4] for path in RECORDS}
    cited = {
        number
        for path in committed()
        if path.suffix in (".py", ".md", ".toml")
        for number in re.findall(r"\bADR (\d{4})\b", text(path))
    }
    assert cited <= known
