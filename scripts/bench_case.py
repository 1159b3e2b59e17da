"""What the benches share: commands measured as processes of their own, and ratios of interleaved rounds."""

from __future__ import annotations

import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple


class Measure(NamedTuple):
    """A line of the table: what was measured, and what it must not be more than."""

    name: str
    value: float
    bound: float | None = None

    @property
    def over(self) -> bool:
        return self.bound is not None and self.value > self.bound


@dataclass
class Case:
    """A piece of work: `prepare` gives the commands of a round, which alone are measured."""

    name: str
    prepare: Callable[[], list[list[str]]]
    folder: Path
    seconds: list[float] = field(default_factory=list)
    peak: int = 0

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    def round(self, env: dict[str, str]) -> None:
        commands = self.prepare()
        total = 0.0
        for command in commands:
            took, peak = _measured(command, env, self.folder)
            total += took
            self.peak = max(self.peak, peak)
        self.seconds.append(total)


def _measured(command: list[str], env: dict[str, str], folder: Path) -> tuple[float, int]:
    """Seconds and peak memory (bytes) of one process; a failing one ends the bench."""
    begun = time.perf_counter()
    child = subprocess.Popen(
        command, env=env, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(child.pid, 0)
    took = time.perf_counter() - begun
    if status:
        sys.exit(f"failed: {' '.join(command)}")
    return took, usage.ru_maxrss * 1024


def run(cases: Sequence[Case], rounds: int, env: dict[str, str]) -> None:
    """Every case once a round; whoever follows another Python finds the caches warm, and nobody always does."""
    for turn in range(rounds):
        for case in random.Random(turn).sample(cases, len(cases)):
            case.round(env)


def ratio(one: Case, other: Case) -> float:
    """The median of the rounds' own ratios: what slows the machine down slows both of a round."""
    pairs = zip(one.seconds, other.seconds, strict=True)
    return statistics.median(mine / theirs for mine, theirs in pairs)


def table(cases: Iterable[Case], measures: Iterable[Measure]) -> list[str]:
    """Two tables in Markdown."""
    return [
        "| work | median ms | best ms |",
        "|---|---|---|",
        *(f"| {c.name} | {c.median * 1000:.0f} | {min(c.seconds) * 1000:.0f} |" for c in cases),
        "",
        "| measure | measured | bound |",
        "|---|---|---|",
        *(
            f"| {one.name} | {one.value:.3g} | {'-' if one.bound is None else f'{one.bound:g}'} |"
            for one in measures
        ),
    ]
