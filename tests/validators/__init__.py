"""Outside opinions on what briefprint makes: one module per tool, each ``validate`` a list of findings."""

from validators.finding import Finding
from validators.tools import ToolFailed, ToolMissing

__all__ = ["Finding", "ToolFailed", "ToolMissing"]
