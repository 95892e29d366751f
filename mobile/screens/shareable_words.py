"""How each kind of own words is called on screen and paper, and where it opens. A new kind is one row.

Nothing else in the app knows which kinds there are: lists, the ledger, what is sent and the therapist's pane read this table.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from mobile.care.agenda import Session
from mobile.care.commitment import Commitment
from mobile.care.course import CoursePosition
from mobile.care.daily_word import DailyWord, id_of_day
from mobile.care.intention import Intention
from mobile.care.journal.entry import JournalEntry
from mobile.care.not_to_bring_up import NotToBringUp
from mobile.care.room_card import OWN_ID, RoomCard
from mobile.care.shareable import Shareable, SharedRecord
from mobile.care.shares import Share
from mobile.care.sharing import new_id
from mobile.i18n import N_
from mobile.screens.frame import Surroundings
from mobile.screens.status_text import begun, session_day, session_name, which_session


@dataclass(frozen=True)
class About:
    """What is known of one thing besides its words: its head or its copy's, and its session where it has one."""

    values: Mapping[str, Any]
    session: Session | None = None
    place: CoursePosition | None = None


@dataclass(frozen=True)
class ShareableWords:
    """`path` and an id lead to one of it, the id of its copy as well. Names are to be translated."""

    kind: type[Shareable[Any]]
    path: str
    names: str  # the heading of several
    sent: str  # one that was shared
    shared: str  # several, as part of a sentence
    write: str  # the button that begins one
    new_id: Callable[[datetime], str]  # of the one to write at this time, at the clinic
    count: Callable[[Surroundings, int], str]
    alone: Callable[[Surroundings, int], str]
    own: Callable[[Surroundings, About, bool], str]  # for whoever wrote it; True: on paper, with whole dates
    shared_as: Callable[
        [Surroundings, About], str
    ]  # the same, beside the day it was shared; "" where that says it
    read: Callable[[Surroundings, About], str]  # for whoever reads it


def of_kind(kind: type[Shareable[Any]]) -> ShareableWords:
    """The row of a kind. Raises KeyError for one that has none."""
    return _BY_KIND[kind]


def of_copy(copy: SharedRecord | type[SharedRecord]) -> ShareableWords:
    """The row of what a copy is made from. Raises KeyError for one that has none."""
    return _BY_COPY[copy if isinstance(copy, type) else type(copy)]


def shares_counted(s: Surroundings, shares: Iterable[Share]) -> str:
    """`2 intentions, 1 word for today`; what another device took the copy of away is counted by itself. Each thing once."""
    things = {one.copy.id if one.copy is not None else one.grant.id: one.copy for one in shares}
    found = Counter(None if copy is None else type(copy) for copy in things.values())
    text = [of_copy(kind).count(s, n) for kind, n in found.items() if kind is not None]
    gone = found[None]
    if gone:
        text.append(s.ngettext("{n} thing you shared", "{n} things you shared", gone).format(n=gone))
    return ", ".join(text)


def shared_text(s: Surroundings, copies: Iterable[type[SharedRecord]]) -> str:
    """`intentions you shared`: the kinds among these copies, in the order of the table."""
    found = set(copies)
    text = [s._(row.shared) for row in ROWS if row.kind.COPY in found]
    return ", ".join(text) or s._("what you shared")


def _intention_count(s: Surroundings, n: int) -> str:
    return s.ngettext("{n} intention", "{n} intentions", n).format(n=n)


def _intention_alone(s: Surroundings, n: int) -> str:
    return s.ngettext("{n} intention is yours alone.", "{n} intentions are yours alone.", n).format(n=n)


def _intention_own(s: Surroundings, about: About, is_paper: bool) -> str:
    session = about.session
    if session is None:
        return s._("No session")
    name = session_name(s, about.place, otherwise=session.name if is_paper else "")
    on = session_day(s, session)
    if is_paper:
        on = s.moments.full_date(session.start_at) if session.start_at else ""
    return " · ".join(part for part in (name, on) if part)


def _intention_shared_as(s: Surroundings, about: About) -> str:
    return session_name(s, about.place) if about.session is not None else ""


def _intention_read(s: Surroundings, about: About) -> str:
    """`Intention for session 3, Tuesday`."""
    if about.session is None:
        return s._("Intention")
    what = s._("Intention for {session}").format(session=which_session(s, about.place))
    day = session_day(s, about.session)
    return f"{what}, {day}" if day else what


def _daily_words(s: Surroundings, n: int) -> str:
    return s.ngettext("{n} daily word", "{n} daily words", n).format(n=n)


def _daily_words_alone(s: Surroundings, n: int) -> str:
    return s.ngettext("{n} daily word is yours alone.", "{n} daily words are yours alone.", n).format(n=n)


