"""A calm text is the same to every reader; what one of them reads in its own way is not calm."""

from __future__ import annotations

import itertools

import pytest

from gitops_gen.errors import UserError
from gitops_gen.yamlio import read, scalars
from gitops_gen.yamlio.calm import is_calm

CALM = """---
# A comment: with & and * and ! and more
apiVersion: apps/v1
kind: Deployment
metadata:
  name: a
  labels: {app.kubernetes.io/name: a, "n": 'y', n1: no-no}
spec:
  replicas: 2
  paused: false
  args: ["--port=8080", -x, "*", a&b, a*b, 10.0.0.1, 1.2.3, v1, 10.0.0.0/8, 5m, 1Gi, "0x1f"]
  url: https://example.com:8443/?a=b&c=d#x
  image: ghcr.io/a/b:1.2.3@sha256:0123
  text: |
    several
    lines
  last: |-
    one
  empty: {}
  none: []
  nothing:
  - name: yes-sir
    at: 12:00am
---
kind: List
"""
ODD = (
    *("y", "N", "yes", "No", "on", "OFF", "~", "null", "Null", "<<", "="),
    *("017", "0o17", "0x1f", "0b1", "1_000", "1.5", ".5", "1.", "1e3", "+1", "-1", "-0x1", "-.inf"),
    *(".nan", "12345678901234567", "2026-01-31", "2026-01-31T12:00:00Z", "12:30", "1:2:3.5"),
    *("&a b", "*a", "!a b", "!!str 1", "? a", ">", ">-", "|2", "|+", "|-2"),
)


def test_a_text_like_most_is_calm() -> None:
    assert is_calm(CALM)


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize(
    "place", ["a: {}\n", "a:\n  - {}\n", "a: {} # x\n", "- {}", "{}\n", "a:\t{}\n"]
)
def test_an_odd_scalar_is_seen_wherever_it_stands(odd: str, place: str) -> None:
    assert not is_calm(place.format(odd))


@pytest.mark.parametrize(
    "odd", [one for one in ODD if one.isalnum() or one[0] in "~=<+-.0123456789"]
)
@pytest.mark.parametrize(
    "place", ["a: [{}]\n", "a: [x, {}, y1]\n", "{{a: {}}}\n", "a: {{b: {}, c: x}}\n"]
)
def test_also_in_brackets(odd: str, place: str) -> None:
    assert not is_calm(place.format(odd))


@pytest.mark.parametrize(
    "text",
    [
        *("1: a\n", "a:\n  1.5: b\n", "{8080: a}\n", "true: a\n", "a:\n  False : b\n", "y: a\n"),
        *("%YAML 1.1\n---\na: b\n", "a: b\n...\n", "--- a\n", "--- {a: b}\n", "a:\n\tb: c\n"),
        *(
            "a: b # {x}\n",
            "a: b\r\n",
            "a: \x85\n",
            "\ufeffa: b\n",
            "a: |\n\n  b\n",
            "a: |- # x\n \n  b\n",
        ),
    ],
)
def test_what_is_not_calm_besides(text: str) -> None:
    assert not is_calm(text)


PARTS = (
    ("", "-", "+"),
    ("", "0", "1", "12", "0x", "a"),
    (".", "e", "_", ":", "", "7"),
    ("", "3", "x"),
)
SPELLINGS = ["".join(parts) for parts in itertools.product(*PARTS)]


def test_calm_scalars_are_the_same_to_all() -> None:
    calm = [one for one in SPELLINGS if is_calm(f"a: {one}\n")]
    assert len(calm) > 100
    for one in calm:
        try:
            bodies = [
                read.documents(f"a: {one}\n", "x", typing=typing)[0].body
                for typing in (scalars.KUBERNETES, scalars.TALOS)
            ]
        except UserError:
            continue
        assert bodies[0] == bodies[1], one
        assert type(bodies[0]["a"]) is type(bodies[1]["a"]), one
