"""Contracts: which Talos versions are known, and what differs between them."""

from __future__ import annotations

import pytest

from gitops_gen.errors import UserError
from gitops_gen.talos.contract import SUPPORTED, Contract


@pytest.mark.parametrize("text", ["1.13", "v1.13", "1.13.9", "v1.13.0-alpha.1"])
def test_spellings(text: str) -> None:
    assert Contract.of(text) == Contract(1, 13)
    assert str(Contract.of(text)) == "1.13"


def test_supported_contracts() -> None:
    assert [str(Contract.of(f"{major}.{minor}")) for major, minor in SUPPORTED] == ["1.12", "1.13"]
    assert Contract.of("1.12") < Contract.of("1.13")


@pytest.mark.parametrize("text", ["", "1", "x1.13", "1.13x", "1-13", "latest"])
def test_no_version(text: str) -> None:
    with pytest.raises(UserError) as error:
        Contract.of(text)
    (finding,) = error.value.findings
    assert finding.message == f'"{text}" is not a Talos version'
    assert finding.fix == "write it like 1.13 or v1.13.9"


@pytest.mark.parametrize(
    ("text", "short"), [("1.11", "1.11"), ("v1.14.1", "1.14"), ("2.13", "2.13")]
)
def test_unknown_contract(text: str, short: str) -> None:
    with pytest.raises(UserError) as error:
        Contract.of(text)
    (finding,) = error.value.findings
    assert finding.message == f"no machine configs can be made for Talos {short} (from {text})"
    assert finding.fix.startswith("use one of 1.12, 1.13: ")


def test_what_differs() -> None:
    assert Contract.of("1.12").empty_machine_network
    assert not Contract.of("1.13").empty_machine_network
