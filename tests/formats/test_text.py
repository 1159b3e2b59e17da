"""Text for eyes: a golden, and what must never be shown."""

from __future__ import annotations

import pytest

from gitops_gen.findings import Location
from gitops_gen.formats import lines, text
from gitops_gen.judge.report import Report
from tests.formats import reports

GOLDEN = """\
<cyan:the repository>
  <yellow:warning> [flux-whole] nothing leads here

<cyan:a.yaml>
  3:10 <red:error> [schema-x] an open\\n list
    3 |   color: [red
      |          ^
      see also b:1:1
      fix: close it
  <red:error> [schema-y] of the file

<cyan:b/secret.yaml>
  3:9 <red:error> [schema-x] who?
    3 |   user: ...
      |         ^

not judged:
  5 x template: no YAML
      t/0.yaml, t/1.yaml, t/2.yaml, and 2 more
  1 x Widget: no schema
      z.yaml:4:1

<red:3 errors, 1 warning>, 2 ignored
built: 1,000 folders by gitops-gen, 1 folder by kustomize 5.8.1
judged: 1 object of 1,200 documents in 2 files, by 3 checks; not judged: 6
"""


def coloured(said: str, colour: str) -> str:
    return f"<{colour}:{said}>"


def test_golden() -> None:
    assert "\n".join(text.lines(reports.report(), reports.text, coloured)) + "\n" == GOLDEN


def test_a_clean_report_is_two_lines() -> None:
    clean = Report((), (), 1, 1, 1, ("a-b",), 0, {})
    assert list(text.lines(clean, reports.text, coloured)) == [
        "<green:0 errors, 0 warnings>",
        "judged: 1 object of 1 document in 1 file, by 1 check; not judged: 0",
    ]


SECRETS = [
    ("a.yaml", "  password: hunter22\n", "  password: ..."),
    ("a.yaml", "  - name: x\n  - apiKey: hunter22\n", None),
    ("a.yaml", "  hunter22 secret stuff\n", "  ..."),
    ("a.yaml", "  key: c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0hunter22\n", "  key: ..."),
    ("a.yaml", "  -----BEGIN RSA PRIVATE KEY----- hunter22\n", "  ..."),
    ("a.yaml", "  'a b': AGE-SECRET-KEY-1hunter22\n", "  'a b': ..."),
    ("a.yaml", "  secretRef:\n", "  secretRef:"),
    ("a.yaml", "  x: hunter22\n---\nkind: Secret\n", "  x: ..."),
    ("a.yaml", '  x: hunter22\n---\n{\n "kind": "Secret"}\n', "  x: ..."),
]


@pytest.mark.parametrize(("path", "held", "shown"), SECRETS)
def test_secrets_are_not_shown(path: str, held: str, shown: str | None) -> None:
    for number in range(1, held.count("\n") + 1):
        said = lines.excerpt(Location(path, number, 3), lambda _: held)
        assert said is not None
        assert "hunter22" not in said[0]
        if shown is not None and number == 1:
            assert said[0] == shown


@pytest.mark.parametrize(
    ("line", "column", "shown"),
    [
        ("a: 1", 4, ("a: 1", 3)),
        ("a:\t1\r", 4, ("a: 1", 3)),
        ("a: \x1b[31m", 8, ("a: \\x1b[31m", 10)),
        ("a: 1", 99, ("a: 1", 4)),
        ("a b " * 50, 150, ("..." + ("a b " * 50)[69:169], 83)),
    ],
)
def test_lines_fit_and_are_printable(line: str, column: int, shown: tuple[str, int]) -> None:
    assert lines.excerpt(Location("x", 1, column), lambda _: line) == shown


def test_a_place_that_is_not_there() -> None:
    assert lines.excerpt(Location("x"), lambda _: "a") is None
    assert lines.excerpt(Location("x", 3), lambda _: "a") is None
