"""What an audit says of a file."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """A rule that a file breaks: its name, what is wrong in words, and the page it is on, from 1, where one is."""

    rule: str
    message: str
    page: int | None = None

    def __str__(self) -> str:
        return f"{f'page {self.page}: ' if self.page else ''}{self.message} ({self.rule})"
