"""Finishing a form: its answers are saved as a submission and queued, as a response of its own or as one that was changed."""

from __future__ import annotations

from mobile.care.forms.response import Response
from mobile.records.errors import Locked, NotSaved
from mobile.screens.form.keeping import FormKeeping


class FormFinishing(FormKeeping):
    """The last save of a draft."""

    async def send(self) -> bool:
        """Finishes it: the submission is saved and queued. Raises CannotSend. False: not saved, see `trouble`."""
        self.settle_quietly()
        try:
            async with self._turn:
                await self._finish()
                self._done = self._wanted
                self.trouble = None
        except NotSaved as error:
            self.trouble = error.reason
        except Locked:
            self.trouble = "locked"
        self._on_change()
        return self.trouble is None

    async def _finish(self) -> None:
        """As a response of its own, or as the new answers of the one it amends."""
        draft, submission, now = self.snapshot(), self.filling.submission(), self._now()
        sent = await self._amended(draft)
        if sent is None:
            await self.save(self.marked(draft.submit(submission, now)))
        else:
            await self.save(
                self.marked(sent.amend(submission, now)), [draft] if self.saved is not None else []
            )

    async def _amended(self, draft: Response) -> Response | None:
        """The response that was sent and is changed by this draft."""
        if draft.amends is None:
            return None
        earlier = await self._records.every(Response)
        return next((one for one in earlier if draft.amends in one.names), None)
