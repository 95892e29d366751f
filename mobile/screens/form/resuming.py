"""Answers made ready to go on with: with the person they are about and this day, as a form's own expressions ask for them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from mobile.care.forms.response import Response
from mobile.care.people import Patient
from mobile.care.questionnaire import Filling, Form, Launch
from mobile.i18n import Moments, Speech
from mobile.records.ports import Keeping


@dataclass(frozen=True)
class Who:
    """Who fills it in, and how they read."""

    patient: str  # "Patient/p1"
    speech: Speech
    moments: Moments
    keeps_after_closing: bool = True  # else what is not sent is gone with the page


class Resuming:
    """`launch`: what the last filling was begun with."""

    def __init__(self, records: Keeping, who: Who, now: Callable[[], datetime]) -> None:
        self._records, self._who, self._now = records, who, now
        self.launch: Launch | None = None

    async def filled(self, form: Form, response: Response, *, is_new: bool) -> Filling:
        """The answers of a response, ready to go on with. Raises FormRefused."""
        patients = [one for one in await self._records.every(Patient) if self._who.patient in one.names]
        here = self._who.moments.local(self._now())
        self.launch = Launch(
            patient=patients[0].to_resource() if patients else None, today=here.date(), now=here
        )
        return Filling.begin(form, self.launch) if is_new else self.again(form, response)

    def again(self, form: Form, response: Response) -> Filling:
        """The same, as of when the last one was begun."""
        return Filling.resume(form, response.to_json(), self.launch)
