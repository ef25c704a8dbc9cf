"""Reading: a file an author wrote becomes a Document, or every fault in it is named."""

from briefprint.reader.brief import Asked, Reading, asked, asked_style, read

__all__ = ["Asked", "Reading", "asked", "asked_style", "read"]
