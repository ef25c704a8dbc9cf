"""The peers, where they are installed: pandoc, Typst, WeasyPrint's own command line.

``python -m bench.peers KIND FOLDER OUT COUNT`` sets the briefs of a folder with them in two processes, as
``briefprint batch`` does.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import multiprocessing
import subprocess
import sys
from functools import cache
from pathlib import Path

KINDS = ("pair", "pair-pool", "docx", "weasyprint")
"""PDF by Typst and Word by pandoc, Typst begun for each brief or kept; Word alone; PDF by WeasyPrint."""


@cache
def pandoc() -> str | None:
    """Return where pandoc is, or None."""
    if importlib.util.find_spec("pypandoc") is None:
        return None
    import pypandoc

    try:
        return str(pypandoc.get_pandoc_path())
    except OSError:
        return None


def has_typst() -> bool:
    """Return whether Typst is installed."""
    return importlib.util.find_spec("typst") is not None


def versions() -> dict[str, str]:
    """Return the version of each peer that is there."""
    found = {}
    if (program := pandoc()) is not None:
        said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
        found["pandoc"] = said.split()[1]
    for name in ("typst", "weasyprint"):
        if importlib.util.find_spec(name) is not None:
            found[name] = importlib.metadata.version(name)
    return found


def weasyprint(page: Path, target: Path) -> list[str]:
    """Return the command that sets a page with WeasyPrint's command line."""
    return [sys.executable, "-m", "weasyprint", str(page), str(target)]


def typst(source: Path, target: Path) -> list[str]:
    """Return the command that sets a page with Typst as a process of its own, as pandoc's --pdf-engine does.

    The package has no command line: an interpreter without its site's start-up is what stands nearest to one.
    """
    spec = importlib.util.find_spec("typst")
    assert spec is not None and spec.origin is not None
    place = str(Path(spec.origin).parents[1])
    work = "import sys; sys.path.append(sys.argv[1]); import typst; typst.compile(sys.argv[2], output=sys.argv[3])"
    return [sys.executable, "-I", "-S", "-c", work, place, str(source), str(target)]


def _set(task: tuple[str, Path, Path]) -> None:
    kind, brief, out = task
    program = pandoc()
    assert program is not None
    target = out / brief.stem
    if kind in ("pair", "pair-pool"):
        source = brief.with_suffix(".typ")  # beside its picture
        _run([program, brief.name, "-s", "-t", "typst", "-o", source.name], brief.parent)
        if kind == "pair":
            _run(typst(source, target.with_suffix(".pdf")), brief.parent)
        else:
            import typst as engine

            engine.compile(str(source), output=str(target.with_suffix(".pdf")))
    if kind in ("pair", "pair-pool", "docx"):
        _run([program, brief.name, "-o", str(target.with_suffix(".docx"))], brief.parent)
    if kind == "weasyprint":
        page = brief.with_suffix(".html")
        _run([program, brief.name, "-s", "-t", "html", "-o", page.name], brief.parent)
        _run(weasyprint(page, target.with_suffix(".pdf")), brief.parent)


def _run(command: list[str], folder: Path) -> None:
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def main() -> None:
    """Set briefs with a peer."""
    kind, folder, out, count = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4])
    out.mkdir(parents=True, exist_ok=True)
    briefs = sorted(folder.glob("*.md"))[:count]
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        for _ in pool.imap_unordered(_set, [(kind, each, out) for each in briefs]):
            pass
        pool.close()
        pool.join()


if __name__ == "__main__":
    main()
