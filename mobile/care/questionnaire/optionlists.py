"""The answers to choose from: answerOption, or a value set the form carries (or that the caller knows)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import cast

from mobile.care.questionnaire.addresses import OPTION_EXCLUSIVE, OPTION_PREFIX, WEIGHTS
from mobile.care.questionnaire.elements import extension_of
from mobile.care.questionnaire.item import Option
from mobile.care.questionnaire.richtext import Rich
from mobile.care.questionnaire.values import Coding, Given, decimal_of, value_in
from mobile.care.questionnaire.wording import rich_said, said
from mobile.care.resource import Json, at, each, text_at, texts

MOST_OPTIONS = 20_000
MOST_CONCEPTS = 100_000
"""Concepts gone through for all lists of one form together: a list beyond them is as one that is not at hand."""


def listed_options(item: Json, language: str) -> tuple[Option, ...]:
    """The item's answerOption list. What is not an answer is passed over."""
    found: list[Option] = []
    for option in each(item, "answerOption") if "answerOption" in item else ():
        given = value_in(option)
        if given is None:
            continue
        coding = option.get("valueCoding")
        words = (
            rich_said(coding, "display", language)
            if coding
            else Rich.of_text(_shown(given, option, language))
        )
        exclusive = extension_of(option, OPTION_EXCLUSIVE)
        prefix = extension_of(option, OPTION_PREFIX) or extension_of(coding, OPTION_PREFIX)
        found.append(
            Option(
                given=given,
                display=words.plain or _bare(given),
                rich=words,
                prefix=said(prefix, "valueString", language),
                is_exclusive=bool(exclusive and exclusive.get("valueBoolean") is True),
                ordinal=worth(option, coding),
                is_initially_selected=option.get("initialSelected") is True,
            )
        )
    return tuple(found)


def _shown(given: Given, option: Json, language: str) -> str:
    return said(option, "valueString", language) or _bare(given)


def _bare(given: Given) -> str:
    value = given.value
    if isinstance(value, Coding):
        return value.display or value.code or ""
    name = getattr(value, "display", None) or getattr(value, "reference", None)
    return str(name or value)


def worth(*holders: object) -> Decimal | None:
    """The score that an option, its coding or a concept carries; None without one."""
    for holder in holders:
        for url in WEIGHTS if at(holder, "extension") else ():
            found = extension_of(holder, url)
            if found is not None:
                for name in ("valueDecimal", "valueInteger"):
                    number = decimal_of(found.get(name))
                    if number is not None:
                        return number
    return None


class ValueSets:
    """The value sets and code systems at hand, by address: contained ones by "#id"."""

    def __init__(self, form: Json, known: Mapping[str, Json]) -> None:
        self._known: dict[str, Json] = dict(known)
        self._systems: dict[str, Json] = {}
        for resource in each(form, "contained"):
            id, url = text_at(resource, "id"), text_at(resource, "url")
            if resource.get("resourceType") == "ValueSet":
                for name in (f"#{id}" if id else None, url):
                    if name:
                        self._known[name] = resource
            elif resource.get("resourceType") == "CodeSystem" and url:
                self._systems[url] = resource
        self._left = MOST_CONCEPTS
        self._kept: dict[tuple[str, str], tuple[Option, ...] | None] = {}

    def options(self, address: str, language: str) -> tuple[Option, ...] | None:
        """What this value set offers; None when it is not at hand, says nothing or is too much to go through."""
        if (address, language) not in self._kept:
            value_set = self._known.get(address) or self._known.get(address.split("|")[0])
            found = self._read(value_set, language) if value_set is not None and self._left > 0 else None
            self._kept[address, language] = found if self._left > 0 else None
        return self._kept[address, language]

    def _read(self, value_set: Json, language: str) -> tuple[Option, ...] | None:
        found: dict[tuple[str | None, str | None], Option] = {}
        for system, concept in self._concepts(value_set, depth=4):
            self._left -= 1
            if self._left <= 0:
                return None
            option = _concept(system, concept, language)
            if option is not None and len(found) < MOST_OPTIONS:
                found.setdefault((system, text_at(concept, "code")), option)
        return tuple(found.values()) or None

    def _concepts(self, value_set: Json, depth: int) -> Iterator[tuple[str | None, Json]]:
        expansion = value_set.get("expansion")
        if isinstance(expansion, dict) and cast("Json", expansion).get("contains"):
            yield from _expanded(cast("Json", expansion))
            return
        left_out = {
            (text_at(exclude, "system"), text_at(concept, "code"))
            for exclude in each(value_set, "compose", "exclude")
            for concept in each(exclude, "concept")
        }
        for include in each(value_set, "compose", "include"):
            for system, concept in self._included(include, depth):
                if (system, text_at(concept, "code")) not in left_out:
                    yield system, concept

    def _included(self, include: Json, depth: int) -> Iterator[tuple[str | None, Json]]:
        system = text_at(include, "system")
        if include.get("concept"):
            yield from ((system, concept) for concept in each(include, "concept"))
        elif system in self._systems and not include.get("filter"):
            for concept in _below(self._systems[system], "concept"):
                yield system, concept
        if depth:
            for address in texts(include, "valueSet"):
                self._left -= 1
                if self._left <= 0:
                    return
                value_set = self._known.get(address) or self._known.get(address.split("|")[0])
                if value_set is not None:
                    yield from self._concepts(value_set, depth - 1)


def _expanded(expansion: Json) -> Iterator[tuple[str | None, Json]]:
    for concept in _below(expansion, "contains"):
        if concept.get("abstract") is not True and concept.get("inactive") is not True:
            yield text_at(concept, "system"), concept


def _below(holder: Json, name: str) -> Iterator[Json]:
    """Every object under `name`, nested ones after their parent, in order."""
    waiting = list(each(holder, name))[::-1]
    while waiting:
        one = waiting.pop()
        yield one
        waiting.extend(list(each(one, name))[::-1])


def _concept(system: str | None, concept: Json, language: str) -> Option | None:
    code = text_at(concept, "code")
    if code is None:
        return None
    display = text_at(concept, "display")
    given = Given("Coding", Coding(system, code, display, text_at(concept, "version")))
    spoken = {
        (text_at(one, "language") or "").lower(): text_at(one, "value")
        for one in each(concept, "designation")
    }
    words = rich_said(concept, "display", language)
    other = spoken.get(language.lower()) or spoken.get(language.lower().split("-")[0])
    if other and words.plain == (display or ""):
        words = Rich.of_text(other)
    prefix = extension_of(concept, OPTION_PREFIX)
    return Option(
        given=given,
        display=words.plain or code,
        rich=words,
        prefix=said(prefix, "valueString", language),
        ordinal=worth(concept),
    )
