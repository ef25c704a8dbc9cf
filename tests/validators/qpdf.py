"""qpdf: is the file well built (cross-references, streams, encryption)?"""

from pathlib import Path

from validators.finding import Finding
from validators.tools import find, run


def check(path: Path) -> list[Finding]:
    """Return qpdf's errors and warnings on one file."""
    done = run([find("qpdf", "qpdf"), "--check", path])
    if done.returncode == 0:
        return []
    rule = "warning" if done.returncode == 3 else "error"
    lines = done.stderr.splitlines() or [f"exit code {done.returncode}"]
    return [Finding("qpdf", Path(path), rule, line) for line in lines]
