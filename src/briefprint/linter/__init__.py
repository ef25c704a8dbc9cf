"""The linter: what a brief's author should know before, or while, it is set."""

from briefprint.linter.lint import Found, check, lint
from briefprint.linter.mend import Look, mended

__all__ = ["Found", "Look", "check", "lint", "mended"]