def _day_own(s: Surroundings, about: About, is_paper: bool) -> str:
    return begun(_day(s, about, is_paper))


def _day(s: Surroundings, about: About, is_paper: bool) -> str:
    """As it stands inside a sentence."""
    day = date.fromisoformat(about.values["day"]) if about.values.get("day") else None
    if day is None:
        return ""
    today = s.moments.local(s.now()).date()
    if is_paper or day.year != today.year:
        return s.moments.full_date(day)
    return s._("today") if day == today else s.moments.day(day)


def _day_shared(s: Surroundings, about: About) -> str:
    return _day_own(s, about, False)


def _commitments(s: Surroundings, n: int) -> str:
    return s.ngettext("{n} commitment", "{n} commitments", n).format(n=n)


def _commitments_alone(s: Surroundings, n: int) -> str:
    return s.ngettext("{n} commitment is yours alone.", "{n} commitments are yours alone.", n).format(n=n)


def _commitment_own(s: Surroundings, about: About, is_paper: bool) -> str:
    """`Sunday · it happened`, `June 21 · still to come`."""
    text = [_commitment_day(s, about, is_paper), _commitment_state(s, about)]
    return " · ".join(part for part in text if part)


def _commitment_day(s: Surroundings, about: About, is_paper: bool) -> str:
    day = date.fromisoformat(about.values["day"]) if about.values.get("day") else None
    if day is None:
        return ""
    today = s.moments.local(s.now()).date()
    if is_paper or day.year != today.year:
        return s.moments.full_date(day)
    away = (day - today).days
    if away == 0:
        return s._("Today")
    return begun(s.moments.weekday_of(day)) if -7 < away < 7 else s.moments.day(day)


def _commitment_state(s: Surroundings, about: About) -> str:
    """What became of it, as the person said; where they said nothing, only whether its day is over."""
    known = {
        "done": s._("it happened"),
        "not_this_time": s._("not this time"),
        "let_go": s._("let go"),
    }.get(str(about.values.get("state")))
    if known is not None:
        return known
    is_over = str(about.values.get("day") or "") < s.moments.local(s.now()).date().isoformat()
    return s._("open") if is_over else s._("still to come")


def _commitment_shared_as(s: Surroundings, about: About) -> str:
    return _commitment_own(s, about, False)


def _commitment_read(s: Surroundings, about: About) -> str:
    """`Commitment for Sunday · it happened`."""
    text = _commitment_own(s, about, False)
    return s._("Commitment · {what}").format(what=text) if text else s._("Commitment")


def _daily_word_read(s: Surroundings, about: About) -> str:
    day = _day_own(s, about, False)
    return s._("Word for the day · {day}").format(day=day) if day else s._("Word for the day")


def _requests(s: Surroundings, n: int) -> str:
    return s.ngettext("{n} thing not to bring up", "{n} things not to bring up", n).format(n=n)


def _requests_alone(s: Surroundings, n: int) -> str:
    text = s.ngettext(
        "{n} thing not to bring up is yours alone.", "{n} things not to bring up are yours alone.", n
    )
    return text.format(n=n)


def _request_own(s: Surroundings, about: About, is_paper: bool) -> str:
    day = _day(s, about, is_paper)
    return s._("Asked {day}").format(day=day) if day else ""


def _request_shared_as(s: Surroundings, about: About) -> str:
    return s._("Not to bring up")


def _request_read(s: Surroundings, about: About) -> str:
    """`Please do not bring up · asked June 3`"""
    day = _day(s, about, False)
    what = s._("Please do not bring up")
    return f"{what} · {s._('asked {day}').format(day=day)}" if day else what


def _room_cards(s: Surroundings, n: int) -> str:
    return s.ngettext("{n} room card", "{n} room cards", n).format(n=n)


def _room_cards_alone(s: Surroundings, n: int) -> str:
    return s.ngettext("{n} room card is yours alone.", "{n} room cards are yours alone.", n).format(n=n)


def _room_card_own(s: Surroundings, about: About, is_paper: bool) -> str:
    day = _day(s, about, is_paper)
    return s._("Begun {day}").format(day=day) if day else ""


def _room_card_shared_as(s: Surroundings, about: About) -> str:
    return s._("Room card")


def _room_card_read(s: Surroundings, about: About) -> str:
    return s._("Room card")


def _entries(s: Surroundings, n: int) -> str:
    return s.ngettext("{n} journal entry", "{n} journal entries", n).format(n=n)


def _entries_alone(s: Surroundings, n: int) -> str:
    return s.ngettext("{n} journal entry is yours alone.", "{n} journal entries are yours alone.", n).format(
        n=n
    )


