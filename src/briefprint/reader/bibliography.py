"""The works a brief may cite: those in its front matter, and those of the files it names."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from briefprint.document import CitedWork, Reference
from briefprint.errors import did_you_mean
from briefprint.language import printable
from briefprint.reader import beside, bibtex, yaml
from briefprint.reader.csldata import described
from briefprint.reader.source import Faults

SUFFIXES = (".bib", ".json", ".yaml", ".yml")
LIMIT_BYTES = 8 * 1024 * 1024
_KEY = re.compile(r"@(?:\{([^{}]+)\}|([^\s,;]+))")


@dataclass(slots=True)
class _Work:
    """One work, as its author describes it."""

    raw: Mapping[str, Any]
    line: int
    faults: Faults
    listed: bool = False
    cited: bool = False


class Works:
    """The works of one brief, and which of them it cites."""

    def __init__(self, brief: Path, faults: Faults) -> None:
        self.brief, self.faults = brief, faults
        self.known: dict[str, _Work] = {}
        self.files: list[Faults] = []
        self.broken = False  # whether a file was not read whole

    def add_references(self, references: tuple[Mapping[str, Any], ...], tree: yaml.Tree) -> None:
        """Take the works of the front matter; whatever is wrong with one is said, cited or not."""
        for place, raw in enumerate(references):
            line = tree.line(("references", place)) or 1
            if self._take(raw, line, self.faults):
                self._problems(self.known[str(raw["id"])], lambda key, at=place: tree.line(("references", at, key)))

    def add_file(self, name: str, line: int) -> None:
        """Take the works of a file beside the brief, or say what is wrong with it."""
        before = len(self.faults.errors)
        self._add(name, line)
        self.broken |= len(self.faults.errors) > before or any(each.errors for each in self.files)

    def _add(self, name: str, line: int) -> None:
        path = beside.find("the bibliography", name, SUFFIXES, line, self.brief, self.faults)
        if path is None:
            return
        if path.suffix.lower() not in SUFFIXES:
            self.faults.error(f"'{name}' is no bibliography", line, f"there can be: {', '.join(SUFFIXES)}")
            return
        faults = Faults((self.brief.parent / name).as_posix())
        self.files.append(faults)
        for found in self._read(path, name, line, faults):
            if found.fault:
                faults.error(found.fault, found.line)
            else:
                self._take(found.raw, found.line, faults)

    def list(self, uncited: tuple[str, ...], line: int) -> None:
        """Put works into the list of sources that nothing cites: those named, or all of them with ``@*``."""
        for said in uncited:
            for key in _KEY.finditer(said if "@" in said else f"@{said}"):
                id = key[1] or key[2]
                chosen = self.known if id == "*" else (id,)
                for each in chosen:
                    if each in self.known:
                        self.known[each].listed = True
                    else:
                        self._undefined(each, line)

    def cited(self, works: tuple[CitedWork, ...], line: int, in_text: bool) -> bool:
        """Note that works are cited; return whether they all are works.

        In the sentence ``@name`` may be an account elsewhere, so that only what is nearly an id there is a fault.
        """
        lost = [each.id for each in works if each.id not in self.known]
        for id in lost:
            if not in_text or did_you_mean(id, self.known):
                self._undefined(id, line)
        if lost:
            return False
        for each in works:
            self.known[each.id].cited = True
        return True

    def references(self) -> tuple[Reference, ...]:
        """Return the works that the brief cites or lists, once all of it is read."""
        used = {id: work for id, work in self.known.items() if work.cited or work.listed}
        for work in used.values():
            if work.faults is not self.faults:
                self._problems(work, lambda _, line=work.line: line)
        for faults in self.files:
            self.faults.errors += faults.errors
            self.faults.warnings += faults.warnings
        return tuple(
            Reference(
                id=id,
                csl=json.dumps(described(work.raw)[0], ensure_ascii=False, sort_keys=True),
                listed=work.listed,
                line=work.line if work.faults is self.faults else 0,
            )
            for id, work in used.items()
        )

    def _take(self, raw: Any, line: int, faults: Faults) -> bool:
        id = str(raw.get("id", "")).strip() if isinstance(raw, dict) else ""
        if not id:
            faults.error("the work has no 'id'", line, "write 'id: nowak2024', and cite it as [@nowak2024]")
            return False
        first = self.known.setdefault(id, _Work({**raw, "id": id}, line, faults))
        if first.raw is not raw and (first.line, first.faults) != (line, faults):
            where = f"line {first.line}" if first.faults is faults else f"line {first.line} of {first.faults.path}"
            faults.error(f"the work '{id}' stands twice", line, f"the first is on {where}")
            return False
        return True

    def _problems(self, work: _Work, line: Any) -> None:
        for each in described(work.raw)[1]:
            say = work.faults.warn if each.harmless else work.faults.error
            say(f"the work '{work.raw['id']}': {each.message}", line(each.key) or work.line, each.hint)

    def _undefined(self, id: str, line: int) -> None:
        if self.broken:
            return  # it may be in what was not read, of which its author is told
        message = f"no work is called '{id}'"
        hint = did_you_mean(id, self.known) or "describe it under 'references', or name a 'bibliography'"
        self.faults.error(message, line, hint)

    def _read(self, path: Path, name: str, line: int, faults: Faults) -> Iterator[bibtex.Found]:
        """Yield what a file holds."""
        try:
            if path.stat().st_size > LIMIT_BYTES:
                self.faults.error(f"'{name}' is larger than {LIMIT_BYTES // 1024**2} MiB", line)
                return
            text = path.read_text(encoding="utf-8-sig")
        except (OSError, ValueError) as fault:
            what = "is not UTF-8" if isinstance(fault, ValueError) else str(fault.strerror).lower()
            self.faults.error(f"the bibliography '{name}' cannot be read: {what}", line)
            return
        match path.suffix.lower():
            case ".bib":
                for found in bibtex.entries(printable(text)):
                    yield replace(found, raw=_clean(found.raw))
            case ".json":
                yield from _json(text, faults)
            case _:
                text = re.sub(
                    r"\A---[ \t]*\n|^(?:---|\.\.\.)[ \t]*\Z", lambda found: "\n" * found[0].count("\n"), text
                )
                yield from _yaml(text, faults)


def _json(text: str, faults: Faults) -> Iterator[bibtex.Found]:
    """Yield the items of CSL-JSON, as Zotero and others write it."""
    try:
        data = json.loads(text)
    except json.JSONDecodeError as fault:
        faults.error(f"is not valid JSON: {fault.msg.lower()}", fault.lineno)
        return
    except RecursionError:
        faults.error("is nested too deeply to be read")
        return
    if isinstance(data, dict):
        data = data.get("references", data.get("items"))
    if not isinstance(data, list):
        faults.error("is no list of works", 1, "save it as CSL-JSON")
        return
    start = 0
    for raw in data:
        id = json.dumps(str(raw.get("id", "")), ensure_ascii=False) if isinstance(raw, dict) else '""'
        found = re.compile(rf'"id"\s*:\s*{re.escape(id)}').search(text, start)
        start = found.end() if found else start
        yield bibtex.Found(text.count("\n", 0, start) + 1, _clean(raw) if isinstance(raw, dict) else {})


def _yaml(text: str, faults: Faults) -> Iterator[bibtex.Found]:
    """Yield the items of CSL-YAML: a list, or one under ``references`` as pandoc writes it."""
    tree = yaml.parse(text, 1, "bibliography", faults)
    if tree is None:
        return
    within: yaml.Path = ("references",) if isinstance(tree.data, dict) else ()
    data = tree.data.get("references") if within else tree.data
    if not isinstance(data, list):
        faults.error("is no list of works", 1, "write 'references:', and a work under each '- '")
        return
    for place, raw in enumerate(data):
        yield bibtex.Found(tree.line((*within, place)) or 1, raw if isinstance(raw, dict) else {})


def _clean(value: Any) -> Any:
    """Return data without what has no form on paper."""
    if isinstance(value, dict):
        return {key: _clean(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_clean(each) for each in value]
    return printable(value) if isinstance(value, str) else value
