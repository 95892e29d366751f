"""`/word/<id>`: the word of one day. Kept, shared, found and taken back as all own words are."""

from __future__ import annotations

from datetime import datetime

from mobile.care.daily_word import DailyWord, day_of_id
from mobile.screens.writing.page import WritingPage
from mobile.screens.writing.shareable_draft import ShareableDraft


class DailyWordDraft(ShareableDraft[DailyWord]):
    """One that is begun is of the day its id says; of today where it says none, or one still to come."""

    def begun(self, id: str, now: datetime) -> DailyWord:
        today = now.astimezone(self.zone).date()
        day = day_of_id(id)
        return DailyWord(
            id=id, words="", made_at=now, changed_at=now, day=today if day is None or day > today else day
        )


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

    def delete_said(self) -> str:
        return self._("Delete this word")
