"""What a printer would send a PDF back for: found before it is sent. It reads any PDF, not only ours."""

from briefprint.preflight.check import Finding, check, check_data
from briefprint.preflight.rules import RULES

__all__ = ["RULES", "Finding", "check", "check_data"]
