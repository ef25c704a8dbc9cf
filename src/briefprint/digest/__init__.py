"""What of a brief stands on its one-page memo: chosen once, by priority, for every format that sets it."""

from briefprint.digest.abridge import Cut, abridged, cuts
from briefprint.digest.copy import HeadLine, MemoCopy, Passage, Point
from briefprint.digest.desk import digest

__all__ = ["Cut", "HeadLine", "MemoCopy", "Passage", "Point", "abridged", "cuts", "digest"]
