"""Inviting somebody from outside of the clinic, and ending that. Flet-free.

Asking for an invitation opens nothing to anybody, and waits on the day of a session like all new sharing. Ending never
waits: everything shared with them is taken back first, and the invitation is over after that.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from mobile.care.agenda import Session
from mobile.care.decision_guard import Waits, decisions_wait
from mobile.care.invitation import LONGEST_NAME, Invitation, State
from mobile.care.ledger.kept import LedgerReader
from mobile.care.names import one_line
from mobile.care.prompts import Protocol
from mobile.care.sharing import new_id
from mobile.records.overtaken import until_written
from mobile.records.ports import Keeping, SendState, Standing
from mobile.screens.revocation import TakenBack
from mobile.screens.sharing.model import KINDS as SHARING
from mobile.screens.sharing.model import SharedWith, SharingModel

KINDS = tuple(dict.fromkeys((*SHARING, Session, Protocol)))
NEW = "new"
"""In the route of one that does not exist yet."""


class Inviting:
    """One invitation: `id` as in the route, `NEW` for the next."""

    def __init__(self, records: Keeping, id: str, now: Callable[[], datetime], zone: ZoneInfo) -> None:
        self._records, self._now, self._zone = records, now, zone
        self._sharing = SharingModel(records, now)
        self.id = new_id() if id == NEW else id
        self.is_new = id == NEW
        self.invitation: Invitation | None = None
        self.standing: Standing | None = None
        self.waits: Waits | None = None  # inviting, on the day of a session

    async def load(self) -> None:
        """Raises what the store raises."""
        await self._sharing.load()
        self.invitation = await self._records.get(Invitation, self.id)
        self.standing = await self._records.standing(Invitation, self.id)
        sessions, protocols = await self._records.every(Session), await self._records.every(Protocol)
        self.waits = decisions_wait(sessions, protocols, self._now(), self._zone)

    @property
    def state(self) -> State | None:
        """None: there is none of this id."""
        return self.invitation.state(self._now()) if self.invitation is not None else None

    @property
    def is_at_clinic(self) -> bool:
        """Whether the clinic has it as it stands here, and knows of everything that was taken back from whoever joined."""
        is_left = any(share.grant.practitioner == self._guest for share in self._sharing.leaving)
        is_there = self.standing is None or self.standing.state in (SendState.SENT, SendState.ONLY_HERE)
        return is_there and not (self._guest and is_left)

    @property
    def _guest(self) -> str | None:
        return self.invitation.guest if self.invitation is not None else None

    @property
    def name(self) -> str:
        """How the guest is called; before anybody joined, how the patient called them. "" where neither is known."""
        one = self.invitation
        if one is None:
            return ""
        return (self._sharing.team.name_of(one.guest) if one.guest else "") or one.guest_name or one.invited

    @property
    def reader(self) -> LedgerReader | None:
        """What they can read now, by the ledger."""
        return self._sharing.ledger.reader(self._guest)

    @property
    def shared(self) -> SharedWith | None:
        """What the patient chose to share with them."""
        people = (one for one in self._sharing.people if one.shares)
        return next((one for one in people if one.practitioner == self._guest), None)

    async def invite(self, name: str, patient: str, patient_name: str) -> bool:
        """Asks for it, once however often it is tapped. False: it waits, or `name` is none, or too long.

        Raises NotSaved: then nothing was asked for.
        """
        called = one_line(name)
        await self.load()
        if self.waits is not None or not 0 < len(called) <= LONGEST_NAME:
            return False
        if self.invitation is None:
            asked = Invitation.make(
                self.id, patient=patient, patient_name=patient_name, invited=called, now=self._now()
            )
            await self._records.save(asked)
        return True

    async def end(self) -> TakenBack | None:
        """Takes everything back from whoever joined, then ends it. None: there was nothing to take back.

        Raises ChangedMeanwhile once it was overtaken more often than people and devices write, and NotSaved.
        """
        shared = self.shared
        taken = await self._sharing.take_back(shared.shares) if shared is not None else None
        await until_written(self._end)
        return taken

    async def _end(self) -> None:
        """As it stands by now: who joined meanwhile is ended too."""
        stored = await self._records.get(Invitation, self.id)
        if stored is not None and not stored.is_over:
            await self._records.save_all([stored.over()], over=[stored])
        await self.load()

    async def try_again(self) -> None:
        """Puts what the clinic would not take back into the queue."""
        await self._records.try_again(Invitation, self.id)
        await self.load()
