"""The commands under ``briefprint styles``."""

import json
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from briefprint.errors import BriefprintError, Diagnostic, StyleError, UsageError, did_you_mean
from briefprint.stylefiles import FILE
from briefprint.terminal import EXIT_FAILED, EXIT_INTERRUPTED, StyleDirs, fail, say

if TYPE_CHECKING:
    from briefprint.stylebook import Token

app = typer.Typer(help="The house styles there are.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(metavar="NAME", help="A style's name.", show_default=False)]


@app.callback()
def _styles() -> None:
    """The house styles there are."""


@app.command("list")
def list_(styles: StyleDirs = None) -> None:
    """Name every house style that can be used here, and say what it is.

    Example: briefprint styles list
    """
    from briefprint import stylebook

    folders = _folders(styles)
    failed = False
    try:
        found = tuple(stylebook.names(folders))
    except BriefprintError as error:
        fail(error)
    width = max(map(len, found), default=0)
    for name in found:
        try:
            style = stylebook.load(name, folders)
        except BriefprintError as error:
            say(error.diagnostics)
            failed = True
        else:
            print(f"{name:<{width}}  {style.description}")  # noqa: T201
    raise typer.Exit(EXIT_FAILED if failed else 0)


@app.command()
def show(
    name: Name,
    prefix: Annotated[
        str, typer.Argument(metavar="[TOKEN]", help="Only this token, or those of this table.", show_default=False)
    ] = "",
    styles: StyleDirs = None,
) -> None:
    """Print every token of a style as written, with the style whose file says it.

    Example: briefprint styles show bureau text.body
    """
    from briefprint import stylebook

    try:
        tokens = stylebook.tokens(name, _folders(styles))
        shown = _within(tokens, prefix.rstrip("."))
    except BriefprintError as error:
        fail(error)
    for number, (_, group) in enumerate(groupby(shown, lambda token: token.name.rpartition(".")[0])):
        if number:
            print()  # noqa: T201
        lines = [(f"{token.name} = {_written(token.value)}", token.source) for token in group]
        width = max(len(line) for line, _ in lines)
        for line, source in lines:
            print(f"{line:<{width}}  {source}")  # noqa: T201


@app.command()
def check(
    names: Annotated[
        Optional[list[str]],  # noqa: UP045 (Typer reads it at run time)
        typer.Argument(metavar="[NAME]...", help="Styles. Default: all that can be found.", show_default=False),
    ] = None,
    styles: StyleDirs = None,
) -> None:
    """Say what is wrong with styles: contrast, fonts and their rights, glyphs, lines, what nothing uses.

    Example: briefprint styles check bureau
    """
    from briefprint import stylebook, styleguide

    folders = _folders(styles)
    found: dict[Diagnostic, None] = {}  # what styles inherit is said once
    try:
        for name in names or stylebook.names(folders):
            try:
                found |= dict.fromkeys(styleguide.check(name, folders))
            except StyleError as error:
                found |= dict.fromkeys(error.diagnostics)
    except BriefprintError as error:
        fail(error)
    for each in found:
        print(each)  # noqa: T201
    raise typer.Exit(EXIT_FAILED if found else 0)


@app.command()
def new(
    name: Name,
    parent: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--from", metavar="STYLE", help="The style to start from. Default: that of a plain brief."),
    ] = None,
    brand: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option("--brand", metavar="FILE", help="A _brand.yml whose colours, type and logo it takes up."),
    ] = None,
    styles: StyleDirs = None,
) -> None:
    """Make a style of your own: a folder in styles/, or in the first DIR, that sets at once.

    Example: briefprint styles new ministry --from bureau
    """
    from briefprint import output, styledraft
    from briefprint.stylefiles import DEFAULT_STYLE

    file = (styles[0] if styles else Path("styles")) / name / FILE
    try:
        if brand is None:
            text = styledraft.draft(name, parent or DEFAULT_STYLE, file, _folders(styles))
            files = {file.name: text.encode()}
        else:
            from briefprint.brand import draft as branddraft
            from briefprint.brand import source as brands

            made = branddraft.draft(name, parent or DEFAULT_STYLE, file, _folders(styles), brands.read(brand))
            files = dict(made.files)
            say(made.told)
        output.prepare(file.parent, "--styles")
        output.write_all(file.parent, files)
    except BriefprintError as error:
        fail(error)
    print(file)  # noqa: T201


