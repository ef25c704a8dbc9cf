"""The command line: what was asked for is planned and run; paths go to stdout, messages to stderr."""

import inspect
import io
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, NoReturn, Optional

import typer

from briefprint import (
    __version__,
    batchcommands,
    checkcommands,
    memocommands,
    pace,
    pdfcommands,
    presscommands,
    shardcommands,
    stylecommands,
)
from briefprint.artifact import PROFILES, Job, Options, Report
from briefprint.defaults import filled
from briefprint.errors import BriefprintError
from briefprint.renderers import about, formats, heeded, suffix
from briefprint.terminal import EXIT_FAILED, StyleDirs, explained, fail, heed_termination, how_far, say, stopped

app = typer.Typer(
    name="briefprint",
    help="Write a brief once in Markdown; get the PDF, the Word file and a one-page memo in a house style.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
app.add_typer(stylecommands.app, name="styles")

# Typer reads these annotations when the commands are made, so they cannot be strings.
Briefs = Annotated[list[Path], typer.Argument(metavar="BRIEF", help="Markdown files.", show_default=False)]
Paths = Annotated[
    list[Path], typer.Argument(metavar="PATH", help="Markdown files, and folders of them.", show_default=False)
]
Styles = Annotated[
    Optional[list[str]],  # noqa: UP045 (Typer reads it at run time)
    typer.Option("--style", metavar="NAME", help="House style; may be repeated. Default: the brief's own."),
]
Out = Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder to write to.")]
Paper = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option("--paper", metavar="a4|letter", help="Paper, if not the style's own."),
]
Strict = Annotated[bool, typer.Option("--strict", help="Treat warnings as errors.")]


def main() -> NoReturn:
    """Run the command line; a fault nobody foresaw is one line too."""
    pace.quicken()
    # Looking for them means opening every package that is installed; and what checks a brief is ours alone.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # no terminal's encoding costs a path or a message
    heed_termination()
    try:
        app(prog_name="briefprint")
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(EXIT_FAILED)
    sys.exit(0)


@app.callback(invoke_without_command=True)
def _version(
    version: Annotated[bool, typer.Option("--version", help="Print the version and stop.", is_eager=True)] = False,
) -> None:
    if version:
        print(f"briefprint {__version__}")  # noqa: T201
        raise typer.Exit


Profile = Annotated[
    str,
    typer.Option(
        "--profile",
        metavar="|".join(PROFILES),
        help="standard: PDF/UA-1 and PDF/A-2a; archive: PDF/A-3a holding the brief; ua2: PDF/UA-2; print: PDF/X-4.",
    ),
]

Validate = Annotated[
    bool,
    typer.Option(
        "--validate",
        help="Check each PDF and Word file, and write none that fails (PDFs need 'briefprint[validate]').",
    ),
]
Abridge = Annotated[
    bool, typer.Option("--abridge", help="Leave out of the memo what has no room, whole, and say what; else refuse.")
]
Explain = Annotated[
    bool, typer.Option("--explain", help="Say how the memo was made to fit: each lever, what it won, what is left.")
]


Icc = Annotated[
    Optional[Path],  # noqa: UP045
    typer.Option("--icc", metavar="FILE", help="For --profile print: ICC profile of the press, if not the style's."),
]
Grey = Annotated[bool, typer.Option("--grey", help="For --profile print: in black ink alone.")]
Booklet = Annotated[bool, typer.Option("--booklet", help="Two pages to a side, to be folded and stitched.")]
NUp = Annotated[int, typer.Option("--n-up", metavar="2|4", help="Pages to a side, made smaller.")]
Sheet = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option(
        "--sheet", metavar="a3|a4|letter|tabloid", help="Paper of a booklet, or of --n-up. Default: as set."
    ),
]
Template = Annotated[
    Optional[Path],  # noqa: UP045
    typer.Option(
        "--template", metavar="FILE", help="Word file (.docx, .dotx) to pour the brief into, if not the style's."
    ),
]

Embed = Annotated[
    bool,
    typer.Option(
        "--embed/--no-embed",
        help="Let the Word file carry its fonts; without them it is small, and wants them where it is read.",
    ),
]

_OPTIONS: dict[str, tuple[Any, Any]] = {
    "profile": (Profile, "standard"),
    "validate": (Validate, False),
    "icc": (Icc, None),
    "grey": (Grey, False),
    "booklet": (Booklet, False),
    "n_up": (NUp, 1),
    "sheet": (Sheet, None),
    "template": (Template, None),
    "embed": (Embed, True),
    "abridge": (Abridge, False),
    "explain": (Explain, False),
}
"""The options that only some formats heed, by the names that these have for them: annotation and default."""


