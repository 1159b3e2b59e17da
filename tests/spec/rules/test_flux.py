"""Who can open what, and which controllers run."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.spec.tweak import check

# name: (changes, what is said)
CASES: dict[str, tuple[dict[str, str], tuple[str, ...]]] = {
    "ok-two-operators": (
        {
            "    - age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p": "    - age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p\n    - age1lggyhqrw2nlhcxprm67z43rta597azn8gknawjehu9d9dl0jq3yqqvfafg"
        },
        (),
    ),
    "operator-twice": (
        {
            "    - age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p": "    - ②age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p\n    - ①age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"
        },
        ("①: this recipient stands twice\n  see also ②\n  fix: remove one",),
    ),
    "operator-is-a-name": (
        {"    - age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p": "    - ①alice"},
        (
            '①: "alice" is not an age or SSH recipient\n'
            "  fix: `age-keygen -y` prints the public half of a key",
        ),
    ),
    "operator-is-cut": (
        {
            "    - age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p": "    - ①age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcaqqq"
        },
        (
            "①: age1ql3z7hjy54pw3hyw... is not a valid recipient: copy it again, its checksum does not hold\n"
            "  fix: `age-keygen -y` prints the public half of a key",
        ),
    ),
    "component-missing": (
        {"\nflux:\n": "\nflux:\n  ①components: [source-controller, kustomize-controller]\n"},
        ("①: helm-controller is missing: the tree needs it\n  fix: add helm-controller",),
    ),
    "component-twice": (
        {
            "\nflux:\n": "\nflux:\n  components: [source-controller, kustomize-controller, helm-controller, ①source-controller]\n"
        },
        ("①: source-controller stands twice\n  fix: remove one",),
    ),
    "ok-three-components": (
        {
            "\nflux:\n": "\nflux:\n  components: [source-controller, kustomize-controller, helm-controller]\n"
        },
        (),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_changed_spec_says_exactly_this(name: str, tmp_path: Path) -> None:
    changes, expected = CASES[name]
    check(tmp_path, changes, *expected)
