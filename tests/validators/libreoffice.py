"""LibreOffice sets a Word file: its pages, its fonts, a picture to look at."""

import os
import signal
import subprocess
import tempfile
from pathlib import Path

from validators.tools import ToolFailed, find


def to_pdf(path: Path, outdir: Path) -> Path:
    """Convert one file and return the PDF; a fresh profile each time, since embedded fonts leak."""
    program = find("soffice", "libreoffice-writer-nogui")
    made = outdir / f"{path.stem}.pdf"
    made.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory() as profile:
        command = [program, f"-env:UserInstallation={Path(profile).as_uri()}", "--headless", "--norestore"]
        command += ["--convert-to", "pdf:writer_pdf_Export", "--outdir", str(outdir), str(path)]
        said = _run_group(command, seconds=120)
    # It exits 0 whether or not it wrote anything.
    if not made.is_file():
        raise ToolFailed(f"LibreOffice made no PDF of {path}: {said.strip()}")
    return made


def _run_group(command: list[str], seconds: float) -> str:
    """Run and return all that was said; on time-out end the children too, which outlive their starter."""
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,
    ) as process:
        try:
            said, _ = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired as error:
            os.killpg(process.pid, signal.SIGKILL)
            raise ToolFailed(f"LibreOffice did not finish in {seconds:g} s") from error
    return said
