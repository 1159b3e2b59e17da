"""postBuild substitution: our text, our result and our refusals against kustomize-controller's own library."""

from __future__ import annotations

import json
import random
from collections import Counter
from typing import Any

from gitops_gen.substitute import apply, marshal
from gitops_gen.substitute.functions import Unsure
from tests.support.ledger import proved
from tests.support.tools import oracle

FLUX = "github.com/fluxcd/pkg/kustomize 1.35.6"

VARIABLES = {
    "A": "alpha",
    "N": "3",
    "B": "true",
    "E": "",
    "S": "two words",
    "Q": 'say "it\'s"',
    "C": "a: b",
    "H": "x # y",
    "L": "one\ntwo\n",
    "P": "v1.2.3-rc/a/b.tar.gz",
    "D": "$A ${A} $$",
    "W": " around ",
    "F": "1.5e3",
    "K": "[a, b]",
    "M": "{a: 1}",
    "Z": "null",
    "_x9": "é",
    "T": "*a",
    "X": "- item",
    "O": "0o17",
    "I": "12345678901234567890",
}
"""What people put into a variable, and what hurts."""

_OPERATORS = (
    ":-",
    ":=",
    "=",
    ":?",
    ":+",
    ":",
    "/",
    "//",
    "/#",
    "/%",
    "#",
    "##",
    "%",
    "%%",
    ",",
    ",,",
    "^",
    "^^",
    "",
    "",
    "",
)
_WORDS = (
    "a",
    "b c",
    "x",
    "1",
    "0",
    "-1",
    "2:1",
    "*",
    "a*",
    "?",
    "[a-z]",
    "*.",
    "a/b",
    "/x",
    ".",
    "true",
    "yes",
    "é",
    "",
    "$$",
    "\\/",
    "${A}",
    "${U}",
    "${N:-1}",
    "'",
    '"',
    ": ",
    "long words that go on for a while",
)
_TEXTS = (
    "plain",
    "",
    " ",
    "true",
    "yes",
    "y",
    "12",
    "0x1F",
    "1e3",
    "1:30",
    "2001-01-01",
    "~",
    "null",
    "a: b",
    "a #b",
    "- a",
    "'q'",
    '"dq"',
    "tab\there",
    "line\nline\n",
    "line\nline",
    "trail \nline",
    "end\n\n",
    "\\d",
    "é ü",
    "\U0001f600",
    "key:",
    "#c",
    "---",
    "=",
    "<<",
    "a, b",
    "{x}",
    "[y]",
    "%d",
    "@at",
    "`tick`",
    "cr\r",
    "$",
    "$$",
    "$x",
    "}",
    "a long text whose words reach beyond the eightieth column of a line and then some more words",
    "#!/bin/sh\nset -eu\necho $HOME\n",
)


def expression(draw: random.Random) -> str:
    """One expression, mostly well formed."""
    name = draw.choice([*VARIABLES, *VARIABLES, "U", "V"])
    operator = draw.choice(_OPERATORS)
    if draw.random() < 0.04:
        return draw.choice(("${#A}", "${#U}", "${#}", "${}", "${A", "${A-b}", "${A@}", "${ A}"))
    if operator in ("", ",", ",,", "^", "^^"):
        return f"${{{name}{operator}}}"
    text = f"{operator}{draw.choice(_WORDS)}"
    if operator.startswith("/"):
        text += f"/{draw.choice(_WORDS)}"
    return f"${{{name}{text}}}"


def text(draw: random.Random, *, refers: float) -> str:
    """A text of a field, with expressions in it or not."""
    made = draw.choice(_TEXTS)
    if draw.random() < refers:
        before = draw.choice(("", "", "", "pre-", draw.choice(_TEXTS), "$$"))
        behind = draw.choice(("", "", "", "-post", draw.choice(_TEXTS), expression(draw)))
        made = f"{before}{expression(draw)}{behind}"
    return made


