"""``briefprint merge-manifests``: the records of shards become the record of the whole run."""

import sys
from pathlib import Path
from typing import Annotated, Optional

import typer

from briefprint.errors import BriefprintError
from briefprint.terminal import fail


def merge_manifests(
    manifests: Annotated[
        list[Path],
        typer.Argument(metavar="MANIFEST", help="What each shard wrote: manifest.1-of-8.json.", show_default=False),
    ],
    out: Annotated[
        Optional[Path],  # noqa: UP045 (Typer reads it at run time)
        typer.Option("--out", metavar="FILE", help="Manifest to write. Default: manifest.json beside the first."),
    ] = None,
    reproducible: Annotated[
        bool, typer.Option("--reproducible", help="Leave times out of what is recorded.")
    ] = False,
) -> None:
    """Join the manifests of all shards of a batch into one, as one run would have written it.

    Nothing is written when a shard is missing, or two do not belong together. What the file knows already of other
    products is kept. The products themselves stay where they are: gather them into the folder of the file.

    Example: briefprint merge-manifests out/manifest.*-of-8.json --out out/manifest.json
    """
    from briefprint import manifest, merging, output

    out = out or manifests[0].parent / "manifest.json"
    try:
        made = merging.merged(manifests, out)
        output.prepare(out.parent)
        output.write(out, manifest.text(made, reproducible).encode())
    except BriefprintError as error:
        fail(error)
    failed = [name for name, each in made.products.items() if each.state == "failed"]
    count = len(made.products)
    print(out)  # noqa: T201
    told = f"{count} product{'s' * (count != 1)}{f', {len(failed)} of them failed' if failed else ''}"
    print(told, file=sys.stderr)  # noqa: T201
