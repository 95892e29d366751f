"""Which shared records a practitioner may hold: those that a grant in force opens, whatever a server shows them, the
photos that the answers they hold name, and the replies about what is open. What agreements close is not to be held; of insurance
the coordinator of a patient's team holds what they are shown, and nobody else.

A clinic's server need not filter. It must never open a record of one patient by a grant of another's.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import UTC, datetime

from mobile.care.agreed_here import AgreedHere
from mobile.care.forms.response import Response
from mobile.care.grant import ShareGrant
from mobile.care.people import CareTeam, readers
from mobile.care.resource import Json, at, each, text_at
from mobile.care.talk.reply import Reply
from mobile.documents.pointers import pointing_urls

COORDINATOR = "coordinator"
"""The code of the role that books and asks insurers, as a clinic's teams name it."""


class Opened:
    """The grants and answers known on this device. Kept up to date by whoever files and removes them. `me`: "Practitioner/t1"; `now`:
    the clock by which what agreements let see is over."""

    def __init__(self, me: str = "", now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.agreed = AgreedHere(me, now)
        self._grants: dict[str, ShareGrant] = {}
        self._photos: dict[str, tuple[str | None, frozenset[str]]] = {}
        self._replies: dict[str, tuple[str | None, frozenset[str]]] = {}
        self._me, self._now = me, now
        self._teams: dict[str, CareTeam] = {}

    def note_team(self, team: CareTeam) -> None:
        """Its latest version."""
        self.agreed.note_team(team)
        self._teams[team.id] = team

    def coordinates(self, patient: str | None) -> bool:
        """Whether this practitioner is the coordinator of that patient's team now."""
        teams = [one for one in self._teams.values() if _short(one.patient) == _short(patient)]
        return any(
            one.reference == self._me and COORDINATOR in one.role_codes for one in readers(teams, self._now())
        )

    def coordinates_for_anybody(self) -> bool:
        """The same, of any patient's."""
        return any(self.coordinates(one.patient) for one in self._teams.values())

    def note(self, grant: ShareGrant) -> None:
        """Its latest version, in force or ended."""
        self._grants[grant.id] = grant

    def forget(self, id: str) -> None:
        self._grants.pop(id, None)

    def note_answers(self, response: Response) -> None:
        """The latest version of a response that is held here."""
        self.agreed.note_response(response)
        urls = pointing_urls(response.text)
        if urls:
            self._photos[response.id] = _short(response.patient), frozenset(urls)
        else:
            self._photos.pop(response.id, None)

    def forget_answers(self, id: str) -> None:
        self._photos.pop(id, None)

    def opens_photo(self, resource: Json) -> bool:
        """Whether an answer of the very patient it is about names this document."""
        about = _short(at(resource, "subject", "reference"))
        name = f"{resource.get('resourceType')}/{resource.get('id')}"
        return any(about == whose and name in named for whose, named in self._photos.values())

    def may_open_photo(self, server_id: str) -> bool:
        """The same, as far as its name at the server tells."""
        return any(f"DocumentReference/{server_id}" in named for _, named in self._photos.values())

    def note_reply(self, reply: Reply) -> None:
        """One that is held here: while what it is about is open it stays, and no longer."""
        if reply.server_id is not None:
            self._replies[reply.server_id] = _short(reply.patient), reply.about

    def opens_reply(self, reply: Reply) -> bool:
        """Whether a grant of the very patient it is about names what it is about."""
        return self._opens(_short(reply.patient), reply.about)

    def shuts_reply(self, server_id: str) -> bool:
        """Whether this id is of a reply that was held, about what no grant opens any more."""
        known = self._replies.get(server_id)
        return known is not None and not self._opens(*known)

    def opens(self, resource: Json) -> bool:
        """Whether a grant of the very patient it is about names this record."""
        names = {f"{resource.get('resourceType')}/{resource.get('id')}"}
        names |= {value for one in each(resource, "identifier") if (value := text_at(one, "value"))}
        return self._opens(_short(at(resource, "subject", "reference")), names)

    def _opens(self, patient: str | None, names: Collection[str]) -> bool:
        if self.agreed.closes_shared(patient):
            return False
        wanted = {_short(name) for name in names}
        return any(
            one.is_active and _short(one.patient) == patient and {_short(name) for name in one.data} & wanted
            for one in self._grants.values()
        )

    def may_open(self, resource_type: str, server_id: str) -> bool:
        """Whether a grant may be about this one, as far as its name at the server tells."""
        name = f"{resource_type}/{server_id}"
        for one in self._grants.values():
            named = {_short(other) or "" for other in one.data}
            if self.agreed.closes_shared(_short(one.patient)):
                continue
            if one.is_active and (name in named or not any("/" in other for other in named)):
                return True
        return False


def _short(reference: object) -> str | None:
    """A reference without its server's address and its version; other names as they are."""
    if not isinstance(reference, str) or "/" not in reference:
        return reference if isinstance(reference, str) else None
    return "/".join(reference.split("/_history/")[0].split("/")[-2:])
