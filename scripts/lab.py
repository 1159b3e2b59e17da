"""`make lab` and `make lab-up`: enter namespaces of our own and run ring 3 or a lab to look at there.

python -m scripts.lab [PYTEST ARGUMENT ...]
python -m scripts.lab up
python -m scripts.lab mistakes FILE
"""

from __future__ import annotations

import sys

from tests.lab import world


def main(args: list[str]) -> int:
    """The exit code of what ran inside; 2 where there can be no lab."""
    try:
        world.check()
    except world.Refused as error:
        print(error, file=sys.stderr)
        return 2
    if args == ["up"]:
        return world.enter([sys.executable, "-m", "tests.lab.up"], announce=True)
    if args[:1] == ["mistakes"]:
        return world.enter([sys.executable, "-m", "tests.lab.mistakes", *args[1:]])
    return world.enter([sys.executable, "-m", "pytest", *(args or ["tests/lab"])])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
