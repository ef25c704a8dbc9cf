"""What every validator hands back."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule that one file breaks, and how often."""

    tool: str
    path: Path
    rule: str
    message: str
    where: str = ""
    count: int = 1

    def __str__(self) -> str:
        place = f" at {self.where}" if self.where else ""
        times = f" ({self.count} times)" if self.count > 1 else ""
        return f"{self.path.name}: {self.tool} {self.rule}: {self.message}{place}{times}"
