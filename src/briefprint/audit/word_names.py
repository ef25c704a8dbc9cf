"""Names of WordprocessingML, as lxml has them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"


def known(nodes: Iterable[Any]) -> Iterator[Any]:
    """Yield the elements among nodes: comments and processing instructions have no name."""
    return (each for each in nodes if isinstance(each.tag, str))
