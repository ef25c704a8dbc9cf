"""A module here without a leading underscore is a format: it has ``SUFFIX``, ``OPTIONS`` and ``render``."""

from __future__ import annotations

import ast
import functools
import pkgutil
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, cast

from briefprint.artifact import PLAIN, Artifact, Options

if TYPE_CHECKING:
    from briefprint.document import Document
    from briefprint.style import HouseStyle


class Render(Protocol):
    """What every format's module offers."""

    def __call__(self, document: Document, style: HouseStyle, options: Options = PLAIN) -> Artifact:
        """Return the product; raises RenderError for what cannot be set."""


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
    return str(_said(name, "SUFFIX"))


def heeded(name: str) -> tuple[str, ...]:
    """Return the names of the options that a format heeds, without importing its library."""
    return tuple(_said(name, "OPTIONS"))


@functools.cache
def _said(name: str, constant: str) -> Any:
    """Return a constant of a format's module."""
    for statement in ast.parse(_source(name).read_text(encoding="utf-8")).body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=named)], value=value) if named == constant:
                return ast.literal_eval(value)
    raise LookupError(f"the format '{name}' has no {constant}")


def _module(name: str) -> str:
    return name.replace("-", "_")


def _source(name: str) -> Path:
    here = Path(__file__).parent / _module(name)
    return here / "__init__.py" if here.is_dir() else here.with_suffix(".py")
