"""How far a person has read one version of an agreement, what they answered and what they chose: kept as an open response to it.

It is the form's own way (`mobile.care.forms.response`): saved at every step, gone on with on another device. What is not
answered is open, never wrong; a choice that was not made is off. No answer keeps anybody from anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from api_client import fhir
from api_client.fhir.making import made
from mobile.care.consent import profile as p
from mobile.care.consent.document import Agreement, Choice, Part, Question
from mobile.care.consent.refusal import Refusal
from mobile.care.forms.response import Response
from mobile.care.resource import Json, at, each, extension_of, instant, moment, text_at

Understood = Literal["open", "right", "read_again", "to_talk_about"]
"""Of a question: not answered; answered as the text says; so after the part was shown again; otherwise, or not sure."""


@dataclass(frozen=True)
class Answer:
    """To one question. `is_second`: the part was shown again before it."""

    code: str
    is_second: bool = False


@dataclass(frozen=True)
class Progress:
    """Of one agreement. Times are aware UTC."""

    read: Mapping[str, datetime] = field(default_factory=dict[str, datetime])  # by the part's linkId
    answers: Mapping[str, Answer] = field(default_factory=dict[str, Answer], repr=False)
    chosen: Mapping[str, bool] = field(default_factory=dict[str, bool], repr=False)
    at: str | None = None  # where the person was
    refusal: Refusal = field(default_factory=Refusal)
    document: str | None = None  # the text that is read, by its SHA-256 in hex; None: not said

    @classmethod
    def of(cls, response: Response | None) -> Progress:
        """What the response says, whatever else stands in it."""
        if response is None:
            return cls()
        read: dict[str, datetime] = {}
        answers: dict[str, Answer] = {}
        chosen: dict[str, bool] = {}
        for group in response.items():
            link = text_at(group, "linkId")
            when = moment(at(extension_of(group, p.READ_AT), "valueDateTime"))
            if link and when is not None:
                read[link] = when
            for item in each(group, "item"):
                name = text_at(item, "linkId")
                code = text_at(item, "answer", 0, "valueCoding", "code")
                is_on = at(item, "answer", 0, "valueBoolean")
                if name and code:
                    is_second = at(extension_of(item, p.READ_AGAIN), "valueBoolean") is True
                    answers[name] = Answer(code, is_second)
                elif name and isinstance(is_on, bool):
                    chosen[name] = is_on
        resource = response.to_resource()
        said, over = (
            moment(at(extension_of(resource, url), "valueDateTime"))
            for url in (p.REFUSED_AT, p.REFUSAL_OVER_AT)
        )
        document = text_at(extension_of(resource, p.DOCUMENT_SHA256), "valueString")
        return cls(read, answers, chosen, response.resume_at, Refusal(said, over), document)

    # --- what follows from it ---

    def is_read(self, part: Part) -> bool:
        return part.link_id in self.read

    def parts_read(self, agreement: Agreement) -> int:
        return sum(self.is_read(part) for part in agreement.parts)

    def is_all_read(self, agreement: Agreement) -> bool:
        return self.parts_read(agreement) == len(agreement.parts)

    def is_chosen(self, choice: Choice) -> bool:
        """Off until the person turns it on, whatever it is."""
        return self.chosen.get(choice.link_id, False)

    def understood(self, question: Question) -> Understood:
        answer = self.answers.get(question.link_id)
        option = question.option(answer.code) if answer is not None else None
        if answer is None or option is None:
            return "open"
        if not option.is_right:
            return "to_talk_about"
        return "read_again" if answer.is_second else "right"

    def talking_points(self, agreement: Agreement) -> tuple[tuple[Part, Question], ...]:
        """What was not clear at first, or is not yet: for a talk with the clinician."""
        missed = ("to_talk_about", "read_again")
        return tuple(
            (part, question)
            for part, question in agreement.questions()
            if self.understood(question) in missed
        )

    def under(self, later: Progress) -> Progress:
        """Both together; what the later says stands."""
        return Progress(
            {**later.read, **self.read},
            {**self.answers, **later.answers},
            {**self.chosen, **later.chosen},
            later.at or self.at,
            self.refusal.under(later.refusal),
            later.document or self.document,
        )

    # --- steps ---

    def after_reading(self, part: Part, now: datetime) -> Progress:
        """This part was read. The first time stays."""
        return replace(self, read={part.link_id: now, **self.read})

    def after_answer(self, question: Question, code: str) -> Progress:
        """Raises ValueError for an answer that is none of the question's."""
        if question.option(code) is None:
            raise ValueError("option")
        before = self.answers.get(question.link_id)
        was = question.option(before.code) if before is not None else None
        missed = before is not None and (before.is_second or (was is not None and not was.is_right))
        answer = Answer(code, is_second=missed)
        return replace(self, answers={**self.answers, question.link_id: answer})

    def after_choice(self, choice: Choice, *, is_on: bool) -> Progress:
        return replace(self, chosen={**self.chosen, choice.link_id: is_on})

    def going_to(self, place: str) -> Progress:
        return replace(self, at=place)

    def after_refusal(self, now: datetime) -> Progress:
        return replace(self, refusal=self.refusal.said(now))

    def after_taking_it_back(self, now: datetime) -> Progress:
        return replace(self, refusal=self.refusal.taken_back(now))

    def of_text(self, document: str) -> Progress:
        """Of the text with this SHA-256."""
        return replace(self, document=document)

    def marks(self) -> list[fhir.Extension]:
        """What stands on the response as a whole."""
        said = ((p.REFUSED_AT, self.refusal.at), (p.REFUSAL_OVER_AT, self.refusal.over_at))
        marks = [
            made(fhir.Extension, url=url, valueDateTime=instant(when))
            for url, when in said
            if when is not None
        ]
        if self.document is not None:
            marks.append(made(fhir.Extension, url=p.DOCUMENT_SHA256, valueString=self.document))
        return marks

    def items(self, agreement: Agreement) -> list[Json]:
        """The answers as they stand in the response, in the agreement's order."""
        found = [self._item(part) for part in agreement.parts]
        return [one for one in found if len(one) > 1]

    def _item(self, part: Part) -> Json:
        item: Json = {"linkId": part.link_id}
        when = self.read.get(part.link_id)
        if when is not None:
            item["extension"] = [{"url": p.READ_AT, "valueDateTime": instant(when)}]
        inside = [*self._answered(part.questions), *self._chosen(part.choices)]
        if inside:
            item["item"] = inside
        return item

    def _answered(self, questions: Iterable[Question]) -> Iterable[Json]:
        for question in questions:
            answer = self.answers.get(question.link_id)
            option = question.option(answer.code) if answer is not None else None
            if answer is None or option is None:
                continue
            item: Json = {"linkId": question.link_id}
            if answer.is_second:
                item["extension"] = [{"url": p.READ_AGAIN, "valueBoolean": True}]
            item["answer"] = [{"valueCoding": {"code": option.code, "display": option.text.text}}]
            yield item

    def _chosen(self, choices: Iterable[Choice]) -> Iterable[Json]:
        for choice in choices:
            if choice.link_id in self.chosen:
                yield {
                    "linkId": choice.link_id,
                    "answer": [{"valueBoolean": self.chosen[choice.link_id]}],
                }