def _format_command(name: str) -> Callable[..., None]:
    def command(
        ctx: typer.Context,
        briefs: Briefs,
        style: Styles = None,
        out: Out = Path("out"),
        styles: StyleDirs = None,
        paper: Paper = None,
        strict: Strict = False,
        **options: Any,
    ) -> None:
        made = tuple(format for flag, format in kinds.items() if options.pop(flag, False)) or (name,)
        common = {"paths": briefs, "style": style, "out": out, "styles": styles, "paper": paper, "strict": strict}
        _set(ctx, made, common | options)

    kinds = _kinds(name)
    _offer(command, {option for each in (name, *kinds.values()) for option in heeded(each)}, kinds)
    command.__doc__ = (
        f"{about(name)}\n\n"
        f"Example: briefprint {name} content/brief.md --style institute "
        f"writes out/brief.institute{suffix(name)}"
    )
    return command


def _kinds(name: str) -> dict[str, str]:
    """Return what a format is also made as, by flag: 'memo-docx' is the memo's '--docx', no command of its own."""
    return {each.removeprefix(f"{name}-"): each for each in formats() if each.startswith(f"{name}-")}


def _offer(command: Callable[..., None], names: Iterable[str], kinds: Mapping[str, str] | None = None) -> None:
    """Give a command the options of these names, and a flag for each kind, as if they were written out in it."""
    signature = inspect.signature(command)
    own = [each for each in signature.parameters.values() if each.kind is not inspect.Parameter.VAR_KEYWORD]
    more = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
        for name, (annotation, default) in _OPTIONS.items()
        if name in names
    ]
    for flag, format in (kinds or {}).items():
        annotation = Annotated[bool, typer.Option(f"--{flag}", help=about(format))]
        more.append(inspect.Parameter(flag, inspect.Parameter.KEYWORD_ONLY, default=False, annotation=annotation))
    command.__signature__ = signature.replace(parameters=[*own, *more])  # type: ignore[attr-defined]
    command.__annotations__ |= {each.name: each.annotation for each in more}
    command.__annotations__.pop("options", None)


for _name in formats():
    _kind = any(_name in _kinds(_other).values() for _other in formats())
    app.command(_name, hidden=_kind)(_format_command(_name))  # help names a kind as a flag of its command


_offer(batchcommands.batch, {option for each in formats() for option in heeded(each)})
app.command()(batchcommands.batch)
app.command()(batchcommands.verify)
app.command()(shardcommands.merge_manifests)


app.command()(checkcommands.check)
app.command()(checkcommands.new)
app.command()(memocommands.fit)
app.command()(presscommands.preflight)
app.command()(pdfcommands.source)


class Written(StrEnum):
    """What there is a grammar of."""

    STYLE = "style"
    CONTENT = "content"
    PROJECT = "project"
    MANIFEST = "manifest"


@app.command()
def schema(
    what: Annotated[
        Written,
        typer.Argument(
            metavar="style|content|project|manifest",
            help="A style file, a brief's front matter, briefprint.toml, or the manifest of a batch.",
        ),
    ],
) -> None:
    """Print the JSON Schema of what authors write, or of what a batch records.

    With it an editor completes and checks what is written, and a program what it reads.

    Example: briefprint schema style > style.schema.json
    """
    import json

    from briefprint import manifestschema, project
    from briefprint import schema as schemas

    made = {
        Written.STYLE: schemas.style,
        Written.CONTENT: schemas.content,
        Written.PROJECT: project.schema,
        Written.MANIFEST: manifestschema.schema,
    }[what]()
    print(json.dumps(made, indent=2, ensure_ascii=False))  # noqa: T201


def _set(ctx: typer.Context, formats: tuple[str, ...], asked: dict[str, Any]) -> None:
    """Plan and run a request; exit 1 when a job failed, after all the others are written."""
    from briefprint.batch import Request, plan, run
    from briefprint.progress import watched

    seen: set[str] = set()
    jobs: list[Job] = []
    done: list[Report] = []
    try:
        defaults = filled(ctx, asked)
        request = Request(
            paths=tuple(asked["paths"]),
            formats=formats,
            styles=tuple(asked["style"] or ()),
            out=asked["out"],
            style_dirs=tuple(asked["styles"] or ()),
            paper=asked["paper"] or None,
            strict=asked["strict"],
            open_folders=False,
            options=Options.of(asked),
            default_styles=defaults.style,
        )
        jobs = plan(request)
        for report in watched(run(jobs), len(jobs)):
            done.append(report)
            new = [each for each in report.diagnostics if str(each) not in seen]  # a brief's warnings, once
            seen.update(map(str, new))
            say(new)
            if report.ok:
                print(report.job.output, flush=True)  # noqa: T201
                if asked.get("explain") and report.artifact and report.artifact.ledger:
                    print(explained(report.artifact.ledger), file=sys.stderr)  # noqa: T201
    except BriefprintError as error:
        fail(error)
    except KeyboardInterrupt as stop:
        stopped(stop, how_far(done, len(jobs)))
    raise typer.Exit(EXIT_FAILED if not all(each.ok for each in done) else 0)
