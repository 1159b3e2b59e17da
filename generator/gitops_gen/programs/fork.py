"""A copy of this process that does a part of the work beside it."""

from __future__ import annotations

import os
from collections.abc import Callable


def helps() -> bool:
    """Whether there is a second core for a copy, and a system that makes copies."""
    return hasattr(os, "fork") and len(os.sched_getaffinity(0)) > 1


class Copy:
    """Begins with the work at once; it must write nothing, and what it makes is handed over as bytes."""

    def __init__(self, work: Callable[[], bytes]) -> None:
        self._pipe, pipe = os.pipe()
        self._pid = os.fork()
        if not self._pid:
            _work(work, pipe)
        os.close(pipe)

    def result(self) -> bytes | None:
        """What it made, once it is done; None where it failed, and the work is still to be done."""
        with os.fdopen(self._pipe, "rb") as pipe:
            data = pipe.read()
        _, status = os.waitpid(self._pid, 0)
        return None if status else data


def _work(work: Callable[[], bytes], pipe: int) -> None:
    """In the copy, which ends here, whatever happens: nothing of its parent's may run twice."""
    code = 1
    try:
        data = memoryview(work())
        while data:
            data = data[os.write(pipe, data) :]
        code = 0
    finally:
        os._exit(code)
