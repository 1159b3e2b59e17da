"""How a lab ends: nothing of it is left, whatever ended it; and how a component that fails is shown."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.lab.lab import Lab
from tests.lab.places import WORK
from tests.lab.processes import Failed, Processes, tail, until
from tests.lab.test_as_rendered import JUDGE
from tests.support import tools
from tests.support.ledger import proved

# A lab in small: its own mounts, an address, a file, and a program in a session of its own.
SMALL = """
import subprocess, sys, time
from tests.lab import world
from tests.lab.places import WORK
from tests.lab.processes import Processes
world.furnish()
world.own(["192.168.42.201"])
(WORK / "file").write_text("x")
Processes().start("sleeper", ["/usr/bin/sleep", "4242"], {})
print("up", flush=True)
time.sleep(4242)
"""
ENTER = f"""
import sys
from tests.lab import world
sys.exit(world.enter([sys.executable, "-c", {SMALL!r}]))
"""


def small() -> subprocess.Popen[str]:
    """A small lab inside this one, in namespaces of its own, that is up."""
    child = subprocess.Popen(
        [sys.executable, "-c", ENTER],
        stdout=subprocess.PIPE,
        text=True,
        cwd=tools.ROOT,
        start_new_session=True,
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "up\n"
    return child


def sleepers() -> list[str]:
    """Every process of a small lab, by its command line."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_text(encoding="utf-8")
        except OSError:
            continue
        if "4242" in words and str(os.getpid()) != folder.name:
            found.append(words)
    return found


def gone() -> str | None:
    """What is left of small labs, for `until`."""
    return ", ".join(sleepers()) or None


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGKILL])
def test_nothing_is_left_of_a_lab(number: signal.Signals) -> None:
    mounts = Path("/proc/self/mounts").read_text(encoding="utf-8")
    child = small()
    assert len(sleepers()) >= 2
    assert not (WORK / "file").exists()
    if number == signal.SIGINT:
        os.killpg(child.pid, number)  # as a terminal does
    else:
        child.send_signal(number)
    child.wait(40)
    until("the end of a lab", gone, 20)
    assert Path("/proc/self/mounts").read_text(encoding="utf-8") == mounts
    proved("lab-ends", 1, judge=JUDGE)


def test_a_component_that_dies_is_shown() -> None:
    programs = Processes()
    programs.start("dying", ["/bin/sh", "-c", "echo its last words; exit 3"], {})

    def probe() -> str:
        programs.check()
        return "still waiting"

    with pytest.raises(Failed, match=r"dying has ended \(exit 3\):\n    its last words"):
        until("never", probe, 20)
    programs.stop_all()
    proved("lab-ends", 1, judge=JUDGE)


def test_a_component_that_does_not_come_up_is_shown_in_time() -> None:
    programs = Processes()
    programs.start("mute", ["/bin/sh", "-c", "echo waiting for nobody; exec sleep 60"], {})
    until("its words", lambda: None if "nobody" in tail("mute") else "silence", 10)
    begun = time.monotonic()
    with pytest.raises(Failed) as said:
        until("mute", lambda: "it does not answer", 1, blame=["mute"])
    assert time.monotonic() - begun < 10
    assert "mute: not after 1 s: it does not answer" in str(said.value)
    assert "waiting for nobody" in str(said.value)
    programs.stop_all()
    assert programs.running == {}
    proved("lab-ends", 1, judge=JUDGE)


def spaces(first: int) -> list[int]:
    """Every process of the PID namespace that a process is the first of."""
    try:
        wanted = Path(f"/proc/{first}/ns/pid").readlink()
    except OSError:
        return []
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if (folder / "ns/pid").readlink() == wanted:
                found.append(int(folder.name))
        except OSError:
            continue  # it ended meanwhile
    return found


def named(program: str, numbers: list[int]) -> int:
    """The one of these processes that runs a program."""
    (found,) = [n for n in numbers if Path(f"/proc/{n}/comm").read_text("utf-8").strip() == program]
    return found


def test_a_second_lab_runs_beside_and_its_etcd_dies(lab: Lab) -> None:
    """Whole, at the same addresses and ports; it ends with etcd's last words, and the first one goes on."""
    child = subprocess.Popen(
        [sys.executable, "-m", "scripts.lab", "up"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=tools.ROOT,
        start_new_session=True,
    )
    assert child.stdout is not None
    said = ""
    while "it runs; inside" not in said:
        line = child.stdout.readline()
        assert line, said
        said += line
    first = int(said.partition("--target ")[2].split()[0])
    inside = spaces(first)
    os.kill(named("etcd", inside), signal.SIGKILL)
    rest = child.stdout.read()
    assert child.wait(60) == 1
    assert "etcd has ended (exit -9):\n    {" in rest  # etcd logs JSON
    assert [number for number in inside if Path(f"/proc/{number}").exists()] == []
    assert (lab.api.ready(), len(lab.api.all("deployments")) > 5) == (None, True)
    proved("lab-ends", 2, judge=JUDGE)
