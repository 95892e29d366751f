"""The ledger in words: what each person reads, by which right, since when, last opened, and why it stays.

Every place that says who sees what takes its sentence from here, so that all say the same and none says more than the
ledger holds.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping

from mobile.care.ledger.kept import ORDER, Entry, Ledger, LedgerReader
from mobile.care.ledger.rules import What
from mobile.care.people import Member
from mobile.care.shareable import SharedRecord
from mobile.care.summary import keeps
from mobile.screens.first_fetch import has_all
from mobile.screens.frame import Surroundings
from mobile.screens.shareable_words import shared_text, shares_counted


def part_named(s: Surroundings, entry: Entry) -> str:
    """`2 intentions`, `Safety plan`."""
    if entry.what == "shared":
        return shares_counted(s, entry.shares)
    _, n = s._, entry.count
    many = {
        "measures": s.ngettext("{n} check-in and its total", "{n} check-ins and their totals", n),
        "day_answers": s.ngettext(
            "{n} answer on the day of a session", "{n} answers on the day of a session", n
        ),
        "intake": s.ngettext("{n} intake form", "{n} intake forms", n),
        "other_forms": s.ngettext("{n} other form", "{n} other forms", n),
        "drafts": s.ngettext("{n} form not sent yet", "{n} forms not sent yet", n),
        "alerts": s.ngettext("{n} call for help", "{n} calls for help", n),
        "notes": s.ngettext(
            "{n} note of what you shared or ended", "{n} notes of what you shared or ended", n
        ),
        "replies": s.ngettext("{n} reply to and fro", "{n} replies to and fro", n),
        "suggestions": s.ngettext("{n} suggestion to you", "{n} suggestions to you", n),
        "messages": s.ngettext("{n} message with your team", "{n} messages with your team", n),
        "dates": s.ngettext("{n} note about a date", "{n} notes about dates", n),
        "rides": s.ngettext("{n} ride home, and its answer", "{n} rides home, and their answers", n),
        "approvals": s.ngettext("{n} record of your insurance", "{n} records of your insurance", n),
        "lines": s.ngettext("{n} note of your care team", "{n} notes of your care team", n),
        "lines_read": s.ngettext("{n} mark that you read a note", "{n} marks that you read a note", n),
        "costs": s.ngettext("{n} bill, payment or estimate", "{n} bills, payments and estimates", n),
        "safety_plan": _("Safety plan"),
        "care": _("Your sessions, plan and steps"),
        "invitation": _("Your invitation, with your name"),
        "agreements": s.ngettext("{n} note of how agreements stand", "{n} notes of how agreements stand", n),
    }
    return many[entry.what].format(n=n)


def parts_text(s: Surroundings, reader: LedgerReader) -> str:
    """All of it in one line, for a list of people: `Reads: intentions, check-ins, session times and steps`."""
    _ = s._
    shared = reader.entry("shared")
    short = _short(s, [type(one.copy) for one in shared.shares if one.copy is not None] if shared else ())
    sure = [short[one.what] for one in reader.entries if one.what in short and one.why != "unsaid"]
    maybe = [short[one.what] for one in reader.entries if one.what in short and one.why == "unsaid"]
    text: list[str] = []
    if sure:
        text.append(_("Reads: {parts}").format(parts=", ".join(sure)))
    if maybe:
        text.append(_("May read: {parts}").format(parts=", ".join(maybe)))
    if not reader.has_answers:
        text.append(_("No answers"))
    return ". ".join(text)


def held_text(s: Surroundings, ledger: Ledger) -> str:
    """What of the person's the clinic has: `intentions you shared, check-ins, session times and steps`."""
    short = _short(s, ledger.held_copies)
    return ", ".join(short[what] for what in ORDER if what in ledger.held and what in short)


def _short(s: Surroundings, copies: Iterable[type[SharedRecord]]) -> Mapping[What, str]:
    _ = s._
    short: dict[What, str] = {
        "shared": shared_text(s, copies),
        "replies": _("replies about it"),
        "suggestions": _("what they suggested to you"),
        "measures": _("check-ins"),
        "day_answers": _("what you tell on the day of a session"),
        "intake": _("intake forms"),
        "other_forms": _("other forms"),
        "drafts": _("unsent forms"),
        "messages": _("messages to your team"),
        "dates": _("requests for another date"),
        "rides": _("who takes you home"),
        "approvals": _("insurance approvals and their photos"),
        "alerts": _("calls for help"),
        "lines": _("the care team’s notes for you"),
        "costs": _("what your care costs"),
        "safety_plan": _("safety plan"),
        "care": _("session times and steps"),
        "invitation": _("invitations"),
    }
    return short


def right_text(s: Surroundings, entry: Entry) -> str:
    """By which right, since when: `You chose each, since June 1`."""
    _ = s._
    if entry.why == "unsaid":
        return _("Your clinic does not say who there reads this")
    right = {
        "chosen": _("You chose it") if entry.count == 1 else _("You chose each"),
        "agreed": _("Your agreement"),
        "treating": _("To do your bills") if entry.what == "costs" else _("To treat you"),
        "told": _("To help you"),
        "party": _("Between you and them")
        if entry.what in ("replies", "suggestions", "invitation")
        else _("So that they know of it"),
    }[entry.why]
    if entry.since is None:
        return right
    is_this_year = s.moments.local(entry.since).year == s.moments.local(s.now()).year
    day = s.moments.day(entry.since) if is_this_year else s.moments.full_date(entry.since)
    return _("{right}, since {day}").format(right=right, day=day)