@app.command()
def proof(
    names: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Argument(metavar="NAME", help="Styles.", show_default=False),
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help="Every style that can be found.")] = False,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder to write to.")] = Path("out"),
    paper: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--paper", metavar="a4|letter", help="Paper, if not the style's own."),
    ] = None,
    styles: StyleDirs = None,
) -> None:
    """Set the type specimen of styles: every text role and pattern, each saying what it is; as PDF and as a picture.

    Of several styles there is one picture more, with page one of each.

    Example: briefprint styles proof bureau writes out/bureau.proof.pdf, .proof.memo.pdf and .proof.png
    """
    from briefprint import output
    from briefprint import proof as proofs

    folders = _folders(styles)
    failed, made = False, []
    try:
        wanted = _asked(names or [], all_, paper, folders)
        output.prepare(out)
        for name in wanted:
            try:
                made.append(proofs.proof(name, folders, paper))
            except BriefprintError as error:
                say(error.diagnostics)
                failed = True
                continue
            say(made[-1].warnings)
            for ending, data in made[-1].files.items():
                _write(out / f"{name}.proof{ending}", data)
        if len(wanted) > 1 and made:
            _write(out / "proof.png", proofs.together(made))
    except BriefprintError as error:
        fail(error)
    except KeyboardInterrupt:
        say([Diagnostic("interrupted; what was written is whole")])
        raise typer.Exit(EXIT_INTERRUPTED) from None
    raise typer.Exit(EXIT_FAILED if failed else 0)


def _asked(names: list[str], every: bool, paper: str | None, folders: tuple[Path, ...]) -> list[str]:
    """Return the styles to prove. Raises UsageError for what nobody has, and when nothing is asked for."""
    from briefprint import stylebook
    from briefprint.errors import known
    from briefprint.style import PAPERS_PT

    if paper is not None:
        known("paper", [paper], tuple(PAPERS_PT))
    found = list(stylebook.names(folders))
    if not names and not every:
        hint = f"name one, or all of them with --all; there are: {', '.join(found)}"
        raise UsageError([Diagnostic("no style is asked for", hint=hint)])
    asked = known("style", names, found)
    return found if every else asked


def _write(path: Path, data: bytes) -> None:
    from briefprint import output

    output.write(path, data)
    print(path, flush=True)  # noqa: T201


def _folders(first: list[Path] | None) -> tuple[Path, ...]:
    """Return where styles are looked for: as for a brief that lies here."""
    from briefprint import project, stylebook

    try:
        file = None if first else project.file_of(Path.cwd())
        return stylebook.search_path(
            Path("brief.md"), first or (project.load(file).get("styles", ()) if file else ())
        )
    except BriefprintError as error:
        fail(error)


def _within(tokens: "Sequence[Token]", prefix: str) -> "tuple[Token, ...]":
    """Return the tokens of a table, or the one token. Raises UsageError when there is none."""
    found = tuple(each for each in tokens if not prefix or f"{each.name}.".startswith(f"{prefix}."))
    if not found:
        parts = [token.name.split(".") for token in tokens]
        known = {".".join(each[:length]): None for each in parts for length in range(1, len(each) + 1)}
        hint = did_you_mean(prefix, known) or "name a table or a token, such as 'text.body'"
        raise UsageError([Diagnostic(f"no token is called '{prefix}'", hint=hint)])
    return found


def _written(value: object) -> str:
    """Return a value as TOML writes it; its strings, numbers, switches and lists of them are JSON's."""
    return json.dumps(value, ensure_ascii=False)
