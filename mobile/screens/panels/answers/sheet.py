"""What was sent, as questions and answers in the reader's language, in the order they were asked. Flet-free.

The version that was answered says the questions; where it is not here, the response's own texts do, and that is said.
It adds nothing: no total of its own, no meaning, and a question that was left out stays left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from mobile.care.forms.definition import FormDefinition
from mobile.care.forms.items import options, same_value, values, withheld
from mobile.care.forms.picking import Picked
from mobile.care.forms.response import Response
from mobile.care.questionnaire.addresses import RESPONSE_SIGNATURE
from mobile.care.resource import Json, at, each, extension_of, moment, text_at
from mobile.care.translated import wording
from mobile.screens.panels.answers.pictured import Pictured, pictured
from mobile.screens.panels.answers.values import Words, signed_text, value_text

HIDDEN = "http://hl7.org/fhir/StructureDefinition/questionnaire-hidden"
CONDITION = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-enableWhenExpression"


@dataclass(frozen=True)
class AnsweredQuestion:
    """One question. `withheld`: "not-sure" or "in-person", where the person said so instead of answering."""

    question: str
    answers: tuple[str, ...] = field(default=(), repr=False)
    withheld: str | None = None
    pictures: tuple[Pictured, ...] = ()


@dataclass(frozen=True)
class Section:
    title: str
    answered: tuple[AnsweredQuestion, ...]


@dataclass(frozen=True)
class Sheet:
    """One response. `is_exact` False: the questions are the response's own short texts, not the form that was answered."""

    title: str
    sections: tuple[Section, ...]
    is_exact: bool = True


def sheet_of(response: Response, picked: Picked, words: Words) -> Sheet:
    """All of it."""
    resource = response.to_resource()
    form = picked.form
    title = title_of(form or picked.newer, words.language)
    signed = _signed(resource, words)
    if form is None:
        return Sheet(title, (*_bare(each(resource, "item"), words), *signed), is_exact=False)
    reader = _Reader(words)
    reader.read(list(each(form.to_resource(), "item")), list(each(resource, "item")))
    return Sheet(title, (*reader.sections(), *signed))


def _signed(resource: Json, words: Words) -> Sequence[Section]:
    """How the whole of it was signed; a question that was signed by itself says so in its answer."""
    given = at(extension_of(resource, RESPONSE_SIGNATURE), "valueSignature")
    if given is None:
        return ()
    _ = words.translate
    when, name = moment(at(given, "when")), text_at(given, "who", "display") or ""
    answered = signed_text(
        _, name, words.moments.full_date(when) if when else "", is_drawn=bool(text_at(given, "data"))
    )
    return (Section("", (AnsweredQuestion(_("Signature"), (answered,)),)),)


def title_of(form: FormDefinition | None, language: str) -> str:
    """The form's name, or ""."""
    return form.title.in_language(language) if form is not None else ""


class _Reader:
    """Walks the form beside the answers."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._found: list[tuple[str, list[AnsweredQuestion]]] = [("", [])]

    def sections(self) -> Iterable[Section]:
        return (Section(title, tuple(answered)) for title, answered in self._found if answered)

    def read(
        self, asked: Sequence[Json], given: Sequence[Json], *, depth: int = 0, is_sure: bool = True
    ) -> None:
        for item in asked:
            if at(extension_of(item, HIDDEN), "valueBoolean") is True:
                continue
            mine = [one for one in given if one.get("linkId") == item.get("linkId")]
            was_asked = is_sure and not _is_conditional(item)
            if item.get("type") == "group":
                self._group(item, mine, depth, was_asked)
            elif item.get("type") != "display":
                self._question(item, mine, depth, was_asked)

    def _group(self, item: Json, mine: Sequence[Json], depth: int, was_asked: bool) -> None:
        title = self._text_of(item)
        rows: Sequence[Json] = mine or ([Json()] if was_asked and not item.get("repeats") else [])
        for number, row in enumerate(rows, 1):
            if title and (depth == 0 or item.get("repeats")):
                named = f"{title} {number}" if item.get("repeats") and len(rows) > 1 else title
                self._found.append((named, []))
            self.read(list(each(item, "item")), list(each(row, "item")), depth=depth + 1, is_sure=was_asked)
        if depth == 0 and rows:
            self._found.append(("", []))

    def _question(self, item: Json, mine: Sequence[Json], depth: int, was_asked: bool) -> None:
        answers = [pair for one in mine for pair in values(one)]
        why = next((reason for one in mine if (reason := withheld(one))), None)
        if answers or why or (was_asked and item.get("readOnly") is not True):
            text = tuple(self._value(item, name, value) for name, value in answers)
            self._found[-1][1].append(
                AnsweredQuestion(self._text_of(item), text, why, pictured(answers, self._words))
            )
        under = [one for each_ in mine for answer in each(each_, "answer") for one in each(answer, "item")]
        self.read(list(each(item, "item")), under, depth=depth + 1, is_sure=False)

    def _value(self, item: Json, name: str, value: Any) -> str:
        for offered_name, offered, option in options(item):
            if offered_name == name and same_value(offered, value):
                holder = offered if isinstance(offered, dict) else option
                text = wording(holder, "display").in_language(self._words.language)
                return text or value_text(name, value, self._words)
        return value_text(name, value, self._words)

    def _text_of(self, item: Json) -> str:
        return wording(item, "text").in_language(self._words.language)


def _is_conditional(item: Json) -> bool:
    return bool(item.get("enableWhen")) or extension_of(item, CONDITION) is not None


def _bare(items: Iterable[Json], words: Words) -> Iterable[Section]:
    """Without the form: every answer under the short text the response carries."""
    answered: list[AnsweredQuestion] = []
    for item in items:
        given = values(item)
        answers = tuple(value_text(name, value, words) for name, value in given)
        why = withheld(item)
        if answers or why:
            question = text_at(item, "text") or text_at(item, "linkId") or ""
            answered.append(AnsweredQuestion(question, answers, why, pictured(given, words)))
        under = [*each(item, "item"), *(one for a in each(item, "answer") for one in each(a, "item"))]
        for section in _bare(under, words):
            answered += section.answered
    if answered:
        yield Section("", tuple(answered))
