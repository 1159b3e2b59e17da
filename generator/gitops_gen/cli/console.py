"""What a person sees: text on the two streams, coloured only on a terminal and never against NO_COLOR."""

from __future__ import annotations

import os
import sys

_CODES = {"red": 31, "green": 32, "yellow": 33, "cyan": 36}


def out(text: str, *, newline: bool = True) -> None:
    """Data, on stdout."""
    sys.stdout.write(text + ("\n" if newline else ""))


def err(text: str) -> None:
    """Progress, hints and errors, on stderr."""
    sys.stderr.write(f"{text}\n")


def coloured(text: str, colour: str, *, on_stdout: bool = False) -> str:
    """The text in a colour, where the stream is a terminal and the user has not asked for none."""
    stream = sys.stdout if on_stdout else sys.stderr
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb" or not stream.isatty():
        return text
    return f"\x1b[{_CODES[colour]}m{text}\x1b[0m"
