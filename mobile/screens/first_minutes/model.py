"""What is caught in the first minutes, as it is tapped: kept at once, and raw from the moment the person is done. Flet-free."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Unpack
from zoneinfo import ZoneInfo

from mobile.care.journal.begin import begin
from mobile.care.journal.caught import Caught
from mobile.care.journal.entry import JournalEntry
from mobile.care.journal.layers import Begun, Question
from mobile.records.ports import Keeping
from mobile.screens.page_calls import PageCalls
from mobile.screens.reads.layers import layers, let_go
from mobile.screens.reads.visits import visits
from mobile.screens.writing.kept_draft import KeptDraft


class CatchDraft(KeptDraft[JournalEntry]):
    """Verbs. `asked` None: nothing is asked under this id now."""

    def __init__(
        self,
        records: Keeping,
        zone: ZoneInfo,
        now: Callable[[], datetime],
        language: str,
        **calls: Unpack[PageCalls],
    ) -> None:
        self._zone, self._language = zone, language
        super().__init__(records, now, begin("", (), now(), zone), **calls)
        self.asked: Begun | None = None
        self._skipped: frozenset[str] = frozenset()

    async def load(self, id: str) -> None:
        """What is offered under this id, with what was caught of it before."""
        seen = await visits(self._records, self._now())
        offered = (await layers(self._records, seen, self._zone)).offered
        self.asked = next((one for one in offered if one.layer.kind == "taps" and one.id == id), None)
        self.saved = await self._records.get(JournalEntry, id) if self.asked is not None else None
        if self.saved is not None and self.saved.is_put_away:
            self.asked = self.saved = None
        self.noun = self.saved or begin(id, seen.sessions, self._now(), self._zone, layer=self.asked)

    # --- how far it is ---

    @property
    def questions(self) -> tuple[Question, ...]:
        return self.asked.layer.questions if self.asked is not None else ()

    @property
    def current(self) -> Question | None:
        """The first that is neither answered nor skipped. None: all are behind."""
        if self.noun.is_settled:
            return None
        return next((one for one in self.questions if not self.is_behind(one)), None)

    def is_behind(self, question: Question) -> bool:
        """Whether it was answered or skipped."""
        return self.caught(question) is not None or question.key in self._skipped

    def caught(self, question: Question) -> Caught | None:
        """What was tapped."""
        return next((one for one in self.noun.caught if one.question == question.key), None)

    @property
    def looks(self) -> object:
        """All that a view draws from."""
        is_kept = (
            self.current is None and self.is_saved
        )  # said at the end; a tile on its way to a tap is left standing
        return self.noun.caught, self.noun.is_settled, self._skipped, self.asked, self.trouble, is_kept

    # --- acts ---

    def choose(self, question: Question, key: str) -> None:
        """This answer, in the words it was read in."""
        answer = next((one for one in question.answers if one.key == key), None)
        if answer is not None:
            self._catch(question, Caught(question.key, key, answer.name.in_language(self._language)))

    def choose_none(self, question: Question) -> None:
        """None of them: it is skipped."""
        self._skipped |= {question.key}
        self._catch(question, None)

    def again(self, question: Question) -> None:
        """It is asked once more, while the page is not done with."""
        self._skipped -= {question.key}
        self._catch(question, None)

    def _catch(self, question: Question, caught: Caught | None) -> None:
        if self.asked is None or question not in self.questions:
            return
        by_key = {one.question: one for one in self.noun.caught if one.question != question.key}
        if caught is not None:
            by_key[question.key] = caught
        ordered = [by_key[one.key] for one in self.questions if one.key in by_key]
        title = self.asked.layer.title.in_language(self._language)
        self._change(self.noun.catching(ordered, title, self._now()))
        self._on_change()  # what was skipped is drawn too

    async def done(self) -> bool:
        """It stays as it is from now on; where nothing was caught it is not asked again. False: it could not be saved."""
        if self.noun.is_raw:
            self._change(self.noun.settle())
        if not await self.flush():
            return False
        if not self.noun.is_raw and self.asked is not None:
            await let_go(self._records, self.asked.id, self._now().astimezone(self._zone).date())
        return True
