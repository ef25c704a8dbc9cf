"""What is wrong with a PDF, read back: its tags, its pages, its fonts. In milliseconds, by rules of ISO 14289-1."""

from briefprint.audit.examine import faults
from briefprint.audit.fault import Fault

__all__ = ["Fault", "faults"]
