"""What the person wrote, for their own paper: their own words with what those said before and who may read them; the safety plan."""

from __future__ import annotations

from mobile.care.journal.entry import JournalEntry
from mobile.care.own_words import EarlierWords, OwnWords
from mobile.care.safety.plan import PlanPast, SafetyPlan, current, past_id
from mobile.device.pictures import can_be_shown
from mobile.documents.carriable import is_blank
from mobile.i18n import ended
from mobile.printing import Line, Part
from mobile.records.ports import Keeping
from mobile.screens.first_fetch import has_all
from mobile.screens.frame import Surroundings
from mobile.screens.own_record.moments import exact
from mobile.screens.own_record.talk import replies_to
from mobile.screens.reads.hidden import hidden_ids
from mobile.screens.reads.pictures import pictures_of
from mobile.screens.reads.shares import Shares, patient_shares
from mobile.screens.reads.team import Team
from mobile.screens.reads.threads import patient_threads
from mobile.screens.reads.visits import Visits
from mobile.screens.reads.voice import notes_of
from mobile.screens.reads.writings import writings
from mobile.screens.shareable_words import ROWS, About, ShareableWords
from mobile.screens.status_text import read_at_text
from mobile.screens.voice_length import length_text


async def own_words(s: Surroundings, records: Keeping, me: str, seen: Visits, people: Team) -> list[Part]:
    """By kind every one with words, the first written first; nothing where there is none."""
    shares, found = await patient_shares(records), list[Part]()
    threads = await patient_threads(records, me)
    hidden = await hidden_ids(records)  # on no paper, whoever prints it
    for row in ROWS:
        kept = (await writings(row.kind, records, shares)).all
        written = [
            one
            for one in kept
            if not one.is_put_away
            and one.id not in hidden
            and (one.versions or any(text.strip() for text in one.written) or _has_more(one))
        ]
        lines: list[Line] = []
        for one in sorted(written, key=lambda each: each.made_at):
            lines.append(Line(_head(s, seen, row, one), one.written, _who(s, shares, people, one)))
            lines += await _pictures(s, records, one)
            lines += await _spoken(s, records, one)
            lines += replies_to(s, threads, people, one)
            lines += [_earlier(s, version) for version in reversed(one.versions)]
        if written:
            found.append(Part(s._(row.names), tuple(lines), count=row.count(s, len(written))))
    return found


def _has_more(one: OwnWords) -> bool:
    """Whether it has pictures, which are on the paper too, or voice notes, of which the paper says how long they are."""
    return isinstance(one, JournalEntry) and bool(one.pictures or one.voice)


async def _pictures(s: Surroundings, records: Keeping, one: OwnWords) -> list[Line]:
    """Each with what it shows; one that cannot be printed with a sentence that says so."""
    if not isinstance(one, JournalEntry):
        return []
    kept = {each.id: each.data for each in await pictures_of(records, one.pictures)}
    lines: list[Line] = []
    for number, id in enumerate(one.pictures, 1):
        name = s._("Picture {n}").format(n=number) if len(one.pictures) > 1 else s._("Picture")
        head = ": ".join(part for part in (name, one.shows(id)) if part)
        data = kept.get(id, b"")
        if can_be_shown(data):
            lines.append(Line(head, pictures=(data,)))
        else:
            lines.append(Line(head, note=s._("It cannot be shown here.")))
    return lines


async def _spoken(s: Surroundings, records: Keeping, one: OwnWords) -> list[Line]:
    """How many voice notes belong to it and how long they are together; sound is on no paper, so where it is to be had."""
    if not isinstance(one, JournalEntry) or not one.voice:
        return []
    kept = await notes_of(records, one.voice)
    lines: list[Line] = []
    if kept:
        count = s.ngettext("{n} voice note", "{n} voice notes", len(kept)).format(n=len(kept))
        length = length_text(sum(note.seconds for note in kept))
        files = sum(note.pieces for note in kept)
        where = s.ngettext(
            "What is spoken is not on paper. The file to move has it in “media”, as {n} sound file that plays anywhere.",
            "What is spoken is not on paper. The file to move has it in “media”, as {n} sound files that play anywhere.",
            files,
        )
        lines.append(Line(f"{count} · {length}", note=where.format(n=files)))
    missing = len(one.voice) - len(kept)
    if missing:
        text = s.ngettext(
            "{n} voice note cannot be opened here.", "{n} voice notes cannot be opened here.", missing
        )
        lines.append(Line(text.format(n=missing)))
    return lines


def _head(s: Surroundings, seen: Visits, row: ShareableWords, one: OwnWords) -> str:
    session = seen.session(one.session)
    about = row.own(s, About(one.head(), session, seen.place(session)), True)
    written = s._("written {when}").format(when=exact(s, one.made_at))
    if s.moments.days_between(one.made_at, one.changed_at):
        written = s._("written {when}, last changed {changed}").format(
            when=exact(s, one.made_at), changed=exact(s, one.changed_at)
        )
    return " · ".join(part for part in (about, written) if part)


def _who(s: Surroundings, shares: Shares, people: Team, one: OwnWords) -> str:
    _, share = s._, shares.of(one)
    if share is None:
        return (
            ended(s.wording.nobody()) if has_all(s) else ""
        )  # a share of it may be among what is still to come
    name = people.name_of(share.grant.practitioner) or _("your therapist")
    text = _("Shared with {name}.").format(name=name)
    if share.grant.given_at is not None:
        text = _("Shared with {name} on {day}.").format(
            name=name, day=s.moments.full_date(share.grant.given_at)
        )
    if share.read_at is None:
        return f"{text} {ended(read_at_text(s, name, None))}"
    read = _("Read by {name}, {when}").format(name=name, when=exact(s, share.read_at))
    return f"{text} {ended(read)}"


def _earlier(s: Surroundings, version: EarlierWords) -> Line:
    return Line(s._("Earlier words, written {when}").format(when=exact(s, version.at)), (version.words,))


async def safety_plan(s: Surroundings, records: Keeping) -> list[Part]:
    """Its steps in the person's words, with what they said before."""
    plan = current(await records.every(SafetyPlan))
    if plan is None:
        return []
    past = await records.get(PlanPast, past_id(plan))
    lines: list[Line] = []
    for number, step in enumerate(plan.steps, 1):
        lines.append(
            Line(
                f"{number}. {step.heading.in_language(s.language)}",
                () if is_blank(step.words) else (step.words,),
            )
        )
        for version in reversed(past.earlier.get(step.key, ()) if past is not None else ()):
            until = s._("What it said before, until {when}").format(when=exact(s, version.at))
            lines.append(Line(until, (version.words,)))
    return [Part(s._("My safety plan"), tuple(lines))]
