"""`/word/<id>`: the word of one day. Kept, shared, found and taken back as all own words are."""

from __future__ import annotations

from datetime import date, datetime

from mobile.care.daily_word import BEGINS, DailyWord, day_of_id, id_of_day
from mobile.screens.writing.page import WritingPage
from mobile.screens.writing.shareable_draft import ShareableDraft


class DailyWordDraft(ShareableDraft[DailyWord]):
    """A day has one word on this device: an address that says no day, or one still to come, leads to today's."""

    async def load(self, id: str) -> None:
        if id == "new" or id.startswith(BEGINS):
            day, today = day_of_id(id), self._day(self._now())
            id = id_of_day(today if day is None or day > today else day)
        await super().load(id)

    def begun(self, id: str, now: datetime) -> DailyWord:
        return DailyWord(id=id, words="", made_at=now, changed_at=now, day=day_of_id(id) or self._day(now))

    def _day(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()


class OneDailyWord(WritingPage[DailyWordDraft]):
    make_model = DailyWordDraft
    lines = (1, 4)

    def title(self) -> str:
        return self._("Daily word")

    def field_name(self) -> str:
        return self._("Your word")

    def about(self) -> str:
        day = self.s.moments.full_date(self.model.noun.day)
        return self._("{day}. One word, or one line. A day without one is fine.").format(day=day)

    def delete_text(self) -> str:
        return self._("Delete this word")