def value(draw: random.Random, depth: int, refers: float) -> Any:
    kind = draw.random()
    if depth < 3 and kind < 0.2:
        return {key(draw, refers): value(draw, depth + 1, refers) for _ in range(draw.randrange(4))}
    if depth < 3 and kind < 0.35:
        return [value(draw, depth + 1, refers) for _ in range(draw.randrange(4))]
    if kind < 0.5:
        numbers = (0, 1, -7, 1.5, 3.0, 1e6, 1e21, 1e-7, 123456.75, 2**53 + 1, True, False, None)
        return draw.choice(numbers)
    return text(draw, refers=refers)


def key(draw: random.Random, refers: float) -> str:
    if draw.random() < refers / 8:
        return draw.choice(("${A}", "${N}", "${B}", "${U:-u}", "k-${A}", "${X}"))
    return draw.choice(("a", "b10", "b9", "b09", "c.d/e", "10", "y", "true", "K", "_", "a b", "d:"))


def objects(draw: random.Random, n: int, refers: float) -> list[dict[str, Any]]:
    made = []
    for _ in range(n):
        body: dict[str, Any] = {
            "apiVersion": "v1",
            "kind": "ConfigMap",
            "metadata": {"name": "x", "labels": {"app": text(draw, refers=refers / 4)}},
            "data": {
                key(draw, refers): value(draw, 0, refers) for _ in range(draw.randrange(1, 4))
            },
        }
        if draw.random() < 0.02:
            body["metadata"][draw.choice(("labels", "annotations"))] = {apply.SWITCH: "disabled"}
        made.append(body)
    return made


def asked(body: dict[str, Any], op: str = "substitute", **more: Any) -> dict[str, Any]:
    return {"op": op, "object": json.dumps(body, ensure_ascii=False), **more}


def test_the_text_is_flux_own() -> None:
    draw = random.Random(1)
    bodies = objects(draw, 3000, 0.3)
    said = oracle("flux-kustomize").ask([asked(body, "marshal") for body in bodies])
    judged = 0
    for body, verdict in zip(bodies, said, strict=True):
        try:
            ours = marshal.marshalled(body).text
        except Unsure:
            continue
        assert ours == verdict.get("text"), (body, verdict)
        judged += 1
    assert judged > 0.95 * len(bodies)
    proved("flux-substitution-text", judged, judge=FLUX)


def agrees(ours: Any, verdict: dict[str, Any]) -> bool:
    """Whether our answer is Flux'; a failure is told by its stage, an undefined variable by its name."""
    error = verdict.get("error", "")
    match ours:
        case apply.Substituted():
            return not error and ours.body == verdict.get("object")
        case apply.Undefined():
            return f'variable not set (strict mode): "{ours.references[0].name}"' in error
        case apply.Failed():
            return bool(STAGES[ours.message.partition(" ")[0]] & set(error.split(": ")))
    return False


STAGES = {
    "a": {"variable substitution failed"},
    "with": {"YAMLToJSON", "UnmarshalJSON"},
    "the": {"envsubst error"},
}
"""The first word of a failure to the stage that Flux names."""


def judge(cases: list[tuple[dict[str, Any], dict[str, str], bool, bool]]) -> Counter[str]:
    """How often each kind of answer was given; every one that judges is Flux'."""
    said = oracle("flux-kustomize").ask(
        [asked(body, variables=v, strict=s, always=a) for body, v, s, a in cases]
    )
    kinds: Counter[str] = Counter()
    for (body, variables, strict, always), verdict in zip(cases, said, strict=True):
        ours = apply.substitute(body, variables, strict=strict, always=always)
        kinds[type(ours).__name__] += 1
        if not isinstance(ours, apply.NotJudged):
            assert agrees(ours, verdict), (body, variables, ours, verdict)
    return kinds


