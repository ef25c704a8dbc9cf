"""Jobs on a Dask cluster: what they see travels to its workers, what they make comes home, no disk is shared.

``client`` is where the batch runs, and with ``bench`` all that knows Dask; ``parcels`` says what travels; ``bench``
does it on a worker, in processes that each run ``setter``.
"""

from __future__ import annotations

import re

from briefprint.errors import BriefprintError, Diagnostic, UsageError

_ADDRESS = re.compile(r"(?:tcp|tls)://(?:[^\s/:\[\]]+|\[[0-9a-fA-F:.]+\]):\d{1,5}")


class ClusterError(BriefprintError):
    """A cluster does no work."""


def address(text: str) -> str:
    """Return the address of a scheduler. Raises UsageError for what is none."""
    if not _ADDRESS.fullmatch(text):
        hint = "it is the address of a Dask scheduler: tcp://HOST:8786"
        raise UsageError([Diagnostic(f"there is no executor '{text}'", hint=hint)])
    return text
