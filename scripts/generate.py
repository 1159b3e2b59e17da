"""Write every file that is generated and committed: schema, reference, proofs, import lists."""

from __future__ import annotations

import argparse
import functools
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from gitops_gen.checks import ALL
from gitops_gen.checks.page import index, markdown
from gitops_gen.formats import json
from gitops_gen.spec import schema

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from scripts import ledger, mistakes, reference, walkthrough  # noqa: E402
from tests.house import startup  # noqa: E402
from tests.support.ledger import claims  # noqa: E402

GENERATED: dict[str, Callable[[], str]] = {
    "schemas/cluster.schema.json": schema.text,
    "docs/spec.md": lambda: reference.page(schema.schema()),
    "docs/proofs.md": lambda: ledger.page(list(claims().values())),
    "docs/seed.md": walkthrough.text,
    "docs/mistakes.md": mistakes.page,
    "tests/house/imports.json": startup.text,
    "schemas/findings.schema.json": json.schema,
    "docs/checks/README.md": lambda: index(ALL),
    **{f"docs/checks/{check.id}.md": functools.partial(markdown, check) for check in ALL},
}


def _text(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None


def main(argv: Sequence[str] | None = None, root: Path = ROOT) -> int:
    """Exit codes: 0 written or all as it must be, 1 with `--check` where a file is stale."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--check", action="store_true", help="write nothing, exit 1 if one is stale"
    )
    check = parser.parse_args(argv).check
    code = 0
    for name, make in GENERATED.items():
        text = make()
        if _text(root / name) == text:
            continue
        if check:
            print(f"{name} is stale: run `make generate`")
            code = 1
            continue
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
        print(f"wrote {name}")
    return code


if __name__ == "__main__":
    sys.exit(main())
