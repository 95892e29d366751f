"""What each session left behind: entries of the patient's own, replies to what they shared, measures they answered. Counts of
what is kept here, and never a word of it. Flet-free."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from mobile.care.agenda import Session, in_order
from mobile.care.forms.response import Response
from mobile.care.journal.entry import JournalEntry
from mobile.care.talk.reply import Reply
from mobile.records.ports import Keeping
from mobile.screens.reads import threads as threading
from mobile.screens.reads.measures import Measure
from mobile.screens.reads.shares import all_copies
from mobile.screens.reads.threads import patient_threads

KINDS = (JournalEntry, Response, *threading.KINDS)
"""What to watch."""


@dataclass(frozen=True)
class LeftBehind:
    """`entries` and `replies`: how many, by any name of a session. `answered`: when each measure was."""

    entries: Mapping[str, int] = field(default_factory=dict[str, int])
    replies: Mapping[str, int] = field(default_factory=dict[str, int])
    answered: Sequence[datetime] = ()
    sessions: Sequence[Session] = ()

    def entries_of(self, session: Session) -> int:
        return sum(self.entries.get(name, 0) for name in session.names)

    def replies_of(self, session: Session) -> int:
        return sum(self.replies.get(name, 0) for name in session.names)

    def measures_of(self, session: Session) -> int:
        """Answered from this session on, until the next one began."""
        begins = [one.start_at for one in in_order(self.sessions) if one.start_at is not None]
        start = session.start_at
        if start is None:
            return 0
        until = min((one for one in begins if one > start), default=None)
        return sum(1 for at in self.answered if start <= at and (until is None or at < until))


async def left_behind(
    records: Keeping, me: str, sessions: Sequence[Session], measures: Sequence[Measure]
) -> LeftBehind:
    """Raises what the store raises."""
    entries = await records.values(JournalEntry, "session", {"is_deleted": False})
    answered = [
        at for one in measures for given in one.answered if (at := given.first_answered_at) is not None
    ]
    return LeftBehind(entries, await _replies(records, me), answered, sessions)


async def _replies(records: Keeping, me: str) -> Mapping[str, int]:
    """Of what somebody else wrote about a copy, by the session the copy is of."""
    threads = await patient_threads(records, me)
    others: list[Reply] = [one for one in threads.replies if one.sender != me and not one.is_void]
    found: Counter[str] = Counter()
    for copy in await all_copies(records):
        if copy.session:
            names = threads.names.get(copy.id, copy.names)
            found[copy.session] += sum(1 for one in others if names & set(one.about))
    return found
