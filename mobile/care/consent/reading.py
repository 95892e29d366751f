"""Reads the agreement out of a clinic's Questionnaire, whole or not at all.

A part that could not be shown would be agreed to unseen: so whatever is not understood refuses the whole document. See
`docs/agreements.md` for the shape.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from mobile.care.clinic_wide import LONGEST_KEPT
from mobile.care.consent import profile as p
from mobile.care.consent.document import Agreement, Choice, Option, Part, Question
from mobile.care.consent.fingerprint import text_of
from mobile.care.consent.lets import lets_of, named_in
from mobile.care.consent.unreadable import Unreadable, Why
from mobile.care.forms.definition import FormDefinition, bare
from mobile.care.measures.spans import span_of
from mobile.care.resource import Json, at, each, extension_of, text_at
from mobile.care.translated import Wording, extension_wording, wording

MOST_KEPT = 64
MOST_PARTS = 80
MOST_LETTERS = 400_000
"""Of one language: longer than any book of rules. What is longer is a mistake, or an attack."""


def is_agreement(form: FormDefinition) -> bool:
    """Whether a Questionnaire is one, by what it says of itself."""
    return p.AGREEMENT in form.uses


def agreement_of(form: FormDefinition) -> Agreement:
    """The same object for the same text, unless that is too long to keep. Raises Unreadable."""
    found = _read_once(form.text) if len(form.text) <= LONGEST_KEPT else _read(form)
    if isinstance(found, Agreement):
        return found
    raise Unreadable(found)


@lru_cache(MOST_KEPT)
def _read_once(form: str) -> Agreement | Why:
    return _read(FormDefinition.from_json(form))


def _read(form: FormDefinition) -> Agreement | Why:
    try:
        return _agreement(form)
    except Unreadable as error:
        return error.code


def _agreement(form: FormDefinition) -> Agreement:
    resource = form.parsed
    if "modifierExtension" in resource:
        raise Unreadable("unknown_structure")
    items = list(each(resource, "item"))
    if not items or not isinstance(resource.get("item"), list):
        raise Unreadable("no_sections")
    if len(items) > MOST_PARTS:
        raise Unreadable("too_long")
    parts = tuple(_part(one) for one in items)
    _check_links(parts)
    found = Agreement(
        id=form.id,
        address=form.address,
        version=form.version,
        title=form.title,
        parts=parts,
        is_needed=_is_marked(resource, p.NEEDED),
        is_example=_is_marked(resource, p.EXAMPLE),
        signing=text_at(extension_of(resource, p.SIGNING), "valueCode"),
        assent=extension_wording(resource, p.ASSENT),
        term=span_of(at(extension_of(resource, p.TERM), "valueDuration")),
        in_use_since=_day(text_at(resource, "effectivePeriod", "start") or text_at(resource, "date")),
        again_in=frozenset(phases_in(resource)),
        protocols=frozenset(_protocols(resource)),
        lets=lets_of(resource),
    )
    _check_whole(found, text_at(extension_of(resource, p.FINGERPRINT), "valueString"))
    if not set(named_in(resource)) <= set(_shown_pairs(found)):
        raise Unreadable("unknown_structure")  # somewhere a person is not told of, and cannot permit
    return found


def _shown_pairs(agreement: Agreement) -> Iterator[tuple[str, str]]:
    """Each (role, part) that the person is told of."""
    of_choices = (one for choice in agreement.choices() for one in choice.lets)
    for one in (*agreement.lets, *of_choices):
        yield from ((one.role, part) for part in one.parts)


def _part(item: Json) -> Part:
    if text_at(item, "type") != "group" or _is_conditional(item):
        raise Unreadable("unknown_structure")
    plain: list[Wording] = []
    full: list[Wording] = []
    questions: list[Question] = []
    choices: list[Choice] = []
    for one in each(item, "item"):
        if _is_conditional(one) or one.get("item"):
            raise Unreadable("unknown_structure")
        kind, layer = text_at(one, "type"), text_at(extension_of(one, p.LAYER), "valueCode")
        if kind == "display" and layer in ("plain", "full"):
            (plain if layer == "plain" else full).append(wording(one, "text"))
        elif kind == "choice" and _is_marked(one, p.TEACH_BACK):
            questions.append(_question(one))
        elif kind == "boolean":
            choices.append(_choice(one))
        else:
            raise Unreadable("unknown_structure")
    title = wording(item, "text")
    if not title or not (plain or full) or not all((*plain, *full)):
        raise Unreadable("no_words")
    link = text_at(item, "linkId") or ""
    return Part(link, title, tuple(plain), tuple(full), tuple(questions), tuple(choices))


def _question(item: Json) -> Question:
    options = tuple(
        Option(
            text_at(one, "valueCoding", "code") or "",
            wording(at(one, "valueCoding"), "display"),
            _is_marked(one, p.RIGHT),
        )
        for one in each(item, "answerOption")
    )
    found = Question(
        text_at(item, "linkId") or "",
        wording(item, "text"),
        options,
        extension_wording(item, p.IDEA),
        extension_wording(item, p.POINT),
    )
    codes = [one.code for one in options]
    is_whole = (
        bool(found.text and found.idea)
        and all(one.code and one.text for one in options)
        and len(set(codes)) == len(codes) > 1
        and any(one.is_right for one in options)
    )
    if not is_whole:
        raise Unreadable("unknown_structure")
    return found


def _choice(item: Json) -> Choice:
    found = Choice(
        text_at(item, "linkId") or "",
        wording(item, "text"),
        _is_marked(item, p.NEEDED),
        extension_wording(item, p.IF_NOT),
        lets_of(item),
    )
    if not (found.text and found.if_not):
        raise Unreadable(
            "unknown_structure"
        )  # nobody agrees to what has no words, or leaves what they cannot weigh
    return found


def _is_conditional(item: Json) -> bool:
    return any(name in item for name in ("enableWhen", "modifierExtension")) or bool(item.get("repeats"))


def _check_links(parts: tuple[Part, ...]) -> None:
    inside = [one.link_id for part in parts for one in (*part.questions, *part.choices)]
    links = [*(part.link_id for part in parts), *inside]
    if not all(links) or len(set(links)) != len(links):
        raise Unreadable("unknown_structure")


def _check_whole(found: Agreement, stated: str | None) -> None:
    text = text_of(found)
    if len(text.text) > MOST_LETTERS:
        raise Unreadable("too_long")
    if stated is not None and stated.lower() != text.sha256:
        raise Unreadable("changed")


def _is_marked(holder: Json, url: str) -> bool:
    return at(extension_of(holder, url), "valueBoolean") is True


def _protocols(resource: Json) -> Iterator[str]:
    for one in each(resource, "extension"):
        if one.get("url") == p.FOR_PROTOCOL and (named := text_at(one, "valueCanonical")):
            phase = named.partition("#")[2]
            yield f"{bare(named)}#{phase}" if phase else bare(named)


def phases_in(resource: Json) -> Iterator[str]:
    """The phases for which an agreement is signed again."""
    for one in each(resource, "extension"):
        if one.get("url") == p.AGAIN and (named := text_at(one, "valueUri")):
            yield named


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None
