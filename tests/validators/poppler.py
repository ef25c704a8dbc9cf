"""poppler reads a PDF as most free viewers do: its words, its fonts, its pages as pictures."""

from dataclasses import dataclass
from pathlib import Path

from validators.finding import Finding
from validators.tools import ToolFailed, find, run


@dataclass(frozen=True, slots=True)
class Font:
    """One line of pdffonts; ``name`` is without its subset prefix."""

    name: str
    kind: str
    embedded: bool
    subset: bool
    unicode: bool


def text(path: Path, *, layout: bool = False) -> str:
    """Return the words in reading order, pages ending in a form feed; ``layout`` keeps the columns."""
    return _run("pdftotext", "-layout" if layout else "-raw", "-enc", "UTF-8", path, "-")


def fonts(path: Path) -> list[Font]:
    """Return every font the file names, so that one nobody asked for shows."""
    lines = _run("pdffonts", path).splitlines()
    if len(lines) < 2:
        return []
    # The rule under the heading tells how wide each column is: names and kinds hold spaces.
    widths = [len(dashes) for dashes in lines[1].split()]
    return [_font(line, widths) for line in lines[2:]]


def _font(line: str, widths: list[int]) -> Font:
    name_end = widths[0]
    # A name longer than its column pushes the others right.
    if len(line) > name_end and line[name_end] != " ":
        name_end = line.index(" ", name_end)
    name, rest = line[:name_end].strip(), line[name_end + 1 :]
    kind, flags = rest[: widths[1]].strip(), rest[widths[1] + widths[2] + 2 :].split()
    embedded, subset, unicode = (flag == "yes" for flag in flags[:3])
    return Font(name.partition("+")[2] if subset else name, kind, embedded, subset, unicode)


def info(path: Path) -> dict[str, str]:
    """Return what pdfinfo lists: ``Title``, ``Pages``, ``Tagged``, ``Page size``…"""
    lines = (line.partition(":") for line in _run("pdfinfo", path).splitlines())
    return {key.strip(): value.strip() for key, colon, value in lines if colon}


def structure(path: Path) -> str:
    """Return the tag tree with its text, indented, as a screen reader would walk it."""
    return _run("pdfinfo", "-struct-text", path)


def render(path: Path, outdir: Path, *, dpi: int = 72) -> list[Path]:
    """Render every page to ``<stem>-<page>.png`` and return the pictures in order."""
    for old in outdir.glob(f"{path.stem}-*.png"):
        old.unlink()
    _run("pdftoppm", "-png", "-r", str(dpi), path, outdir / path.stem)
    return sorted(outdir.glob(f"{path.stem}-*.png"))


def validate(path: Path) -> list[Finding]:
    """Read the words, fonts, tags and drawing of a file and return every complaint."""
    findings = []
    for program, *options in (
        ("pdfinfo", "-struct-text"),
        ("pdffonts",),
        ("pdftotext",),
        ("pdftoppm", "-r", "20"),
    ):
        end = ["-"] if program == "pdftotext" else []
        done = run([find(program, "poppler-utils"), *options, path, *end])
        complaints = done.stderr.splitlines() or ([f"exit code {done.returncode}"] if done.returncode else [])
        findings += [Finding("poppler", Path(path), program, complaint) for complaint in complaints]
    return findings


def _run(program: str, *arguments: str | Path) -> str:
    """Run one of poppler's programs; a word on stderr is a fault in the file, even when it exits 0."""
    done = run([find(program, "poppler-utils"), *arguments])
    if done.returncode or done.stderr:
        raise ToolFailed(f"{program}: {done.stderr.strip() or f'exit code {done.returncode}'}")
    return done.stdout
