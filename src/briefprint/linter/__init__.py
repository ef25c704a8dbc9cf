"""The linter: what a brief's author should know before, or while, it is set."""

from briefprint.linter.lint import check, lint
from briefprint.linter.mend import mended

__all__ = ["check", "lint", "mended"]
