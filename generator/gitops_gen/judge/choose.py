"""Which checks run: ids and families, chosen and left out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gitops_gen.checks.check import Check
from gitops_gen.errors import UserError, did_you_mean
from gitops_gen.findings import Finding


def chosen(
    all_of_them: Sequence[Check], select: Iterable[str], ignore: Iterable[str]
) -> list[Check]:
    """Those selected (all where nothing is) and not ignored. Raises `UserError` for names that nobody has."""
    select, ignore = _words(select), _words(ignore)
    known = {name for check in all_of_them for name in (check.id, check.family)}
    unknown = [word for word in (*select, *ignore) if word not in known]
    if unknown:
        fix = "gitops-gen explain --list names them all"
        raise UserError(
            Finding(None, f"there is no check and no family {one}{did_you_mean(one, known)}", fix)
            for one in unknown
        )
    return [
        check
        for check in all_of_them
        if (not select or _named(check, select)) and not _named(check, ignore)
    ]


def _named(check: Check, words: list[str]) -> bool:
    return check.id in words or check.family in words


def _words(given: Iterable[str]) -> list[str]:
    """Options may be repeated, and each may hold several names with commas."""
    return [word.strip() for one in given for word in one.split(",") if word.strip()]
