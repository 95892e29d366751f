"""What somebody at the clinic wrote to the patient, or as a note for them, and they have not read: the first of it, with the way to it.
Never its words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial

import flet as ft

from mobile.care.codes import URN
from mobile.care.talk.correspondence import Correspondence
from mobile.care.talk.message import Message
from mobile.care.talk.thread import with_team
from mobile.design import parts
from mobile.design import tokens as t
from mobile.records.ports import Keeping
from mobile.screens.frame import Surroundings
from mobile.screens.reads import summary as keeping
from mobile.screens.reads import threads as threading
from mobile.screens.reads.shares import all_copies
from mobile.screens.reads.summary import team_summary
from mobile.screens.reads.team import Team
from mobile.screens.reads.threads import patient_threads
from mobile.screens.reads.writings import all_writings
from mobile.screens.shareable_words import of_copy, of_kind
from mobile.screens.status_text import begun

KINDS = (*threading.KINDS, *keeping.KINDS, Message)


@dataclass(frozen=True)
class New:
    """One thing that is new: who wrote it ("Practitioner/t1") and when, the way to where it is read; `is_note`: for the patient
    to read, and not to them."""

    sender: str | None
    at: datetime | None
    route: str
    is_note: bool = False


@dataclass(frozen=True)
class News:
    """`count`: of all that is new; `first`: the one that waits longest."""

    first: New
    count: int


async def news(records: Keeping, me: str, now: datetime) -> News | None:
    """`me`: "Patient/p1". Raises what the store raises."""
    threads = await patient_threads(records, me)
    found: list[New] = []
    if threads.unread:
        things = (await all_writings(records)).kept
        copies = await all_copies(records)
        for one in threads.unread:
            own = next((thing for thing in things if one in threads.of(thing).unread), None)
            copy = next((each for each in copies if (each.names | {URN + each.id}) & one.about), None)
            if own is not None:
                found.append(_to_them(one, f"{of_kind(type(own)).path}{own.id}"))
            elif copy is not None:
                found.append(_to_them(one, f"{of_copy(copy).path}{copy.id}"))
    messages = with_team(await records.every(Message), me, me)
    found += [_to_them(one, "/messages") for one in messages.unread]
    summary = await team_summary(records, me, me, now)
    found += [New(one.author, one.written_at, "/care-notes", is_note=True) for one in summary.new]
    if not found:
        return None
    first = min(found, key=lambda one: one.at.timestamp() if one.at else 0.0)
    return News(first, len(found))


def _to_them(one: Correspondence, route: str) -> New:
    return New(one.sender, one.sent_at, route)


def news_card(s: Surroundings, found: News, team: Team) -> ft.Control:
    """Who wrote, when, and the way to it."""
    _, first = s._, found.first
    name = team.name_of(first.sender) or _("Your clinic")
    text = _("{name} wrote a note for you") if first.is_note else _("{name} wrote to you")
    line = [begun(s.moments.near(first.at, s.now()))] if first.at is not None else []
    if found.count > 1:
        more = found.count - 1
        line.append(s.ngettext("{n} more is new", "{n} more are new", more).format(n=more))
    return parts.card(
        parts.list_row(
            text.format(name=name),
            " · ".join(line),
            s.guard(partial(s.go, first.route)),
            initial=name[:1],
            has_arrow=True,
        ),
        padding=ft.Padding(0, t.S4, 0, t.S4),
    )
