"""The namespaces that a lab lives in: own network, mounts and processes, gone with its first process.

The kernel tears down: when the first process of a PID namespace ends, however it ends, every other one is
killed; with the last of them go the network namespace, the mounts and the tmpfs that holds every file.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from tests.lab.places import INSIDE, WORK, WORK_SIZE

NEEDED = ("unshare", "setpriv", "mount", "chroot", "ip", "git")


class Refused(Exception):
    """The lab cannot run here; the text says why and what to do."""


def check() -> None:
    """Raises `Refused` where there is no lab: another system, no root, a program that is missing."""
    if not sys.platform.startswith("linux"):
        raise Refused("the lab needs Linux (network, mount and PID namespaces)")
    if missing := [name for name in NEEDED if shutil.which(name) is None]:
        raise Refused(
            f"not found: {', '.join(missing)}. Debian and Ubuntu: apt install util-linux mount iproute2 git"
        )
    if os.geteuid() != 0:
        raise Refused("the lab makes namespaces and mounts: run it as root (sudo make lab)")


def enter(command: Sequence[str], *, announce: bool = False) -> int:
    """Runs a command inside fresh namespaces and returns its exit code; whatever ends us ends all of it.

    `announce` says on stderr how to get in there.
    """
    unshare = ["setpriv", "--pdeathsig=KILL", "unshare", "--mount", "--net", "--pid", "--fork"]
    unshare += ["--mount-proc", "--kill-child=KILL", "--propagation=private", "--"]
    child = subprocess.Popen([*unshare, *command], env={**os.environ, INSIDE: "1"})

    def stop(_number: int, _frame: object) -> None:
        child.kill()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGHUP, stop)
    if announce:
        print(f"lab: get in with: nsenter --all --target {_first(child)}", file=sys.stderr)
    try:
        return child.wait()
    except KeyboardInterrupt:
        # The terminal told the lab too: it says its last word, then the kernel takes the rest.
        try:
            child.wait(timeout=30)
        except subprocess.TimeoutExpired:
            child.kill()
        return 130


def _first(child: subprocess.Popen[bytes]) -> int:
    """The lab's first process, by its number out here; 0 where it has ended already."""
    children = Path(f"/proc/{child.pid}/task/{child.pid}/children")
    while child.poll() is None:
        if found := children.read_text(encoding="ascii").split():
            return int(found[0])
        time.sleep(0.05)
    return 0


def inside() -> bool:
    """Whether this process is one of a lab."""
    return os.environ.get(INSIDE) == "1"


def furnish() -> None:
    """The lab's first act inside: a tmpfs for every file, a loopback device, no resolver."""
    _run("mount", "-t", "tmpfs", "-o", f"size={WORK_SIZE},mode=0700", "lab", str(WORK))
    _run("ip", "link", "set", "lo", "up")
    (WORK / "resolv.conf").write_text("nameserver 127.0.0.1\n", encoding="utf-8")
    _run("mount", "--bind", str(WORK / "resolv.conf"), "/etc/resolv.conf")
    (WORK / "hosts").write_text("127.0.0.1 localhost\n", encoding="utf-8")
    _run("mount", "--bind", str(WORK / "hosts"), "/etc/hosts")


def own(addresses: Iterable[str]) -> None:
    """Gives the namespace addresses, all on its loopback device; those it has already stay."""
    for address in addresses:
        _run("ip", "address", "replace", f"{address}/32", "dev", "lo")


def name(hosts: Mapping[str, str]) -> None:
    """Adds host names, name to address, for everything in the lab."""
    with (WORK / "hosts").open("a", encoding="utf-8") as file:
        file.writelines(f"{address} {host}\n" for host, address in hosts.items())


def _run(*command: str) -> str:
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        raise Refused(f"{' '.join(command)}: {done.stderr.strip()}")
    return done.stdout


def routes() -> list[dict[str, object]]:
    """Every route of the namespace but those to its own addresses; a lab has none."""
    found: list[dict[str, object]] = json.loads(_run("ip", "-json", "route") or "[]")
    return found


def devices() -> list[str]:
    """The network devices of the namespace."""
    return [str(one["ifname"]) for one in json.loads(_run("ip", "-json", "link"))]


def memory() -> int:
    """Bytes of memory that every process of the lab and its files take, shared pages counted once."""
    used = shutil.disk_usage(WORK).used
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            text = (folder / "smaps_rollup").read_text(encoding="ascii")
        except OSError:
            continue
        used += sum(
            int(line.split()[1]) * 1024 for line in text.splitlines() if line.startswith("Pss:")
        )
    return used
