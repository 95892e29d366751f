"""What the pages of an entry say of it: where it stands, who reads how much of it, what stays, and when it is asked again."""

from __future__ import annotations

from datetime import datetime

from mobile.care.journal.chosen import Chosen
from mobile.care.journal.shared_voice import MOST_S
from mobile.care.journal.shown import Shown
from mobile.care.journal.stays import Stays
from mobile.i18n import N_
from mobile.screens.entry.model import EntryDraft
from mobile.screens.first_fetch import has_all
from mobile.screens.frame import Surroundings
from mobile.screens.status_text import which_session
from mobile.screens.writing import sentences

MOOD = N_("Mood")
MOODS = (
    N_("much heavier"),
    N_("a little heavier"),
    N_("about the same"),
    N_("a little lighter"),
    N_("much lighter"),
)
CONNECTION = N_("Connected to others")
CONNECTIONS = (N_("not at all"), N_("a little"), N_("somewhat"), N_("quite a bit"), N_("very much"))


def where_text(s: Surroundings, model: EntryDraft) -> str:
    """`3 days after session 2`; "" for an entry of no session."""
    entry = model.noun
    if entry.day_after is None:
        return ""
    named = which_session(s, model.place)
    if entry.day_after == 0:
        return s._("The day of {session}").format(session=named)
    text = s.ngettext("{n} day after {session}", "{n} days after {session}", entry.day_after)
    return text.format(n=entry.day_after, session=named)


def reader_name(s: Surroundings, model: EntryDraft) -> str:
    """Who reads it, or would."""
    return sentences.reader_name(s, model)


def readers_text(s: Surroundings, model: EntryDraft) -> list[str]:
    """Who reads how much of it, whether that is what it says now, and whether it is asked again."""
    _, name = s._, reader_name(s, model)
    lines: list[str] = []
    share = model.share
    if share is not None:
        lines.append(_reads(s, model, name))
        if model.sendable.problem == "part_gone":
            lines.append(
                _(
                    "What you marked is not in your words any more. {name} still reads it as it was when you shared it."
                ).format(name=name)
            )
        elif model.is_changed_since_shared:
            lines.append(
                _("You changed something since. {name} reads what it said when you shared it.").format(
                    name=name
                )
            )
        else:
            lines.append(sentences.receipt(s, model))
    elif model.reader is None and not has_all(s):
        lines.append(sentences.who_sees(s, model))
    elif model.reader is None:
        lines.append(s.wording.no_therapist_yet())
    else:
        lines.append(s.wording.nobody_sees())
    if model.slept_on is not None:
        lines.append(asked_again(s, model.slept_on.from_at))
    return lines


def _reads(s: Surroundings, model: EntryDraft, name: str) -> str:
    """From the copy itself: what was chosen since changes nothing of what they read."""
    share = model.share
    shown = getattr(share.copy, "shown", None) if share is not None else None
    if shown is None:
        return s._("{name} can read it.").format(name=name)
    heard = s._("{name} can hear what you spoke.").format(name=name) if shown.voice else ""
    count = len(shown.pictures)
    seen = s.ngettext("{name} can see {n} picture.", "{name} can see {n} pictures.", count) if count else ""
    beside = " ".join(text for text in (heard, seen.format(name=name, n=count)) if text)
    if beside and not {"title", "prompt", "words", "steps", "tags"}.intersection(shown.blocks):
        return beside
    return f"{_read_of(s, shown, name)} {beside}".strip()


def _read_of(s: Surroundings, shown: Shown, name: str) -> str:
    if "words" not in shown.blocks:
        return s._("{name} can read its title and steps, and none of its sentences.").format(name=name)
    if shown.gap:
        return s._("{name} can read a part of it.").format(name=name)
    return s._("{name} can read all of it.").format(name=name)


def asked_again(s: Surroundings, at: datetime | None) -> str:
    """`You are asked again tomorrow, 9:00 AM.`"""
    if at is None:
        return s._("You are asked again after your session.")
    return s._("You are asked again {when}.").format(when=s.moments.near(at, s.now()))


def waits_text(s: Surroundings, until: datetime | None) -> str:
    """Why it is not shared now."""
    if until is None:
        return s._("You can share it after your session.")
    return s._("You can share it {when}.").format(when=s.moments.near(until, s.now()))


def part_text(s: Surroundings, chosen: Chosen, count: Stays) -> str:
    """`2 of 3 sentences`"""
    if chosen.scope != "part":
        return s.ngettext("{n} sentence", "{n} sentences", count.of).format(n=count.of)
    text = s.ngettext("{some} of {n} sentence", "{some} of {n} sentences", count.of)
    return text.format(some=count.of - count.sentences, n=count.of)


def stays_text(s: Surroundings, model: EntryDraft) -> str:
    """`Stays with you: 1 sentence, 2 tags, 3 earlier texts.`"""
    found, entry = model.stays, model.noun
    parts: list[str] = []
    if found.sentences:
        parts.append(s.ngettext("{n} sentence", "{n} sentences", found.sentences).format(n=found.sentences))
    if found.steps:
        parts.append(s.ngettext("{n} step", "{n} steps", found.steps).format(n=found.steps))
    if found.tags:
        parts.append(s.ngettext("{n} tag", "{n} tags", found.tags).format(n=found.tags))
    if found.versions:
        parts.append(
            s.ngettext("{n} earlier text", "{n} earlier texts", found.versions).format(n=found.versions)
        )
    if entry.voice and not entry.chosen.voice:
        count = len(entry.voice)
        parts.append(s.ngettext("{n} voice note", "{n} voice notes", count).format(n=count))
    left = len(entry.pictures) - len(entry.pictures_along)
    if left:
        parts.append(s.ngettext("{n} picture", "{n} pictures", left).format(n=left))
    if entry.is_starred and not entry.shows_star:
        parts.append(s._("the star"))
    if entry.prompt and entry.chosen.scope == "title":
        parts.append(s._("the prompt"))
    return ", ".join(parts)


def cannot_text(s: Surroundings, model: EntryDraft, name: str) -> str:
    """Why there is nothing to share."""
    _ = s._
    problem, chosen = model.sendable.problem, model.noun.chosen
    if problem == "part_gone":
        text = _("A sentence you marked is not in your words any more. Mark again what may be read.")
        still = _("Until then {name} reads what you shared before.").format(name=name)
        return f"{text} {still}" if model.share is not None else text
    if problem == "too_long":
        return s.wording.too_long()
    if problem == "picture_too_long":
        return _(
            "What you wrote about one of your pictures is too long to share. Make it shorter, or share without that picture."
        )
    if chosen.scope == "part":
        return _("No sentence is marked yet.")
    if chosen.scope == "title":
        return _("It has no title of its own and no steps yet. Set one of them beside your words first.")
    if model.noun.pictures:
        return _("There are no written words. A picture is shared only if you turn it on above.")
    if 0 < model.spoken_s <= MOST_S and not chosen.voice:
        return _("There are no written words. What you spoke is shared only if you turn it on above.")
    return _("There are no words to share yet.")