def opened_text(s: Surroundings, entry: Entry) -> str:
    """When it was last opened, by the clinic's own record; "" where nobody records it."""
    _, opening = s._, entry.opening
    if opening.opened_at is not None:
        return _("Opened {when}").format(when=s.moments.near(opening.opened_at, s.now()))
    if opening.fetched_at is not None:
        return _("Shown in a list {when}").format(when=s.moments.near(opening.fetched_at, s.now()))
    return _("Not opened yet") if opening.is_recorded or entry.what in ("shared", "alerts") else ""


def stays_text(s: Surroundings, entry: Entry, name: str) -> str:
    """Why this one is not taken back here."""
    _ = s._
    if entry.why == "unsaid":
        return _("Your clinic has not said who there reads this, so it is listed. Ask your clinic who does.")
    if entry.why == "told":
        return _("It asks somebody to help you. What asks for help is not taken back.")
    if entry.what == "replies":
        return _(
            "What you two wrote about something you share. Take that back, and {name} can no longer open this either."
        ).format(name=name)
    if entry.what == "lines":
        return _(
            "Your care team wrote it, for you to read too. What was written stays in your clinic’s record."
        )
    if entry.what in ("messages", "dates", "rides", "approvals", "costs"):
        return _between_text(s, entry)
    if entry.what == "invitation":
        return _("It holds your name, and that you invited them. They see whether it stands or was ended.")
    if entry.what == "agreements":
        return _(
            "Which agreements you signed, since when and until when, whom each lets see something, and what in them is left to talk about. Not the text, and not what you chose or answered."
        )
    if entry.why == "party":
        return _("These hold none of your words: only that something was shared, agreed or ended, and when.")
    if entry.what == "care":
        return _(
            "Your name, birth date, session times, plan and steps. Everybody on your care team sees them, to treat you. "
            "Your clinic decides who is on it: you can ask them."
        )
    if entry.what == "safety_plan":
        return _("You made it together with your clinic, for a bad hour. Its words stay yours to change.")
    if entry.what == "drafts":
        return _("Your clinic says that its staff may read a form while you fill it in.")
    return _(
        "You sent it to your clinic, and {name} treats you with it. What a clinic was given stays in its record."
    ).format(name=name)


def _between_text(s: Surroundings, entry: Entry) -> str:
    """Of what the patient and the clinic wrote to each other about times and care, and of bills."""
    _ = s._
    return {
        "messages": _("You sent it to your care team. What a clinic was given stays in its record."),
        "dates": _(
            "You asked your clinic for another date, or it answered. It stays in your clinic’s record."
        ),
        "approvals": _(
            "How far your insurer’s approval is, as your clinic records it, and the photos you added for it. "
            "What a clinic was given stays in its record."
        ),
        "costs": _(
            "Your clinic’s bills, what was paid, and its estimates. Whoever does the bills there sees them. They stay in your clinic’s record."
        ),
        "rides": _(
            "Whom you asked to take you home, their number where you gave it, and what they answered. "
            "Take the link back, and nothing of them is left here."
        ),
    }[entry.what]


def people_text(s: Surroundings, ledger: Ledger) -> str:
    """`4 people can see something. All of it is here.`"""
    n = len(ledger.readers)
    if not n:
        return s._("Nobody else can see anything of yours.")
    return s.ngettext(
        "{n} person can see something. All of it is here.",
        "{n} people can see something. All of it is here.",
        n,
    ).format(n=n)


def not_listed_text(s: Surroundings, ledger: Ledger) -> str:
    """What somebody on the team may keep of the patient that is on no list here; "" where the team names nobody who could."""
    if not any(keeps(one) for one in ledger.members):
        return ""
    return s._("Notes that your care team keeps for itself are not listed here.")


def names_text(s: Surroundings, members: Iterable[Member], names: dict[str, str] | None = None) -> str:
    """`Dr. Ash Prototype, Sam Fixture`."""
    known = names or {}
    return ", ".join(
        known.get(one.reference) or one.name or s._("somebody of your clinic") for one in members
    )


def sent_read_by(s: Surroundings, ledger: Ledger, what: What, *, leaving_out: Container[str] = ()) -> str:
    """Who reads such a thing once it is sent: of the team, by the clinic's rules and the patient's agreements.

    `leaving_out`: references of whom the place names itself.
    """
    _ = s._
    if not has_all(s):  # whose rules and agreements are still to come is not known
        return _("People who work at your clinic may be able to read it once it is sent.")
    sure = [one for one in ledger.would_read(what) if one.reference not in leaving_out]
    maybe = [one for one in ledger.would_read(what, "unsaid") if one.reference not in leaving_out]
    text: list[str] = []
    if sure:
        text.append(_("Once sent, it is read by: {names}.").format(names=names_text(s, sure)))
    if maybe:
        text.append(
            _("Your clinic does not say who there reads it. These may: {names}.").format(
                names=names_text(s, maybe)
            )
        )
    if not text and not ledger.members:
        text.append(_("People who work at your clinic may be able to read it once it is sent."))
    if not text:
        text.append(_("Nobody on your care team reads it by your clinic’s rules."))
    return " ".join(text)


def drafts_text(s: Surroundings, ledger: Ledger) -> str:
    """Who may read a form that is kept at the clinic while it is filled in."""
    _ = s._
    if ledger.draft_rule == "nobody":
        return _("Your clinic says that nobody there reads them until you send them.")
    names = ", ".join(one.name for one in ledger.members if one.name)
    if not names:
        return _("People who work there may be able to read them.")
    if ledger.draft_rule == "staff":
        return _("Your care team there can read them: {names}.").format(names=names)
    return _("People who work there may be able to read them, such as your care team: {names}.").format(
        names=names
    )
