"""`make bench`: our speed beside the peers that do the same work, as ratios of one interleaved run.

Everything is measured on an installed wheel, each command as a process of its own. A measure over its
bound is exit 1, but for `--smoke` (a few rounds, to see that the bench itself works).
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path

from scripts import bench_render, bench_validate
from scripts.bench_render import ROOT, Place

TABLE = ROOT / "docs" / "bench.md"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--smoke", action="store_true", help="3 rounds, no verdict")
    parser.add_argument("--write", action="store_true", help="write the table to docs/bench.md")
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="gitops-gen-bench-"))
    # The program's thousands of files stand in memory where they can: ext4 makes files slowly for
    # minutes after many were removed, and a second bench would measure that.
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    venv = Path(tempfile.mkdtemp(prefix="gitops-gen-bench-", dir=memory))
    try:
        home = folder / "home"
        home.mkdir()
        env = {"PATH": os.environ["PATH"], "HOME": str(home)}
        place = Place(folder, venv, env)
        place.set_up()
        env["SOPS_AGE_KEY_FILE"] = str(home / ".config/sops/age/keys.txt")
        return _bench(place, rounds=3 if asked.smoke else 21, smoke=asked.smoke, write=asked.write)
    finally:
        shutil.rmtree(folder)
        shutil.rmtree(venv)


def _bench(place: Place, *, rounds: int, smoke: bool, write: bool) -> int:
    render, rendering = bench_render.bench(place, rounds)
    validate, judging = bench_validate.bench(place, rounds)
    text = "\n".join(
        [
            "# Speed",
            "",
            f"Written by `make bench BENCH=--write`: medians of {rounds} interleaved rounds, an installed "
            "wheel, processes of their own. Milliseconds are this machine's; a ratio is the median of the "
            "rounds' own.",
            "",
            *render,
            "",
            *validate,
            "",
        ]
    )
    print(text)
    if write:
        TABLE.write_text(text, encoding="utf-8")
    over = [one.name for one in (*rendering, *judging) if one.over]
    if over:
        print(f"over the bound: {', '.join(over)}", file=sys.stderr)
    return int(bool(over) and not smoke)


if __name__ == "__main__":
    sys.exit(main())
