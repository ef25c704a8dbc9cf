"""Reading: a file an author wrote becomes a Document, or every fault in it is named."""

from briefprint.reader.brief import Reading, asked_style, read

__all__ = ["Reading", "asked_style", "read"]
