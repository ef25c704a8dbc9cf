"""Which options go together, whoever asks for them: the command line, a project's file, a program."""

from __future__ import annotations

from briefprint.artifact import PLAIN, PROFILES, Options
from briefprint.errors import Diagnostic, UsageError, known


def agree(asked: Options) -> None:
    """Raise UsageError for options that do not go together, that another one is wanting for, or that nobody has."""
    known("profile", [asked.profile], PROFILES)
    if asked == PLAIN:
        return
    from briefprint import imposition

    for_press = asked.profile == "print"
    imposes = asked.booklet or asked.n_up != 1
    faults = []
    if not for_press and (asked.icc is not None or asked.grey):
        faults.append(Diagnostic("--icc and --grey are for the press", hint="add --profile print"))
    if asked.booklet and asked.n_up != 1:
        faults.append(Diagnostic("--booklet and --n-up do not go together", hint="a booklet has two pages to a side"))
    if asked.n_up != 1 and asked.n_up not in imposition.GRIDS:
        there = ", ".join(map(str, imposition.GRIDS))
        faults.append(Diagnostic(f"{asked.n_up} pages cannot stand on one side", hint=f"there may be: {there}"))
    if for_press and asked.n_up != 1:
        hint = "leave one of them out; --booklet goes with --profile print"
        faults.append(Diagnostic("--n-up does not go with --profile print", hint=hint))
    if asked.sheet is not None and not imposes:
        faults.append(Diagnostic("--sheet is for --booklet and --n-up", hint="add one of them, or use --paper"))
    if asked.sheet is not None and for_press:
        faults.append(Diagnostic("--sheet does not go with --profile print", hint="its sheets hold the marks"))
    if asked.sheet is not None:
        known("sheet", [asked.sheet], tuple(imposition.SHEETS_PT))
    if faults:
        raise UsageError(faults)
