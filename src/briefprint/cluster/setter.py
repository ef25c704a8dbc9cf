"""A process that sets one job after another, as they come on its standard input: ``python -m`` runs it.

What hangs or dies takes down this process, not the worker that it belongs to, which goes on talking to its scheduler
meanwhile; and each of a worker's threads has a process of its own, for WeasyPrint is not for threads.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys


def main() -> None:
    """Do jobs until there are none, or nobody is there to give them."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started this ends it
    given = sys.stdin.buffer
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as told:
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints must not come between
        from briefprint.typesetting import carry_out

        made: object = None  # ready: all is imported
        while True:
            try:
                pickle.dump(made, told)
                told.flush()
                made = carry_out(pickle.load(given))
            except (EOFError, OSError):
                os._exit(0)  # nothing is left to be said to anyone


if __name__ == "__main__":
    main()
