"""Write docs/proofs.md from tests/claims.toml, and judge several test runs together."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.support import ledger  # noqa: E402

RINGS = {
    1: "Ring 1: `make test` (pure Python; the real programs' verdicts are recorded)",
    2: "Ring 2: `make test-tools` (the real programs)",
    3: "Ring 3: `make test-lab` (the lab)",
}
HEAD = """\
<!-- Written by scripts/ledger.py from tests/claims.toml (`make generate`). -->

# What is proven, and by whom

A claim counts only with a judge that is not us: a real program, or a published fact. The floor is
the least number of cases that a whole run decides in our favour; a run under it fails.
"""


def page(rows: Sequence[ledger.Claim]) -> str:
    """docs/proofs.md: a table for each ring that has claims, in the order of claims.toml."""
    parts = [HEAD]
    for ring, title in RINGS.items():
        lines = [
            f"| `{row.id}` | {row.text.replace('|', '&#124;')} | {row.judge} | {row.floor} |"
            for row in rows
            if row.ring == ring
        ]
        if lines:
            head = ["| claim | what is claimed | judge | floor |", "|---|---|---|---:|"]
            parts.append("\n".join([f"## {title}", "", *head, *lines]) + "\n")
    return "\n".join(parts)


def write(check: bool) -> int:
    """Write the page, or with `check` only say whether it is stale (exit 1)."""
    path = ROOT / "docs" / "proofs.md"
    text = page(list(ledger.claims().values()))
    if path.is_file() and path.read_text(encoding="utf-8") == text:
        return 0
    if check:
        print("docs/proofs.md is stale: run `make generate`")
        return 1
    path.write_text(text, encoding="utf-8")
    return 0


def verdict(log: Path, ring: int) -> int:
    """Judge the runs that wrote `log` together; exit 1 where a claim of the ring fell short.

    A claim whose tests did not all run is named, and does not fail.
    """
    tally = ledger.Tally()
    for line in log.read_text().splitlines():
        tally.add(ledger.Tally.of_line(line))
    rows = [row for row in ledger.verdict(tally) if row.claim.ring == ring]
    print("\n".join(ledger.table(rows)))
    named = {row.claim.id for row in rows}
    silent = [c.id for c in ledger.claims().values() if c.ring == ring and c.id not in named]
    if silent:
        print(f"their tests did not run: {' '.join(silent)}")
    bad = [row.bad for row in rows if row.bad]
    print("\n".join(bad), end="\n" if bad else "")
    return 1 if bad else 0


def main(argv: Sequence[str] | None = None) -> int:
    """No arguments: write the page. Exit codes: 0 fine, 1 stale or not proven."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, exit 1 if stale")
    parser.add_argument("--verdict", type=Path, metavar="LOG", help="judge what pytest logged")
    parser.add_argument("--ring", type=int, choices=RINGS, default=2, help="with --verdict")
    asked = parser.parse_args(argv)
    if asked.verdict:
        return verdict(asked.verdict, asked.ring)
    return write(asked.check)


if __name__ == "__main__":
    sys.exit(main())
