"""Lines of ours inside a file that others write to as well, between two marker comments."""

from __future__ import annotations

import re

from gitops_gen.errors import user_error

_BEGIN = "# >>> gitops-gen: {owner} (rendered; edits between these two lines are lost)"
_END = "# <<< gitops-gen: {owner}"
_ANY = re.compile(r"^[ \t]*# >>> gitops-gen: (?P<owner>\S+) \(", re.MULTILINE)


def owners(text: str) -> list[str]:
    """Whose blocks stand in a text, in order."""
    return [match["owner"] for match in _ANY.finditer(text)]


def without(text: str, owner: str) -> str:
    """The text without a block."""
    span = _span(text, owner)
    return text if span is None else text[: span[0]] + text[span[1] :]


def with_block(text: str, owner: str, lines: tuple[str, ...], *, under: str, file: str) -> str:
    """The text with the block's lines anew: in its place, else first under the key `under`, else last.

    Raises UserError where `under` is no block-style list (nothing is guessed about foreign text).
    """
    span = _span(text, owner)
    if under:
        text = _with_key(text, under, file)
    if span is not None:
        start, end = span
        indent = re.match(r"[ \t]*", text[start:])
        return text[:start] + _block(owner, lines, indent[0] if indent else "") + text[end:]
    if not under:
        gap = "\n" if text and not text.endswith("\n") else ""
        return text + gap + _block(owner, lines, "")
    key = _key(text, under)
    assert key is not None
    following = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\n)*([ \t]*)- ").match(text, key.end())
    indent_text = following[1] if following else "  "
    return text[: key.end()] + _block(owner, lines, indent_text) + text[key.end() :]


def _block(owner: str, lines: tuple[str, ...], indent: str) -> str:
    whole = (_BEGIN.format(owner=owner), *lines, _END.format(owner=owner))
    return "".join(f"{indent}{line}\n" for line in whole)


def _span(text: str, owner: str) -> tuple[int, int] | None:
    name = re.escape(owner)
    pattern = rf"^[ \t]*# >>> gitops-gen: {name} \([^\n]*\n(?:.*\n)*?[ \t]*# <<< gitops-gen: {name}[ \t]*(?:\n|\Z)"
    match = re.search(pattern, text, re.MULTILINE)
    return match.span() if match else None


def _key(text: str, under: str) -> re.Match[str] | None:
    return re.search(rf"^{re.escape(under)}:[ \t]*(?:#[^\n]*)?\n", text, re.MULTILINE)


def _with_key(text: str, under: str, file: str) -> str:
    """The text with the key of a block-style list in it."""
    if text and not text.endswith("\n"):
        text += "\n"
    empty = re.search(
        rf"^{re.escape(under)}:[ \t]*(?:\[[ \t]*\]|null|~)[ \t]*\n", text, re.MULTILINE
    )
    if empty:
        return text[: empty.start()] + f"{under}:\n" + text[empty.end() :]
    if _key(text, under):
        return text
    if re.search(rf"^[\"']?{re.escape(under)}[\"']?[ \t]*:", text, re.MULTILINE):
        raise user_error(
            f"{under} is no block-style list, so our rules cannot be put into it",
            fix=f"write it as `{under}:` with one `- ` item a line",
            file=file,
        )
    return f"{text}{under}:\n"
