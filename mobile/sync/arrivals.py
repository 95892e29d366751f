"""Decides whether a received document is kept, and as what: the filing function's word, and two rules of sync's own.

A document nobody can file is reported and keeps back no other. A withdrawn stub (entered-in-error) of a record that is not here
is not brought back to life. It must never file what the filing function refused.
"""

from __future__ import annotations

import json
import logging
from typing import Any

from api_client import Document
from mobile.records.ports import Pulled, Syncing
from mobile.sync.faults import report
from mobile.sync.queries import File
from mobile.sync.verdicts import copy_of

ENTERED_IN_ERROR = "entered-in-error"

log = logging.getLogger("lantern.sync")


class Unfiled(Exception):
    """The filing function failed on a document. `code` is for the status."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Arrivals:
    def __init__(self, store: Syncing, file: File) -> None:
        self._store = store
        self._file = file

    async def filed(self, document: Document) -> Pulled | None:
        """How to store it; None: not to be kept. Raises Unfiled."""
        if not document.id:
            return None
        try:
            filing = self._file(document)
        except Exception as error:
            raise Unfiled(report(log, error)) from None
        if filing is None:
            return None
        if is_withdrawn_stub(document.text) and document.id not in await self._store.known(document.type):
            return None
        return Pulled(document.type, copy_of(document), filing)


def is_withdrawn_stub(text: str) -> bool:
    """Whether the resource says of itself that it should never have been."""
    if ENTERED_IN_ERROR not in text:
        return False
    document: dict[str, Any] = json.loads(text)
    return ENTERED_IN_ERROR in (document.get("status"), document.get("lifecycleStatus"))
