"""The answers to choose from as the form lists them, and one concept of a value set as such an answer."""

from __future__ import annotations

from decimal import Decimal

from mobile.care.questionnaire.addresses import OPTION_EXCLUSIVE, OPTION_PREFIX, WEIGHTS
from mobile.care.questionnaire.elements import extension_of
from mobile.care.questionnaire.item import Option
from mobile.care.questionnaire.richtext import Rich
from mobile.care.questionnaire.values import Coding, Given, decimal_of, value_in
from mobile.care.questionnaire.wording import rich_text_of, text_of
from mobile.care.resource import Json, at, each, text_at


def listed_options(item: Json, language: str) -> tuple[Option, ...]:
    """The item's answerOption list. What is not an answer is passed over."""
    found: list[Option] = []
    for option in each(item, "answerOption") if "answerOption" in item else ():
        given = value_in(option)
        if given is None:
            continue
        coding = option.get("valueCoding")
        words = (
            rich_text_of(coding, "display", language)
            if coding
            else Rich.of_text(_shown(given, option, language))
        )
        prefix = extension_of(option, OPTION_PREFIX) or extension_of(coding, OPTION_PREFIX)
        found.append(
            Option(
                given=given,
                display=words.plain or _bare(given),
                rich=words,
                prefix=text_of(prefix, "valueString", language),
                is_exclusive=is_exclusive(option, coding),
                ordinal=worth(option, coding),
                is_initially_selected=option.get("initialSelected") is True,
            )
        )
    return tuple(found)


def _shown(given: Given, option: Json, language: str) -> str:
    return text_of(option, "valueString", language) or _bare(given)


def _bare(given: Given) -> str:
    value = given.value
    if isinstance(value, Coding):
        return value.display or value.code or ""
    name = getattr(value, "display", None) or getattr(value, "reference", None)
    return str(name or value)


def is_exclusive(*holders: object) -> bool:
    """Whether an option, its coding or a concept says that it stands alone."""
    return any((extension_of(one, OPTION_EXCLUSIVE) or {}).get("valueBoolean") is True for one in holders)


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


def concept_option(system: str | None, concept: Json, language: str) -> Option | None:
    """A concept of a value set or code system as an answer; None without a code."""
    code = text_at(concept, "code")
    if code is None:
        return None
    display = text_at(concept, "display")
    given = Given("Coding", Coding(system, code, display, text_at(concept, "version")))
    spoken = {
        (text_at(one, "language") or "").lower(): text_at(one, "value")
        for one in each(concept, "designation")
    }
    words = rich_text_of(concept, "display", language)
    other = spoken.get(language.lower()) or spoken.get(language.lower().split("-")[0])
    if other and words.plain == (display or ""):
        words = Rich.of_text(other)
    prefix = extension_of(concept, OPTION_PREFIX)
    return Option(
        given=given,
        display=words.plain or code,
        rich=words,
        prefix=text_of(prefix, "valueString", language),
        is_exclusive=is_exclusive(concept),
        ordinal=worth(concept),
    )
