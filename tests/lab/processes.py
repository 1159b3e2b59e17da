"""The lab's programs as plain processes: a clean environment, a log each, and what they said when one fails."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.lab.places import WORK

LOGS = WORK / "logs"
_LINES = 25
_PAUSE = 0.1  # between two looks at a condition


class Failed(Exception):
    """A component died or did not come up in its time; the text holds the last lines of its log."""


@dataclass
class Program:
    """One running program."""

    name: str
    process: subprocess.Popen[bytes]


@dataclass
class Processes:
    """Every program of the lab, in the order of their start."""

    running: dict[str, Program] = field(default_factory=dict)

    def start(self, name: str, command: Sequence[str | Path], env: Mapping[str, str]) -> Program:
        """Starts a program with nothing but `env` around it."""
        LOGS.mkdir(parents=True, exist_ok=True)
        with (LOGS / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                [str(word) for word in command],
                env=dict(env),
                cwd=WORK,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        program = Program(name, process)
        self.running[name] = program
        return program

    def stop(self, name: str, seconds: float = 20) -> None:
        """Ends a program: asked first, then made to."""
        program = self.running.pop(name, None)
        if program is None:
            return
        program.process.terminate()
        try:
            program.process.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(program.process.pid, signal.SIGKILL)
            program.process.wait()

    def stop_all(self) -> None:
        """The last started first; the API server hangs without etcd, which was first."""
        for name in reversed(list(self.running)):
            self.stop(name, 5)

    def check(self) -> None:
        """Raises `Failed` for a program that has ended by itself."""
        for program in self.running.values():
            code = program.process.poll()
            if code is not None:
                raise Failed(f"{program.name} has ended (exit {code}):\n{tail(program.name)}")


def tail(name: str) -> str:
    """The last lines of a program's log, indented."""
    path = LOGS / f"{name}.log"
    text = path.read_text("utf-8", "replace") if path.exists() else ""
    lines = text.splitlines()[-_LINES:] or ["(it said nothing)"]
    return "\n".join(f"    {line[:400]}" for line in lines)


def until(
    what: str, probe: Callable[[], str | None], seconds: float, *, blame: Sequence[str] = ()
) -> float:
    """Looks again until `probe` has nothing left to wait for; gives the seconds that it took.

    The probe says what is missing, or None. Raises `Failed` with that, and the logs of those to blame.
    """
    begun = time.monotonic()
    while True:
        missing = probe()
        took = time.monotonic() - begun
        if missing is None:
            return took
        if took > seconds:
            logs = "".join(f"\n  the log of {name}:\n{tail(name)}" for name in blame)
            raise Failed(f"{what}: not after {seconds:.0f} s: {missing}{logs}")
        time.sleep(_PAUSE)
