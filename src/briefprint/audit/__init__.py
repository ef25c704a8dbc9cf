"""What is wrong with a product, read back, in milliseconds.

Of a PDF its tags, its pages, its fonts, by rules of ISO 14289-1; of a Word file its parts, by rules of ECMA-376.
"""

from briefprint.audit.examine import faults
from briefprint.audit.fault import Fault
from briefprint.audit.word import faults as word_faults

__all__ = ["Fault", "faults", "word_faults"]