def test_random_objects_become_what_flux_makes_of_them() -> None:
    draw = random.Random(2)
    cases = []
    for body in objects(draw, 4000, 0.45):
        names = [name for name in VARIABLES if draw.random() < 0.9]
        chosen = {name: VARIABLES[name] for name in names} if draw.random() < 0.95 else {}
        cases.append((body, chosen, draw.random() < 0.6, draw.random() < 0.7))
    kinds = judge(cases)
    print(kinds)
    assert kinds["NotJudged"] < 0.05 * len(cases)
    assert min(kinds[one] for one in ("Substituted", "Undefined", "Failed")) > 100
    proved("flux-substitution", len(cases) - kinds["NotJudged"], judge=FLUX)


def test_objects_without_expressions_stay_as_they_are() -> None:
    draw = random.Random(4)
    cases = [(body, {"A": "a"}, True, False) for body in objects(draw, 2000, 0)]
    plain = [case for case in cases if apply.is_plain(case[0])]
    assert len(plain) > 1000
    kinds = judge(plain)
    assert kinds["Substituted"] == len(plain)
    proved("flux-substitution", len(plain), judge=FLUX)


HAND = (
    ("${A-b}", {"A": "1"}),
    ("${A:-b}", {"A": "1"}),
    ("${E:-b}", {"E": ""}),
    ("${E-b}", {"E": ""}),
    ("${A:-${U}}", {"A": "1"}),
    ("${U:-${V:-deep}}", {"A": "1"}),
    ("${A}", {"A": "1", "bad-name": "2"}),
    ("${A}", {"1A": "2"}),
    ("${A}", {"A": "1\n2\n"}),
    ("${A}", {"A": "x\r\ny"}),
    ("${A}", {"A": "\ttab"}),
    ("${A}", {"A": '"quoted"'}),
    ("'${A}'", {"A": "it's"}),
    ("a: ${A}", {"A": "it's"}),
    ("#!/bin/sh\nfor a in $${ARGS[@]}; do echo $$a; done\n", {"A": "1"}),
    ("#!/bin/sh\nfor a in ${ARGS[@]}; do echo $a; done\n", {"A": "1"}),
    ("{{ .Values.a }} ${A}", {"A": "1"}),
    ("${A}", {"A": "!!binary aGk="}),
    ("${A}", {"A": "&x y"}),
    ("${A}", {"A": "<<: *x"}),
)
"""Texts and variables that people write, or fall over."""


def test_what_people_write_is_judged_as_flux_does() -> None:
    cases = []
    for text_, variables in HAND:
        body = {"apiVersion": "v1", "kind": "A", "metadata": {"name": "x"}, "spec": {"b": text_}}
        cases += [(body, variables, strict, False) for strict in (True, False)]
    kinds = judge(cases)
    assert kinds["NotJudged"] < 0.1 * len(cases), kinds
    proved("flux-substitution", len(cases) - kinds["NotJudged"], judge=FLUX)


def test_any_soup_of_signs_is_understood_as_flux_does() -> None:
    draw = random.Random(3)
    signs = [
        "$",
        "{",
        "}",
        "${",
        "${",
        "$$",
        "${A",
        "${A",
        "${U",
        *":-=?+/#%^,\\*[]a1 é'\"",
        "${#",
        ":-",
        "//",
    ]
    cases = []
    for _ in range(6000):
        soup = "".join(draw.choices(signs, k=draw.randrange(1, 10))) + draw.choice(("", "}", "}"))
        body = {"apiVersion": "v1", "kind": "A", "metadata": {"name": "x"}, "spec": {"b": soup}}
        cases.append((body, {"A": draw.choice(("a1", "a", "aaa/b")), "a1": ""}, False, True))
    kinds = judge(cases)
    assert kinds["NotJudged"] < 0.05 * len(cases)
    assert min(kinds[one] for one in ("Substituted", "Failed")) > 1000
    proved("flux-substitution", len(cases) - kinds["NotJudged"], judge=FLUX)
