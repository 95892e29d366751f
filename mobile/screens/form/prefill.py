"""Taking over an earlier answer, one question at a time, only at the person's word."""

from __future__ import annotations

from collections.abc import Sequence

from mobile.care.forms.asking_once import Earlier
from mobile.care.forms.response import Response
from mobile.care.questionnaire import Filling, FormRefused
from mobile.records.ports import Keeping, SendState
from mobile.screens.form import prefill_offers
from mobile.screens.form.answers import FormAnswers
from mobile.screens.form.pager import FormPager
from mobile.screens.form.prefill_offers import Offer
from mobile.screens.form.reading import Reader, line_of
from mobile.screens.form.resuming import Resuming
from mobile.screens.form.state import FormState


class FormPrefill:
    """`offers`: by question id. A question that was dealt with keeps its own answer."""

    def __init__(
        self, records: Keeping, form: FormState, answers: FormAnswers, pager: FormPager, resuming: Resuming
    ) -> None:
        self._records, self._form, self._answers = records, form, answers
        self._pager, self._resuming = pager, resuming
        self.offers: dict[str, Offer] = {}

    async def look_back(self, earlier: Sequence[Earlier]) -> None:
        """Finds what may be offered. An answer the form would not take as it is now is not offered."""
        self.offers = {}
        if not earlier or not self._form.response.is_open or self._form.response.amends is not None:
            return
        wanted = prefill_offers.proposals(
            self._form.filling.form, self._form.keeping.form, earlier, self._form.help_links
        )
        if not wanted:
            return
        snapshot = self._form.keeping.snapshot()
        try:
            tried = self._with(snapshot, prefill_offers.taken(snapshot.items(), wanted))
        except FormRefused:
            return
        is_sent = {one.response_id: await self._is_sent(one.response_id) for one in wanted}
        read = Reader(self._form.answer_words, {}).questions(tried.nodes())
        self.offers = {one.id: one for one in prefill_offers.offers(wanted, read, lambda id: is_sent[id])}

    async def _is_sent(self, response: str) -> bool:
        standing = await self._records.standing(Response, response)
        return standing is not None and standing.state is SendState.SENT

    def _with(self, snapshot: Response, items: list[dict[str, object]]) -> Filling:
        return self._resuming.again(self._form.filling.form, snapshot.changed(item=items or None))

    def still_true(self, id: str) -> None:
        """The earlier answer is the answer now. On a page of one question it goes on, unless more is asked below it."""
        offer = self.offers.pop(id, None)
        if offer is None:  # a second tap
            return
        snapshot = self._form.keeping.snapshot()
        self._form.keeping.filling = self._with(
            snapshot, prefill_offers.taken(snapshot.items(), [offer.proposal])
        )
        for typed in [one for one in self._form.keeping.fields if _is_of(one, id)]:
            del self._form.keeping.fields[typed]
        self._answers.answered(id)
        step = self._form.step
        if (
            not self._form.is_wide
            and self._form.state == "asking"
            and step is not None
            and not self.waits_here
        ):
            self._pager.next()

    @property
    def waits_here(self) -> bool:
        """Whether something on the page in view still takes an answer."""
        asked = (
            [one for question in self._form.step.questions for one in question.every()]
            if self._form.step
            else []
        )
        return any(one.is_asked and not one.is_dealt_with for one in asked)


def _is_of(typed: str, id: str) -> bool:
    """Whether a field belongs to the question with this id."""
    node = line_of(typed)[0]
    return node == id or node.startswith((f"{id}[", f"{id}/", f"{id.removeprefix('rows:')}["))
