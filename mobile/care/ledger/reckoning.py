"""The ledger: every person who can read something of this patient's, what it is, by which right, since when, last opened.

Nothing readable is missing from it and nothing is in it that is not readable, as far as the clinic says what it does: what an
agreement holds back until it is signed is not listed. Where the clinic does not say, what may be read is listed as `unsaid`. Being on the team opens what the clinic's statement says
and no more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property

from mobile.care.ledger.facts import Facts, Item, parties
from mobile.care.ledger.kept import ORDER, DraftRule, Entry, Ledger, LedgerReader, Why
from mobile.care.ledger.openings import Openings, earliest, later
from mobile.care.ledger.rules import AGREEABLE, BY_RULE, Lets, What, lets
from mobile.care.measures.agreement import may_read
from mobile.care.people import Member, readers
from mobile.care.permission import Permission
from mobile.care.shares import Share, shares


def ledger(facts: Facts) -> Ledger:
    """As it stands at `facts.now`."""
    return _Reckoning(facts).ledger()


class _Reckoning:
    """One computation: what several parts of it need is worked out once."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._items: Mapping[What, Sequence[Item]] = facts.items()
        self._openings = Openings(facts.readings)
        self._members = {one.reference: one for one in readers(facts.teams, facts.now)}
        self._drafts: DraftRule = facts.clinic.draft_readers if facts.clinic is not None else None
        self._scopes = facts.scopes()
        self._rows = facts.clinic.record_readers if facts.clinic is not None else ()
        self._copies_there = [one for one in facts.copies if facts.is_there(one) and not one.is_withdrawn]

    def ledger(self) -> Ledger:
        people = dict.fromkeys([*self._members, *self._named()])
        found = (LedgerReader(who, self._members.get(who), tuple(self._entries(who))) for who in people)
        listed = sorted(
            (one for one in found if one.entries), key=lambda one: ORDER.index(one.entries[0].what)
        )
        return Ledger(
            readers=tuple(listed),
            members=tuple(self._members.values()),
            lets={(who, what): self._lets(one, what) for who, one in self._members.items() for what in ORDER},
            draft_rule=self._drafts,
            held=frozenset(self._held()),
            held_copies=frozenset(type(one) for one in self._copies_there),
            is_reading_recorded=self._openings.are_recorded,
        )

    def _held(self) -> Iterator[What]:
        for what, items in self._items.items():
            if items:
                yield what
        facts = self._facts
        if self._copies_there:
            yield "shared"
        if any(facts.is_there(one) for one in facts.alerts):
            yield "alerts"
        if any(facts.is_there(one) for one in facts.replies):
            yield "replies"
        if any(facts.is_there(one) for one in facts.invitations):
            yield "invitation"

    def _named(self) -> Iterator[str]:
        """Practitioners whom a permission, an invitation or a notice names, on the team or not. A reply opens nothing by itself."""
        facts = self._facts
        for one in (*facts.grants, *facts.agreements):
            if one.practitioner is not None:
                yield one.practitioner
        yield from (one.guest for one in facts.invitations if one.guest is not None)
        for message in (*facts.notices, *facts.alerts, *facts.updates, *facts.suggestions, *facts.lines_read):
            yield from (name for name in parties(message) if name.startswith("Practitioner/"))

    def _lets(self, member: Member, what: What) -> Lets:
        """What the clinic's statements, or the patient's agreement, open to a member of the team."""
        if what == "drafts":
            return "no" if self._drafts == "nobody" else "yes" if self._drafts == "staff" else "unsaid"
        if what in BY_RULE and not self._scopes.lets(member.reference, what):
            return "no"
        if what in BY_RULE:
            stated = lets(self._rows, member, what)
            return "yes" if what in AGREEABLE and self._agreed(member.reference) else stated
        return "no"

    def _entries(self, who: str) -> list[Entry]:
        found = [*self._by_rule(who), *self._shared(who), *self._measures(who), *self._between(who)]
        return sorted(found, key=lambda one: ORDER.index(one.what))

    def _by_rule(self, who: str) -> Iterator[Entry]:
        member = self._members.get(who)
        if member is None:
            return
        parts: tuple[What, ...] = (*BY_RULE, "drafts")
        for what in parts:
            stated = lets(self._rows, member, what) if what in BY_RULE else self._lets(member, what)
            is_agreed = what in AGREEABLE and stated != "yes" and bool(self._agreed(who))
            items = self._open_to(who, what)
            if stated != "no" and items and not is_agreed:
                why: Why = "treating" if stated == "yes" else "unsaid"
                yield self._entry(what, why, who, items, since=member.since)

    def _open_to(self, who: str, what: What) -> Sequence[Item]:
        """What agreements leave open to them of a part: all of it, or what a call for help to them is about."""
        items = self._items.get(what, ())
        if self._scopes.lets(who, what):
            return items
        about = frozenset[str]().union(*(one.about for one in self._facts.alerts_to(who)))
        return [one for one in items if one.names & about]

    def _measures(self, who: str) -> Iterator[Entry]:
        """By the patient's agreement, where the clinic's rule does not open them anyway."""
        given, member = self._agreed(who), self._members.get(who)
        since = earliest(one.given_at for one in given)
        for what in AGREEABLE:
            held = self._open_to(who, what)
            if given and held and (member is None or lets(self._rows, member, what) != "yes"):
                yield self._entry(what, "agreed", who, held, since=since)

    def _agreed(self, who: str) -> list[Permission]:
        """Agreements in force, and those ended here of which the clinic does not know yet."""
        facts = self._facts
        return [
            one
            for one in facts.agreements
            if one.practitioner == who
            and (may_read(who, one.patient or "", [one], facts.now) or self._is_open_there(one))
        ]

    def _is_open_there(self, one: Permission) -> bool:
        """Ended here, and not yet there: until it is, they can read on."""
        return not one.is_active and one.id in self._facts.unsent and self._facts.is_there(one)

    @cached_property
    def _open(self) -> Mapping[str, Sequence[Share]]:
        found: dict[str, list[Share]] = {}
        for one in shares(self._facts.grants, self._facts.copies, self._facts.notices):
            is_gone = one.copy is not None and one.copy.is_withdrawn
            is_open = (one.grant.is_active or self._is_open_there(one.grant)) and not is_gone
            who = one.grant.practitioner
            if is_open and who is not None and self._scopes.lets(who, "shared"):
                found.setdefault(who, []).append(one)
        return found

    def _shared(self, who: str) -> Iterator[Entry]:
        own = self._open.get(who, ())
        if not own:
            return
        copies = [one.copy for one in own if one.copy is not None]
        names = frozenset[str]().union(*(self._facts.names(copy) for copy in copies))
        count = len({one.copy.id if one.copy is not None else one.grant.id for one in own})
        shared_at = None
        for one in own:
            shared_at = later(shared_at, one.last_read_at)
        yield Entry(
            "shared",
            "chosen",
            names,
            count,
            earliest(one.grant.given_at for one in own),
            self._openings.of(who, names, shared_at=shared_at),
            tuple(own),
        )

    def _between(self, who: str) -> Iterator[Entry]:
        """What is between the patient and this person: replies, suggestions, calls for help, and notes of what was shared, ended or read."""
        names = frozenset[str]().union(*(self._about(one) for one in self._open.get(who, ())))
        if replies := self._facts.replies_with(who, names):
            yield self._entry("replies", "party", who, replies)
        if suggested := self._facts.suggestions_of(who):
            yield self._entry("suggestions", "party", who, suggested)
        if lines_read := self._facts.lines_read_of(who):
            yield self._entry("lines_read", "party", who, lines_read)
        alerts = self._facts.alerts_to(who)
        if alerts:
            seen = (one.acknowledged_at for one in alerts if one.acknowledged_by == who)
            items = [Item(self._facts.names(one), one.made_at) for one in alerts]
            yield self._entry(
                "alerts", "told", who, items, shared_at=max((at for at in seen if at), default=None)
            )
        if invited := self._facts.invitations_of(who):
            yield self._entry("invitation", "party", who, invited)
        if standings := self._facts.standings_for(who):
            yield self._entry("agreements", "party", who, standings)
        if notes := self._facts.notes_with(who):
            yield self._entry("notes", "party", who, notes)

    def _about(self, share: Share) -> frozenset[str]:
        """Every name of what a share opens: replies are about it by any of them."""
        names = share.grant.data
        if share.copy is not None:
            names = names | share.copy.names | self._facts.names(share.copy)
        return names

    def _entry(
        self,
        what: What,
        why: Why,
        who: str,
        items: Iterable[Item],
        *,
        since: datetime | None = None,
        shared_at: datetime | None = None,
    ) -> Entry:
        """`since`: the right holds from then on; what came later is readable since it came."""
        listed = list(items)
        names = frozenset[str]().union(*(one.names for one in listed))
        began = later(earliest(one.at for one in listed), since)
        counted = [one for one in listed if not (what == "measures" and one.is_total)]
        return Entry(
            what, why, names, len(counted), began, self._openings.of(who, names, shared_at=shared_at)
        )
