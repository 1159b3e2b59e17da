"""libyaml's syntax errors in our words; never with the file's content."""

from __future__ import annotations

from typing import Any

from gitops_gen.yamlio import limits

TOO_DEEP = f"collections stand more than {limits.MAX_DEPTH} deep"

_WORDS = (
    ("mapping values are not allowed", "a second `: ` stands on the line", "quote the value"),
    ("could not find expected ':'", "a key has no `:`", "write `key: value`, or quote the text"),
    ("did not find expected key", "the indentation is broken, or a quote is not closed", ""),
    ("did not find expected '-' indicator", "a list item does not line up with its list", ""),
    ("did not find expected ',' or", "a flow list or mapping is not closed", "close the bracket"),
    ("did not find expected node content", "a value is missing here", ""),
    ("found unexpected end of stream", "a quote is not closed", "close it"),
    ("found unexpected document indicator", "a quote is not closed before the next document", ""),
    ("cannot start any token", "a tab or a reserved character starts a value", "quote the value"),
    ("found a tab character", "a tab stands in the indentation", "indent with spaces"),
    ("found unknown escape character", "an unknown escape stands in double quotes", "write \\\\"),
    ("block sequence entries are not allowed", "a list item stands where none can be", ""),
    ("did not find expected <document start>", "the document has ended before this line", ""),
    ("undefined tag handle", "a tag handle is used that no %TAG line defines", ""),
)


def explain(error: Any) -> tuple[int, str, str]:
    """(offset in the text, message, fix) of a `yaml.YAMLError`; offset 0 where libyaml gives none."""
    problem = getattr(error, "problem", None) or "unreadable"
    context = getattr(error, "context", None)
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    hint = f"{context}: {problem}" if context else problem
    if "exceeded maximum nesting depth" in problem:
        return _index(mark), TOO_DEEP, ""  # from 0.2.6 on libyaml has a limit of its own: 1,000
    for known, words, fix in _WORDS:
        if known in problem:
            return _index(mark), f"this is not YAML: {words} ({hint})", fix
    return _index(mark), f"this is not YAML ({hint})", ""


def shown(key: str) -> str:
    """A key for a message: quoted, one line, at most 60 characters."""
    text = key if len(key) <= 60 else f"{key[:57]}..."
    return '"' + text.encode("unicode_escape").decode().replace('"', '\\"') + '"'


def _index(mark: Any) -> int:
    return mark.index if mark is not None else 0
