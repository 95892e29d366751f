"""What is particular to an intention: its session, the questions that help to begin, carrying it forward. Flet-free."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from mobile.care.agenda import Session
from mobile.care.intention import Intention, begin
from mobile.care.prompts import Prompt, Protocol, prompts_of
from mobile.care.sharing import new_id
from mobile.documents.carriable import is_blank
from mobile.screens.writing.shareable_draft import ShareableDraft
from mobile.screens.writing.shared_state import KINDS as AROUND

KINDS = (*AROUND, Protocol)
"""What to watch."""


class IntentionModel(ShareableDraft[Intention]):
    """Verbs for one intention."""

    _protocols: tuple[Protocol, ...] = ()
    _has_no_session_yet = False

    def begun(self, id: str, now: datetime) -> Intention:
        """For the next session, as far as this device knows of one."""
        coming = self.visits.next
        return begin(id, coming.reference if coming else None, now)

    @property
    def intention(self) -> Intention:
        """As it is on the screen."""
        return self.noun

    async def load(self, id: str) -> None:
        await super().load(id)
        self._has_no_session_yet = self.saved is None and not self.noun.copies and self.noun.session is None
        self._place_it()

    async def look_around(self) -> None:
        self._protocols = tuple(await self._records.every(Protocol))
        await super().look_around()
        self._place_it()

    def _place_it(self) -> None:
        """A new intention begun before this device knew any session is for the next one, once that is known."""
        coming = self.visits.next
        if self._has_no_session_yet and coming is not None:
            self._has_no_session_yet = False
            self._change(replace(self.noun, session=coming.reference))

    def hold(self, prompt: str | None) -> None:
        """Keeps one question in view, or none."""
        self._change(replace(self.noun, prompt=prompt))

    @property
    def prompts(self) -> tuple[Prompt, ...]:
        course = self.visits.course
        return prompts_of(self._protocols, course.protocols if course else ())

    @property
    def next_session(self) -> Session | None:
        """Where these words could be carried: the next session, if it is another one and has no words yet."""
        coming = self.visits.next
        if coming is None or self.noun.session in coming.names or is_blank(self.noun.words):
            return None
        return coming if self.writings.for_session(coming) is None else None

    async def carry_forward(self) -> str | None:
        """The same words for the next session, as an intention of its own. Returns its id."""
        coming = self.next_session
        if coming is None or not await self.flush():
            return None
        carried = self.noun.carry_forward(new_id(), coming.reference, self._now())
        await self._records.save(carried)
        return carried.id
