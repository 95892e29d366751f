"""What was written to and fro, for the person's own paper: replies under the words they are about, and messages with the team."""

from __future__ import annotations

from mobile.care.own_words import OwnWords
from mobile.care.summary import SummaryLine
from mobile.care.talk.correspondence import Correspondence
from mobile.care.talk.draft import TalkDraft
from mobile.care.talk.message import Message
from mobile.care.talk.suggestion import Suggestion, suggested
from mobile.care.talk.thread import with_team
from mobile.printing import Line, Part
from mobile.records.ports import Keeping
from mobile.screens.frame import Surroundings
from mobile.screens.own_record.moments import exact
from mobile.screens.reads.summary import team_summary
from mobile.screens.reads.team import Team
from mobile.screens.reads.threads import Threads


def replies_to(s: Surroundings, threads: Threads, people: Team, one: OwnWords) -> list[Line]:
    """All that was written about these words, the first first."""
    return [_line(s, people, each) for each in threads.of(one).written]


async def messages(s: Surroundings, records: Keeping, me: str, people: Team) -> list[Part]:
    """With the team. `me`: "Patient/p1"."""
    written = with_team(await records.every(Message), me, me).written
    count = s.ngettext("{n} message", "{n} messages", len(written)).format(n=len(written))
    lines = tuple(_line(s, people, one) for one in written)
    return [Part(s._("Messages with my care team"), lines, count=count)] if lines else []


async def suggestions(s: Surroundings, records: Keeping, me: str, people: Team) -> list[Part]:
    """What was suggested to them. `me`: "Patient/p1"."""
    lines = tuple(_line(s, people, one) for one in suggested(await records.every(Suggestion), me, me).written)
    return [Part(s._("Suggested to me"), lines)] if lines else []


async def notes(s: Surroundings, records: Keeping, me: str, people: Team) -> list[Part]:
    """What the care team wrote for them to read, the first first, with what stood in its place before. `me`: "Patient/p1"."""
    found = (await team_summary(records, me, me, s.now())).entries
    written = [line for entry in reversed(found) for line in (*reversed(entry.earlier), entry.line)]
    return (
        [Part(s._("Notes from my care team"), tuple(_note(s, people, one) for one in written))]
        if written
        else []
    )


def _note(s: Surroundings, people: Team, line: SummaryLine) -> Line:
    name = people.name_of(line.author) or line.author_name or s._("Somebody of your clinic")
    written = exact(s, line.written_at) if line.written_at is not None else ""
    struck = s._("Crossed out. It does not hold any more.") if line.is_struck else ""
    return Line(" · ".join(part for part in (name, written) if part), (line.words,), struck)


async def unsent(s: Surroundings, records: Keeping) -> list[Part]:
    """What was begun and not sent: it is the person's all the same."""
    kept = sorted(await records.every(TalkDraft), key=lambda one: one.changed_at)
    lines = [
        Line(s._("Written {when}, not sent").format(when=exact(s, one.changed_at)), (one.words,))
        for one in kept
    ]
    return [Part(s._("Answers I did not send"), tuple(lines))] if lines else []


def _line(s: Surroundings, people: Team, one: Correspondence) -> Line:
    _ = s._
    name = _("You") if one.is_from_patient else people.name_of(one.sender) or _("Somebody of your clinic")
    sent = exact(s, one.sent_at) if one.sent_at is not None else ""
    read = (
        _("Read {when}.").format(when=exact(s, one.read_at))
        if one.read_at is not None
        else _("Not read yet.")
    )
    return Line(" · ".join(part for part in (name, sent) if part), (one.words,), read)
