"""`make lab-up`: a lab that keeps running and follows the tree, until it is interrupted."""

from __future__ import annotations

import signal
import sys
import time

from tests.lab.lab import Lab, say
from tests.lab.places import BRANCH, WORK
from tests.lab.processes import Failed


def main() -> int:
    """Runs inside the namespaces; 1 where a component failed, 0 when asked to end."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        lab = Lab.up()
    except Failed as error:
        print(error, file=sys.stderr)
        return 1
    say(f"it runs; inside: export KUBECONFIG={lab.kubeconfig}, logs in {WORK / 'logs'}")
    say(f"the user's repository is {lab.repository.root}: commit there and push to")
    say(
        f"{lab.repository.bare} {BRANCH}; Flux looks each minute. Ctrl-C ends and removes all of it"
    )
    try:
        while True:
            lab.tick()
            time.sleep(0.5)
    except Failed as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0
    finally:
        lab.down()


if __name__ == "__main__":
    sys.exit(main())
