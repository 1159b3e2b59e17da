"""Versions: what is a pin, and what fits with what."""

from __future__ import annotations

import re

import pytest

from gitops_gen import versions


@pytest.mark.parametrize("text", ["1.13.9", "v1.13.9"])
def test_a_pin_is_read(text: str) -> None:
    found = versions.parse(text)
    assert found == (1, 13, 9)
    assert (str(found), found.line) == ("1.13.9", "1.13")


@pytest.mark.parametrize(
    "text",
    [
        *("", "1.13", "1.13.x", "1.13.9-rc.1", "~1.13.9", "vv1.13.9", "1.13.9\n", " 1.13.9"),
        *("1.13.9.1", "01.13.9", "1.013.9", "1.13.٩", "1.13.99999", f"1.13.{'9' * 5000}"),
    ],
)
def test_what_is_no_pin_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=rf"^{re.escape(text)}\Z"):
        versions.parse(text)


def test_versions_compare_as_numbers() -> None:
    assert versions.parse("1.9.10") < versions.parse("1.10.9") < versions.parse("2.0.0")


@pytest.mark.parametrize(
    ("text", "held"),
    [("1.30.9", False), ("1.31.0", True), ("1.36.99", True), ("1.37.0", False), ("2.33.0", False)],
)
def test_a_range_holds_both_its_ends(text: str, held: bool) -> None:
    assert versions.Range(31, 36, "x").holds(versions.parse(text)) is held


def test_a_range_is_spelt() -> None:
    assert str(versions.Range(31, 36, "x")) == "1.31 to 1.36"


def test_the_pins_of_this_release_exist_together() -> None:
    kubernetes = versions.parse(versions.KUBERNETES)
    for pin, table in (
        (versions.TALOS, versions.TALOS_KUBERNETES),
        (versions.CILIUM, versions.CILIUM_KUBERNETES),
        (versions.FLUX, versions.FLUX_KUBERNETES),
    ):
        assert table[versions.parse(pin).line].holds(kubernetes)


def test_the_support_matrix_is_the_published_one() -> None:
    def spelt(table: dict[str, versions.Range]) -> dict[str, str]:
        return {line: str(one) for line, one in table.items()}

    assert spelt(versions.TALOS_KUBERNETES) == {"1.12": "1.30 to 1.35", "1.13": "1.31 to 1.36"}
    assert spelt(versions.CILIUM_KUBERNETES) == {"1.19": "1.31 to 1.34", "1.20": "1.33 to 1.36"}
    assert spelt(versions.FLUX_KUBERNETES) == {"2.9": "1.33 to 1.36"}
