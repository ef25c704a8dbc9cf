"""A module here without a leading underscore is a format: it has ``SUFFIX`` and ``render(document, style)``."""

from __future__ import annotations

import ast
import functools
import pkgutil
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import cast

from briefprint.artifact import Artifact
from briefprint.document import Document
from briefprint.style import HouseStyle

Render = Callable[[Document, HouseStyle], Artifact]


@functools.cache
def formats() -> tuple[str, ...]:
    """Return the names of the formats, as the command line has them."""
    found = (module.name for module in pkgutil.iter_modules(__path__))
    return tuple(sorted(name.replace("_", "-") for name in found if not name.startswith("_")))


def renderer(name: str) -> Render:
    """Return the function that renders a format; its library is imported only now."""
    return cast(Render, import_module(f"{__name__}.{_module(name)}").render)


def about(name: str) -> str:
    """Return a format's own first line about itself, without importing its library."""
    doc = ast.get_docstring(ast.parse(_source(name).read_text(encoding="utf-8")))
    return (doc or name).splitlines()[0]


def suffix(name: str) -> str:
    """Return the ending of a format's files, without importing its library."""
    for statement in ast.parse(_source(name).read_text(encoding="utf-8")).body:
        match statement:
            case ast.Assign(targets=[ast.Name(id="SUFFIX")], value=ast.Constant(value=str(ending))):
                return ending
    raise LookupError(f"the format '{name}' has no SUFFIX")


def _module(name: str) -> str:
    return name.replace("-", "_")


def _source(name: str) -> Path:
    here = Path(__file__).parent / _module(name)
    return here / "__init__.py" if here.is_dir() else here.with_suffix(".py")
