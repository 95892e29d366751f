"""What the person tells the clinic before a session: the self-check of the day, and that they ate. Answers to the clinic's own forms.

They are kept here first and sent when there is a connection. Nothing is judged: a yes and a no are sent alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from mobile.care.agenda import Session
from mobile.care.forms.definition import FormDefinition
from mobile.care.forms.kept import KeptForm, keep
from mobile.care.forms.picking import find
from mobile.care.forms.response import Response, drafts, finished
from mobile.care.resource import Json, each, text_at
from mobile.care.session_rules import RuleKind, SessionRule
from mobile.care.sharing import new_id
from mobile.care.translated import wording
from mobile.records.overtaken import until_written
from mobile.records.ports import Keeping, Standing
from mobile.screens.reads.agenda import Agenda

KINDS = (Response, FormDefinition)


@dataclass(frozen=True)
class Told:
    """One form of the clinic's for this session. `opens`: from when on an answer counts for it; None: nobody said, and every one of
    its day does. `standing`: how far the last answers are."""

    rule: SessionRule
    form: str  # the id in its route
    opens: datetime | None
    response: Response | None = field(default=None, repr=False)
    standing: Standing | None = None
    is_begun: bool = False

    def is_open(self, now: datetime) -> bool:
        """Whether the clinic asks it by now."""
        return self.opens is None or self.opens <= now

    @property
    def is_yes(self) -> bool:
        """Whether the last answer to a form of one question is yes."""
        items = self.response.items() if self.response is not None else []
        return any(one.get("valueBoolean") is True for item in items for one in each(item, "answer"))


async def told(
    records: Keeping, agenda: Agenda, session: Session, kind: RuleKind, zone: ZoneInfo
) -> Told | None:
    """None: the clinic asks nothing of this kind, or its form is not here. Raises what the store raises."""
    rule = next((one for one in agenda.asks.rules.of(kind) if one.form), None)
    form = agenda.form(rule.form) if rule is not None and rule.form else None
    if rule is None or rule.form is None or form is None or session.start_at is None:
        return None
    opens = rule.moment(session.start_at, session.ends_at, zone)
    since = opens or _first_fast(agenda, session) or _midnight(session.start_at, zone)
    known: Sequence[Response] = await records.every(Response)
    own = [one for one in finished(rule.form, known) if one.is_mine and _at(one) >= since]
    begun = [one for one in drafts(rule.form, known) if _at(one) >= since]
    last = own[0] if own else None
    standing = await records.standing(Response, last.id) if last is not None else None
    return Told(rule, form, opens, last, standing, bool(begun))


async def tell_yes(records: Keeping, one: Told, patient: str, language: str, now: datetime) -> None:
    """Yes to a form of one question, once however often it is tapped: kept and on its way. Raises what the store raises."""
    await _say(records, one, patient, language, now, is_yes=True)


async def tell_no(records: Keeping, one: Told, patient: str, language: str, now: datetime) -> None:
    """No after all: the same answer, changed. Raises what the store raises."""
    await _say(records, one, patient, language, now, is_yes=False)


async def _say(
    records: Keeping, one: Told, patient: str, language: str, now: datetime, *, is_yes: bool
) -> None:
    async def write() -> None:
        definition = find(one.rule.form or "", await records.every(FormDefinition))
        if definition is None:
            return
        stored = await records.get(Response, one.response.id) if one.response is not None else None
        submission = {"item": _answer(definition, language, is_yes=is_yes)}
        if stored is not None and stored.is_done:
            await records.save_all([stored.amend(submission, now)], over=[stored])
        elif is_yes:
            response = Response.begin(new_id(), definition, patient, now).submit(submission, now)
            kept = keep(definition, await records.every(KeptForm), now)
            await records.save_all([response, kept])

    await until_written(write)


def _answer(definition: FormDefinition, language: str, *, is_yes: bool) -> list[Json]:
    """Of its first question that takes a yes."""
    for place in definition.placed():
        link = text_at(place.item, "linkId")
        if place.item.get("type") == "boolean" and link:
            text = wording(place.item, "text").in_language(language)
            return [{"linkId": link, "text": text, "answer": [{"valueBoolean": is_yes}]}]
    return []


def _at(one: Response) -> datetime:
    return one.answered_at or datetime.min.replace(tzinfo=UTC)


def _first_fast(agenda: Agenda, session: Session) -> datetime | None:
    return min((one.at for one in agenda.of(session, "fasting") if one.at is not None), default=None)


def _midnight(at: datetime, zone: ZoneInfo) -> datetime:
    return datetime.combine(at.astimezone(zone).date(), time(), zone).astimezone(UTC)
