"""Runs checks over a repository; the ignores are applied here, and those that hide nothing are found."""

from __future__ import annotations

from collections.abc import Sequence

from gitops_gen.checks import ignore_is_used, ignores
from gitops_gen.checks.check import Check
from gitops_gen.checks.ignores import Ignore
from gitops_gen.errors import user_error
from gitops_gen.findings import Finding, Location, Unjudged
from gitops_gen.judge.report import Report, Verdict
from gitops_gen.programs import fork
from gitops_gen.repo.repository import Repo

WORTH = 2_000
"""Objects; to judge fewer takes less time than to make a copy and to hear from it."""


def judge(repo: Repo, checks: Sequence[Check], within: Sequence[str] = ("",)) -> Report:
    """What the checks find in the files that `within` names (files, or folders; "" is everything).

    The whole repository is read all the same: what a file means depends on the others. Raises `UserError`
    where nothing was read.
    """
    read = [path for path in repo.read if _inside(path, within)]
    if not read:
        place = ", ".join(one or "this folder" for one in within)
        raise user_error(f"no YAML file in {place}: nothing was judged", fix="name another path")
    verdicts, unjudged = _found(repo, checks)
    left, idle = _ignored(repo, checks, verdicts)
    kept = [one for one in left + idle if _inside(_file(one.finding.location), within)]
    kept.sort(key=lambda one: (one.finding.location or Location(""), one.check, one.finding))
    return Report(
        verdicts=tuple(kept),
        unjudged=tuple(sorted({one for one in unjudged if _inside(one.location.file, within)})),
        files=len(read),
        documents=sum(len(repo.read[path].documents) for path in read),
        objects=sum(len(repo.read[path].manifests) for path in read),
        checks=tuple(check.id for check in checks),
        ignored=len(verdicts) - len(left),
        built=repo.flux.builders,
    )


def _found(repo: Repo, checks: Sequence[Check]) -> tuple[list[Verdict], list[Unjudged]]:
    verdicts: list[Verdict] = []
    unjudged: list[Unjudged] = []
    for check, found in zip(checks, _run(repo, checks), strict=True):
        for one in found:
            if isinstance(one, Unjudged):
                unjudged.append(one)
            else:
                verdicts.append(Verdict(check.id, one))
    return list(dict.fromkeys(verdicts)), [*repo.unjudged, *unjudged]


def _run(repo: Repo, checks: Sequence[Check]) -> list[list[Finding | Unjudged]]:
    """What each check finds; in a large repository every second check runs in a copy of the process."""
    if len(repo.objects) < WORTH or len(checks) < 2 or not fork.helps():
        return [list(one.find(repo)) for one in checks]
    import pickle  # 5 ms, for large repositories alone

    theirs = checks[1::2]
    copy = fork.Copy(lambda: pickle.dumps([list(one.find(repo)) for one in theirs]))
    ours = [list(one.find(repo)) for one in checks[::2]]
    data = copy.result()
    others = [list(one.find(repo)) for one in theirs] if data is None else pickle.loads(data)
    found = [*ours, *others]
    found[::2], found[1::2] = ours, others
    return found


def _ignored(
    repo: Repo, checks: Sequence[Check], verdicts: list[Verdict]
) -> tuple[list[Verdict], list[Verdict]]:
    """What no ignore hides, and the ignores that hide nothing; only an ignore with a reason hides."""
    ids = {check.id for check in checks}
    every = [one for one in ignores.find(repo) if one.reason]
    used: set[Ignore] = set()
    left: list[Verdict] = []
    for verdict in verdicts:
        hiding = [one for one in every if one.covers(verdict.check, verdict.finding.location)]
        used.update(hiding)
        if not hiding:
            left.append(verdict)
    if ignore_is_used.CHECK.id not in ids:
        return left, []
    return left, [_idle(one) for one in every if one not in used and one.check in ids]


def _idle(one: Ignore) -> Verdict:
    said = f"{one.check} finds nothing here that could be ignored"
    severity = ignore_is_used.CHECK.severity
    return Verdict(
        ignore_is_used.CHECK.id, Finding(one.place, said, "remove the ignore", severity=severity)
    )


def _file(location: Location | None) -> str:
    return location.file if location else ""


def _inside(path: str, within: Sequence[str]) -> bool:
    return any(not one or path == one or path.startswith(f"{one}/") for one in within)
