"""Finishing a form: its answers are saved as a submission and queued, as a response of its own or as one that was changed.

The total of a measure is saved with them, in the same transaction: neither is ever there without the other.
"""

from __future__ import annotations

from decimal import Decimal

from mobile.care.forms.definition import bare
from mobile.care.forms.response import CannotSend, Response
from mobile.care.measures import Measured, instrument_of, observation_of
from mobile.care.questionnaire import Quantity
from mobile.care.readiness import StepTask
from mobile.noun import Noun
from mobile.records.errors import Locked, NotSaved
from mobile.records.overtaken import until_written
from mobile.screens.form.keeping import FormKeeping


class FormFinishing(FormKeeping):
    """The last save of a draft."""

    async def send(self) -> bool:
        """Finishes it: the submission is saved and queued. Raises CannotSend. False: not saved, see `trouble`."""
        self.settle_quietly()
        try:
            async with self._turn:
                await until_written(self._finish)
                self._done = self._wanted
                self.trouble = None
        except NotSaved as error:
            self.trouble = error.reason
        except Locked:
            self.trouble = "locked"
        self._on_change()
        return self.trouble is None

    async def _finish(self) -> None:
        """As a response of its own, or as the new answers of the one it amends. Raises CannotSend where another page or device
        answered meanwhile: nobody has looked over that yet."""
        read, says_more = await self._heed()
        if says_more:
            raise CannotSend("changed_elsewhere")
        await self.apart.revive(self._records, self.filling)
        self.put_all_apart()
        draft, submission, now = self.snapshot(), self.filling.submission(), self._now()
        sent = await self._amended(draft)
        done = draft.submit(submission, now) if sent is None else sent.amend(submission, now)
        response = self.marked(done)
        is_at_clinic = sent is not None and self.saved is not None and not self.is_only_here
        drafts: list[Noun] = [draft] if is_at_clinic else []
        totals, earlier = await self._totals(response)
        done_tasks, tasks = await self._done_tasks(response)
        over = [*read, *([sent] if sent is not None else []), *earlier, *tasks]
        await self.save(response, remove=drafts, also=[*totals, *done_tasks], over=over)
        self.is_only_here = False

    async def _totals(self, response: Response) -> tuple[list[Noun], list[Noun]]:
        """The measure's total as the form's own expression gives it, or why there is none; nothing for other forms. Beside it
        the earlier one that it takes the place of."""
        instrument = instrument_of(self.form)
        if instrument is None:
            return [], []
        given = [one.value for one in self.filling.find(instrument.total_link)]
        total = given[0] if len(given) == 1 else None
        number = total.value if isinstance(total, Quantity) else total
        known = await self._records.every(Measured)
        earlier = next((one for one in known if one.derived_from & response.names), None)
        made = observation_of(
            response, self.form, number if isinstance(number, int | Decimal) else None, earlier
        )
        return ([made] if made is not None else []), ([earlier] if earlier is not None else [])

    async def _done_tasks(self, response: Response) -> tuple[list[Noun], list[Noun]]:
        """What the clinic asked the patient to do by this form is done with it, where that is the patient's to say. Beside them
        the tasks as they were read."""
        tasks = [one for one in await self._records.every(StepTask) if one.form and one.is_shown]
        mine = [one for one in tasks if bare(one.form) == response.address]
        done = [(made, one) for one in mine if (made := one.sent_with(response)) is not None]
        return [made for made, _ in done], [one for _, one in done]

    async def _amended(self, draft: Response) -> Response | None:
        """The response that was sent and is changed by this draft."""
        if draft.amends is None:
            return None
        earlier = await self._records.every(Response)
        return next((one for one in earlier if draft.amends in one.names), None)
