"""`/not-to-bring-up/<id>`: what is better left alone when they meet. Kept, shared, found and taken back as all own words are."""

from __future__ import annotations

from datetime import datetime

from mobile.care.not_to_bring_up import NotToBringUp
from mobile.screens.writing.page import WritingPage
from mobile.screens.writing.shareable_draft import ShareableDraft


class NotToBringUpDraft(ShareableDraft[NotToBringUp]):
    """Begun on the clinic's day."""

    def begun(self, id: str, now: datetime) -> NotToBringUp:
        day = now.astimezone(self.zone).date()
        return NotToBringUp(id=id, words="", made_at=now, changed_at=now, day=day)


class OneNotToBringUp(WritingPage[NotToBringUpDraft]):
    make_model = NotToBringUpDraft
    lines = (1, 5)

    def title(self) -> str:
        return self._("Please do not bring up")

    def field_name(self) -> str:
        return self._("What not to bring up")

    def about(self) -> str:
        return self._(
            "In your own words, as short as you like. Whoever you share it with can read it before you meet. "
            "It is a request, and you may still bring it up yourself."
        )

    def delete_text(self) -> str:
        return self._("Delete this request")
