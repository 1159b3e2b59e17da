"""Without PyYAML's reader in Python everything is read, refused and positioned as with it."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from gitops_gen.yamlio import lean

TEXTS = [
    "a: 1\nb: [x, {c: d}]\n---\n- e\n",
    "a: &x [1]\nb: *x\n<<: {c: d}\n",
    "a: |\n  text\n  more\n",
    "",
    "\ufeffa: ä\n",
    "a: [",
    "a: \x00",
    "a: \x07",
    "\tx",
    "a: b: c",
    "a: *b",
    "%YAML 9",
    "a: 1\na: 2\n",
    "a: '\\ud800'",
    "a: \ufffe",
    "- \U0001f600\n",
]
CHILD = """
import json, sys
lean_first = json.loads(sys.argv[1])
if lean_first:
    from gitops_gen.yamlio import lean
    lean.prepare()
from gitops_gen.errors import UserError
from gitops_gen.yamlio import read, scalars
said = []
for text in json.loads(sys.stdin.read()):
    for typing in (scalars.KUBERNETES, scalars.TALOS, scalars.SOPS):
        try:
            found = read.documents(text, "f", typing=typing)
            said.append([[one.body, one.at("a")] for one in found])
        except UserError as error:
            said.append(str(error))
import yaml
whole = hasattr(yaml.reader, "__file__")
print(json.dumps([said, whole, issubclass(yaml.reader.ReaderError, yaml.YAMLError)]))
"""


def read_all(lean_first: bool) -> list[object]:
    done = subprocess.run(
        [sys.executable, "-c", CHILD, json.dumps(lean_first)],
        input=json.dumps(TEXTS),
        capture_output=True,
        text=True,
        check=True,
    )
    found: list[object] = json.loads(done.stdout)
    return found


def test_everything_is_read_and_refused_alike() -> None:
    with_it, without = read_all(False), read_all(True)
    assert with_it[1:] == [True, True]
    assert without[1:] == [False, True]
    assert without[0] == with_it[0]


def test_a_process_that_has_it_already_is_left_alone() -> None:
    import yaml

    before = sys.modules["yaml.reader"]
    lean.prepare()
    assert sys.modules["yaml.reader"] is before
    assert yaml.safe_load("a: 1") == {"a": 1}


def test_nothing_else_is_there() -> None:
    with pytest.raises(AttributeError, match="other"):
        lean._error("other")
