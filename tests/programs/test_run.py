"""Programs that the user named: what they print comes back, what goes wrong is said without their output."""

from __future__ import annotations

import sys

import pytest

from gitops_gen.errors import UserError
from gitops_gen.programs import run


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def test_the_output_comes_back() -> None:
    assert run.output(python("print('out')"), what="it") == b"out\n"


def test_it_has_no_standard_input() -> None:
    assert run.output(python("import sys; print(sys.stdin.read())"), what="it") == b"\n"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["no-such-program-here", "s3cret"], "it: there is no program no-such-program-here"),
        (["/etc/passwd", "s3cret"], "it: /etc/passwd cannot be run"),
        (python("print('s3cret'); raise SystemExit(3)"), "ended with exit code 3"),
    ],
)
def test_what_goes_wrong_is_said_without_arguments_and_output(
    words: list[str], message: str
) -> None:
    with pytest.raises(UserError) as caught:
        run.output(words, what="it")
    assert message in str(caught.value)
    assert "s3cret" not in str(caught.value)


def test_it_is_not_waited_for_forever() -> None:
    with pytest.raises(UserError, match=r"did not end within 0\.05 s"):
        run.output(python("import time; time.sleep(60)"), what="it", seconds=0.05)
