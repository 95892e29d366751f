"""What somebody at the clinic wrote to the patient and they have not read: the first of it, with the way to it. Never its words."""

from __future__ import annotations

from dataclasses import dataclass
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
from mobile.screens.reads import threads as threading
from mobile.screens.reads.shares import all_copies
from mobile.screens.reads.team import Team
from mobile.screens.reads.threads import patient_threads
from mobile.screens.reads.writings import all_writings
from mobile.screens.shareable_words import of_copy, of_kind
from mobile.screens.talking.sentences import written_text

KINDS = (*threading.KINDS, Message)


@dataclass(frozen=True)
class News:
    """`count`: of all that is new; `first`: the one that waits longest; `route`: where it is read."""

    first: Correspondence
    route: str
    count: int


async def news(records: Keeping, me: str) -> News | None:
    """Raises what the store raises."""
    threads = await patient_threads(records, me)
    ways: list[tuple[Correspondence, str]] = []
    if threads.unread:
        things = (await all_writings(records)).kept
        copies = await all_copies(records)
        for one in threads.unread:
            own = next((thing for thing in things if one in threads.of(thing).unread), None)
            copy = next((each for each in copies if (each.names | {URN + each.id}) & one.about), None)
            if own is not None:
                ways.append((one, f"{of_kind(type(own)).path}{own.id}"))
            elif copy is not None:
                ways.append((one, f"{of_copy(copy).path}{copy.id}"))
    messages = with_team(await records.every(Message), me, me)
    ways += [(one, "/messages") for one in messages.unread]
    if not ways:
        return None
    first, route = min(ways, key=lambda way: way[0].sent_at.timestamp() if way[0].sent_at else 0.0)
    return News(first, route, len(ways))


def news_card(s: Surroundings, found: News, team: Team) -> ft.Control:
    """Who wrote, when, and the way to it."""
    _ = s._
    name = team.name_of(found.first.sender) or _("Your clinic")
    text = _("{name} wrote to you").format(name=name)
    line = [written_text(s, found.first)]
    if found.count > 1:
        more = found.count - 1
        line.append(s.ngettext("{n} more is new", "{n} more are new", more).format(n=more))
    return parts.card(
        parts.list_row(
            text,
            " · ".join(part for part in line if part),
            s.guard(partial(s.go, found.route)),
            initial=name[:1],
            has_arrow=True,
        ),
        padding=ft.Padding(0, t.S4, 0, t.S4),
    )
