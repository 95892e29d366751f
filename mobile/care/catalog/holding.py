"""What a practitioner's device may hold at all, whatever the server shows: no draft, nothing that was not opened to them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mobile.care.opened import Opened
from mobile.care.resource import Json, text_at
from mobile.care.talk.reply import Reply

_UNFINISHED = ("in-progress", "stopped")
"""What is still being written, and what was never handed in."""


@dataclass(frozen=True)
class Holding:
    """`holds` says it of a document; `may_hold` of a server's id alone, before the document is there: False only where no
    document of that id could be held. `is_shut`: of the id of what was held, that it is not to be held any longer."""

    holds: Callable[[Json, Opened], bool]
    may_hold: Callable[[str, Opened], bool] = lambda id, opened: True
    is_shut: Callable[[str, Opened], bool] = lambda id, opened: False


FREELY = Holding(lambda resource, opened: True)
ONCE_HANDED_IN = Holding(
    lambda resource, opened: resource.get("status") not in _UNFINISHED,
    is_shut=lambda id, opened: opened.agreed.shuts_response(id),
)
WHILE_AGREED = Holding(
    lambda resource, opened: True, is_shut=lambda id, opened: opened.agreed.shuts_measured(id)
)
NAMED_BY_AN_ANSWER = Holding(
    lambda resource, opened: opened.opens_photo(resource),
    lambda id, opened: opened.may_open_photo(id),
)
BY_THE_COORDINATOR = Holding(
    lambda resource, opened: opened.coordinates(_whose(resource)),
    lambda id, opened: opened.coordinates_for_anybody(),
)
WHILE_ITS_THREAD_IS_OPEN = Holding(
    lambda resource, opened: opened.opens_reply(Reply.from_resource(resource)),
    is_shut=lambda id, opened: opened.shuts_reply(id),
)


def opened_by_a_grant(resource_type: str) -> Holding:
    """Only while a grant in force names it."""
    return Holding(
        lambda resource, opened: opened.opens(resource),
        lambda id, opened: opened.may_open(resource_type, id),
    )


def _whose(resource: Json) -> str | None:
    """Whom what a clinic keeps of insurance is about."""
    names = ("for", "patient", "beneficiary", "subject")
    return next((who for name in names if (who := text_at(resource, name, "reference"))), None)
