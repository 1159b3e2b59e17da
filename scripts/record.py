"""Run every tests/tools/record_<name>.py and write what the real programs said to tests/recordings."""

from __future__ import annotations

import argparse
import importlib
import json
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.support.recordings import NotHere  # noqa: E402

HEADER = "Written by `make record` alone: the verdicts of the real programs named in tools."
# A private key in clear, or base64 of a PEM block that is no certificate, public key or age file.
SECRETS = re.compile("AGE-SECRET-KEY-1|PRIVATE KEY-----|LS0tLS1CRUdJTi(?!BDRVJU|BQVUJMSUMg|BBR0Ug)")


def recorders(root: Path = ROOT) -> dict[str, Path]:
    """Every recorder by the name of its recording."""
    found = sorted((root / "tests" / "tools").glob("record_*.py"))
    return {path.stem.removeprefix("record_"): path for path in found}


def text_of(name: str, recorded: dict[str, Any]) -> str:
    """The file's text: sorted keys, a header. Raises ValueError for what must not be committed."""
    tools = recorded.get("tools")
    if not isinstance(tools, dict) or not tools or not all(tools.values()):
        raise ValueError(f"record_{name}.py: record() gives no `tools`: {{program: version}}")
    text = json.dumps({**recorded, "header": HEADER}, indent=1, sort_keys=True, ensure_ascii=False)
    if SECRETS.search(text):
        raise ValueError(f"record_{name}.py: there is a private key in it; record a hash instead")
    return text + "\n"


def main(argv: Sequence[str] | None = None) -> int:
    """Write the recordings that are named, or all; exit 2 where a name has no recorder.

    Where a recorder's programs cannot run its recording stays; exit 1 if it was asked for by name.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these (default: all)")
    names = parser.parse_args(argv).names
    known = recorders()
    if unknown := sorted(set(names) - set(known)):
        print(f"no recorder tests/tools/record_<name>.py for: {', '.join(unknown)}")
        return 2
    code = 0
    for name in names or known:
        module = importlib.import_module(f"tests.tools.record_{name}")
        try:
            text = text_of(name, module.record())
        except NotHere as error:
            print(f"tests/recordings/{name}.json left as it is: {error}")
            code = 1 if name in names else code
            continue
        path = ROOT / "tests" / "recordings" / f"{name}.json"
        path.parent.mkdir(exist_ok=True)
        same = path.is_file() and path.read_text(encoding="utf-8") == text
        if not same:
            path.write_text(text, encoding="utf-8")
        print(f"tests/recordings/{name}.json {'unchanged' if same else 'written'}")
    return code


if __name__ == "__main__":
    sys.exit(main())