def after_session(s: Surroundings, about: About) -> str:
    """`day 3 after session 2`, `session 2`; "" where it belongs to none."""
    day = about.values.get("day_after")
    if day is None:
        return which_session(s, about.place) if about.session is not None else ""
    if day == 0:
        return which_session(s, about.place) if about.place is not None else s._("session day")
    if about.place is None:
        return s._("day {n} after your session").format(n=day)
    return s._("day {n} after {session}").format(n=day, session=which_session(s, about.place))


def entry_when(s: Surroundings, about: About) -> str:
    """`Today, 8:12 AM · day 3`, `Saturday, 4:40 PM · session 2`: short, for a list of one's own."""
    at, day = datetime.fromisoformat(about.values["made_at"]), about.values.get("day_after")
    when = s.moments.near(at, s.now())
    if s.moments.days_between(s.now(), at) == 0:
        when = f"{s._('Today')}, {when}"
    after = s._("day {n}").format(n=day) if day else ""
    if day == 0 and about.session is not None:
        after = which_session(s, about.place)
    return begun(" · ".join(part for part in (when, after) if part))


def _entry_own(s: Surroundings, about: About, is_paper: bool) -> str:
    """`Today, 8:12 AM · day 3 after session 2`; on paper with its title and whole date."""
    begun_at = about.values.get("made_at") or about.values.get("written_at")
    at = datetime.fromisoformat(begun_at) if begun_at else None
    when = "" if at is None else s.moments.near(at, s.now())
    if is_paper and at is not None:
        when = s.moments.full_date(at)
    title = str(about.values.get("title") or "") if is_paper else ""
    line = " · ".join(part for part in (title, when, after_session(s, about)) if part)
    return line if title else begun(line)


def _entry_shared_as(s: Surroundings, about: About) -> str:
    return s._("Journal entry")


def _entry_read(s: Surroundings, about: About) -> str:
    """`Journal entry · Tuesday, 8:12 AM · day 3 after session 2`"""
    line = _entry_own(s, about, False)
    return f"{s._('Journal entry')} · {line}" if line else s._("Journal entry")


ROWS: tuple[ShareableWords, ...] = (
    ShareableWords(
        Intention,
        "/intention/",
        names=N_("Intentions"),
        sent=N_("An intention you shared"),
        shared=N_("intentions you shared"),
        write=N_("Write an intention"),
        new_id=lambda _: new_id(),
        count=_intention_count,
        alone=_intention_alone,
        own=_intention_own,
        shared_as=_intention_shared_as,
        read=_intention_read,
    ),
    ShareableWords(
        DailyWord,
        "/word/",
        names=N_("Daily words"),
        sent=N_("A daily word you shared"),
        shared=N_("daily words you shared"),
        write=N_("Write a word for today"),
        new_id=lambda at: id_of_day(at.date()),
        count=_daily_words,
        alone=_daily_words_alone,
        own=_day_own,
        shared_as=_day_shared,
        read=_daily_word_read,
    ),
    ShareableWords(
        JournalEntry,
        "/entry/",
        names=N_("Entries"),
        sent=N_("A journal entry you shared"),
        shared=N_("journal entries you shared"),
        write=N_("Write an entry"),
        new_id=lambda _: new_id(),
        count=_entries,
        alone=_entries_alone,
        own=_entry_own,
        shared_as=_entry_shared_as,
        read=_entry_read,
    ),
    ShareableWords(
        Commitment,
        "/commitment/",
        names=N_("Commitments"),
        sent=N_("A commitment you shared"),
        shared=N_("commitments you shared"),
        write=N_("Write a commitment"),
        new_id=lambda _: new_id(),
        count=_commitments,
        alone=_commitments_alone,
        own=_commitment_own,
        shared_as=_commitment_shared_as,
        read=_commitment_read,
    ),
    ShareableWords(
        NotToBringUp,
        "/not-to-bring-up/",
        names=N_("Please do not bring up"),
        sent=N_("A request you shared"),
        shared=N_("requests you shared"),
        write=N_("Ask not to bring something up"),
        new_id=lambda _: new_id(),
        count=_requests,
        alone=_requests_alone,
        own=_request_own,
        shared_as=_request_shared_as,
        read=_request_read,
    ),
    ShareableWords(
        RoomCard,
        "/room-card/",
        names=N_("Room card"),
        sent=N_("A room card you shared"),
        shared=N_("room cards you shared"),
        write=N_("Write a room card"),
        new_id=lambda _: OWN_ID,
        count=_room_cards,
        alone=_room_cards_alone,
        own=_room_card_own,
        shared_as=_room_card_shared_as,
        read=_room_card_read,
    ),
)
_BY_KIND: Mapping[type[Shareable[Any]], ShareableWords] = {row.kind: row for row in ROWS}
_BY_COPY: Mapping[type[SharedRecord], ShareableWords] = {row.kind.COPY: row for row in ROWS}
