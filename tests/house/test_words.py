"""What no committed file may hold: open ends, paths of a machine, hosts of package registries, private keys."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.house.source import ROOT, committed, text

OPEN_ENDS = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
MACHINE_PATHS = re.compile(
    r"(?<![\w.~}>*-])/(?:work|root|home|Users)/\w|\.\./shared\b|(?<![\w.])/work\b(?!loads?)"
)
REGISTRIES = re.compile(
    r"pypi\.org|pythonhosted\.org|proxy\.golang\.org|sum\.golang\.org|npmjs\.org|crates\.io"
    r"|--(?:extra-)?index-url|GOPROXY\s*[=:]|artifactory|\bnexus\b",
    re.IGNORECASE,
)
ELSEWHERE = re.compile(r"\b(?:design|layout|style|cilium-flux|python-stack|tools-and-lab)\.md\b")
PRIVATE_KEYS = re.compile(
    r"AGE-SECRET-KEY-(?:PQ-)?1[02-9AC-HJ-NP-Z]{50}"
    r"|-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----\s+(?:[\w-]+: [^\n]+\s+)*[A-Za-z0-9+/=]{40}"
    # base64 of PEM that is no certificate, public key or age file
    r"|LS0tLS1CRUdJTi(?!BDRVJU|BQVUJMSUMg|BBR0Ug)[A-Za-z0-9+/=]{60}"
)


def findings(pattern: re.Pattern[str]) -> list[str]:
    """`path:line` of every match in the committed files but this one; never the match itself."""
    return [
        f"{path.relative_to(ROOT)}:{content.count(chr(10), 0, match.start()) + 1}"
        for path in committed()
        if path != Path(__file__)
        for content in [text(path)]
        for match in pattern.finditer(content)
    ]


def python_files() -> list[Path]:
    return [path for path in committed() if path.suffix == ".py"]


def test_everything_committed_is_text() -> None:
    for path in committed():
        assert "\0" not in text(path), path


def test_no_open_ends() -> None:
    assert findings(OPEN_ENDS) == []


def test_no_path_of_a_machine() -> None:
    assert findings(MACHINE_PATHS) == []


def test_no_page_that_is_not_here() -> None:
    """Whoever has only this repository must be able to follow every reference."""
    assert findings(ELSEWHERE) == []


def test_no_host_of_a_package_registry() -> None:
    """But for the kinds of webhooks that Flux receives: one is Nexus'."""
    found = [place for place in findings(REGISTRIES) if "/data/schemas/flux.txt:" not in place]
    assert found == []


def test_no_private_key() -> None:
    assert findings(PRIVATE_KEYS) == []


@pytest.mark.parametrize(
    ("pattern", "bad", "good"),
    [
        (OPEN_ENDS, "# TODO: later", "to do, Todo, hackney"),
        (MACHINE_PATHS, "see /root/x", "https://git.example.com/home/clusters.git"),
        (MACHINE_PATHS, "/home/someone/.ssh", "${HOME}/x and ~/home/x"),
        (MACHINE_PATHS, "cd /work", "the /workloads of an app"),
        (REGISTRIES, "https://pypi.org/simple", "registry.k8s.io"),
        (REGISTRIES, "--index-url x", "an index of urls"),
        (ELSEWHERE, "design.md section 4", "redesign.mdx, docs/seed.md"),
        (PRIVATE_KEYS, "AGE-SECRET-KEY-1" + "Q" * 58, "AGE-SECRET-KEY-1..."),
        (
            PRIVATE_KEYS,
            "-----BEGIN EC PRIVATE KEY-----\n" + "A" * 64,
            "-----BEGIN EC PRIVATE KEY-----",
        ),
        (
            PRIVATE_KEYS,
            "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\n" + "A" * 64,
            "-----BEGIN PRIVATE KEY-----\n...",
        ),
        (PRIVATE_KEYS, "LS0tLS1CRUdJTi" + "B" * 80, "LS0tLS1CRUdJTiBDRVJU" + "B" * 80),
    ],
)
def test_the_patterns_tell_apart(pattern: re.Pattern[str], bad: str, good: str) -> None:
    assert pattern.search(bad)
    assert not pattern.search(good)


@pytest.mark.parametrize("path", python_files(), ids=lambda p: p.relative_to(ROOT).as_posix())
def test_every_module_says_what_it_does(path: Path) -> None:
    """In one sentence, on the first line; what follows stands below an empty line."""
    said = ast.get_docstring(ast.parse(text(path)))
    assert said, "no docstring"
    first, _, rest = said.partition("\n")
    assert len(first) >= 20
    assert first.endswith((".", "?"))
    assert not rest or rest.startswith("\n")
