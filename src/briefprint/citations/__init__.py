"""Citations: what a brief cites, in the words and the order that its style's CSL file asks for."""

from briefprint.citations.setting import settled

__all__ = ["settled"]
