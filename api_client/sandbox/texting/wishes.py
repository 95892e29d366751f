"""A patient's wish to be reminded by text message: what it is, and what of it is the patient's to say.

It is a Task of theirs with a number, a language, which words of the clinic's list, and when. They ask, and turn it off; that the
number is right, whoever holds it says from it, and the clinic's system writes it down. Nobody else at the clinic sees it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Literal, cast

from api_client.sandbox.day_links import ASKED, LANGUAGE, LANGUAGES, check_own_question
from api_client.sandbox.exact import Json
from api_client.sandbox.handed_on import asked_in, inputs, said
from api_client.sandbox.outcome import Refusal
from api_client.sandbox.relations import TEXTS
from api_client.sandbox.store import Store

NUMBER, WORDS, WHEN = "text-number", "text-words", "text-when"
QUIET, EVENING, LEAD, PAGE = "text-quiet", "text-evening", "text-lead", "text-page"
ABOUT = "text-about"
CONFIRMED_AT, REFUSED = "text-confirmed-at", "text-refused"
OPEN = ("requested", "accepted", "in-progress")
SUBJECTS = ("session", "food")
_CODES = (NUMBER, LANGUAGE, WORDS, WHEN, QUIET, EVENING, LEAD, PAGE, ABOUT)
_QUIET = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]", re.ASCII)
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]", re.ASCII)
_KEY = re.compile(r"[a-z][a-z-]{0,30}", re.ASCII)
_LEADS = ("30", "60", "120", "180")
LONGEST_NUMBER = 30


@dataclass(frozen=True)
class Wish:
    """`number` as it was written. `quiet`: from, until; the same twice: none. `has_page`: the address of the day's page goes along
    where there is one. `confirmed_at`: ms since 1970; None: not yet."""

    number: str
    language: str
    words: str
    when: Literal["always", "silent"]
    quiet: tuple[time, time]
    evening: time
    lead: timedelta
    has_page: bool
    about: frozenset[str]
    confirmed_at: str = ""


def wish_of(task: Json) -> Wish | None:
    """None: it cannot be read, and nothing is sent because of it."""
    given = asked_in(task, _CODES)
    if not _is_whole(given):
        return None
    begins, _, ends = given[QUIET].partition("-")
    return Wish(
        given[NUMBER],
        given[LANGUAGE],
        given[WORDS],
        cast("Literal['always', 'silent']", given[WHEN]),
        (_clock(begins), _clock(ends)),
        _clock(given[EVENING]),
        timedelta(minutes=int(given[LEAD])),
        given[PAGE] == "yes",
        frozenset(given[ABOUT].split()),
        said(task, CONFIRMED_AT, "valueDateTime"),
    )


def check_asks_for_texts(store: Store, resource: Json, patient: str) -> None:
    """Raises Refusal unless this new Task is a patient's own wish, whole, and says nothing more."""
    check_own_question(store, resource, patient, TEXTS, ASKED)
    given = asked_in(resource, _CODES)
    if len(inputs(resource)) != len(given) or not _is_whole(given):
        raise Refusal(
            422, "A wish for text messages says which number, words and times.", where=("Task.input",)
        )


def _is_whole(given: dict[str, str]) -> bool:
    return (
        set(given) == set(_CODES)
        and len(given[NUMBER]) <= LONGEST_NUMBER
        and given[LANGUAGE] in LANGUAGES
        and _KEY.fullmatch(given[WORDS]) is not None
        and given[WHEN] in ("always", "silent")
        and _QUIET.fullmatch(given[QUIET]) is not None
        and _TIME.fullmatch(given[EVENING]) is not None
        and given[LEAD] in _LEADS
        and given[PAGE] in ("yes", "no")
        and 0 < len(given[ABOUT].split()) <= len(SUBJECTS)
        and set(given[ABOUT].split()) <= set(SUBJECTS)
    )


def _clock(text: str) -> time:
    return datetime.strptime(text, "%H:%M").time()  # noqa: DTZ007 - a time of day on the clinic's wall
