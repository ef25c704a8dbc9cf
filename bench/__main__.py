"""``scripts/bench``: what briefprint costs, next to its peers."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from bench import peers
from bench.cases import CASES, Setting
from bench.table import Figure, page, plain

PAGE = Path(__file__).resolve().parents[1] / "docs" / "performance.md"


def main() -> None:
    """Measure what is asked for, and print it."""
    parser = argparse.ArgumentParser(prog="scripts/bench", description=__doc__)
    parser.add_argument("--only", action="append", choices=list(CASES), help="measure this alone; may be repeated")
    parser.add_argument("--repeat", type=int, default=5, metavar="N", help="rounds of each (default 5)")
    parser.add_argument("--count", type=int, default=100, metavar="N", help="briefs in a batch (default 100)")
    parser.add_argument("--quick", action="store_true", help="one round on little: it shows that all works")
    parser.add_argument("--write", action="store_true", help=f"write docs/{PAGE.name} from it")
    asked = parser.parse_args()
    if asked.write and (asked.only or asked.quick):
        parser.error("--write takes the whole of it: leave --only and --quick away")
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="briefprint-bench-") as folder:
        at = Setting(Path(folder), asked.repeat, asked.count)
        if asked.quick:
            at = replace(at, rounds=1, count=4, scaled=1, warm=2, pages=(6, 12, 24))
        for name in asked.only or CASES:
            began = time.perf_counter()
            found = CASES[name](at)
            print(f"{name}: {time.perf_counter() - began:.0f} s", file=sys.stderr)  # noqa: T201
            print(f"{plain(found)}\n", flush=True)  # noqa: T201
            figures += found
    if asked.write:
        PAGE.write_text(page(figures, peers.versions(), at.rounds, at.count, at.scaled, at.notes), encoding="utf-8")


if __name__ == "__main__":
    main()
