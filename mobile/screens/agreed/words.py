"""What the desk says of one patient's agreements: the state of each, whom it lets see what, until when, and what was talked about."""

from __future__ import annotations

from mobile.care.consent.at_the_clinic import Line, State
from mobile.care.consent.listing import version_text
from mobile.care.consent.talking_point import TalkingPoint
from mobile.design import tokens as t
from mobile.screens.agreed.model import Point, Row
from mobile.screens.agreed_words import lets_lines, of_rules
from mobile.screens.frame import Surroundings
from mobile.screens.panels.measures.sentences import day
from mobile.screens.status_text import session_name, session_when


def name_of(s: Surroundings, row: Row) -> str:
    return row.name or s._("A patient")


def session_text(s: Surroundings, row: Row) -> str:
    """`Session 3 of 6, Thursday, 10:30 AM`; "" where none is soon."""
    if row.session is None:
        return ""
    name = session_name(s, row.place, with_total=True)
    return f"{name}, {session_when(s, row.session)}"


def stands_text(s: Surroundings, row: Row) -> tuple[str, t.Tone]:
    """In a few words, for the list: what is left to talk about, else what is missing, else that all is in force."""
    if row.open_points:
        text = s.ngettext("{n} point", "{n} points", row.open_points).format(n=row.open_points)
        return text, "prepare"
    missing = next((one for one in row.lines if not one.is_current), None)
    if missing is None:
        return s._("In force"), "quiet"
    return state_text(s, missing.state), "danger"


def whole_text(s: Surroundings, row: Row) -> tuple[str, t.Tone]:
    """Whether all that treatment needs is in force."""
    if row.is_current:
        return s._("All that treatment needs is in force"), "primary"
    return s._("Not all that treatment needs is in force"), "danger"


def state_text(s: Surroundings, state: State) -> str:
    _ = s._
    return {
        "in_force": _("In force"),
        "later": _("In force later"),
        "to_sign_again": _("To sign again"),
        "not_signed": _("Not signed"),
        "withdrawn": _("Withdrawn"),
        "over": _("Over"),
        "not_chosen": _("Not chosen"),
    }[state]


def state_tone(line: Line) -> t.Tone:
    if not line.is_current:
        return "danger"
    return "primary" if line.state in ("in_force", "to_sign_again") else "quiet"


def title_of(s: Surroundings, line: Line) -> str:
    if line.form is not None:
        return line.form.title.in_language(s.language) or s._("An agreement of your clinic")
    return (line.signed.title if line.signed is not None else "") or s._("An agreement of your clinic")


def about_text(s: Surroundings, line: Line) -> str:
    """`version 3 · signed May 24`, and of an earlier version which one is asked for now."""
    _, texts = s._, list[str]()
    if line.signed is not None:
        version = version_text(line.signed.version)
        texts += [_("version {version}").format(version=version)] if version else []
        if line.signed.signed_at is not None:
            texts.append(_("signed {day}").format(day=day(s, line.signed.signed_at)))
        if line.state == "to_sign_again" and line.form is not None:
            now = version_text(line.form.version)
            is_same = line.signed.signed == line.form.canonical
            asked = _("version {version} is asked for").format(version=now)
            texts.append(_("the text was changed since") if is_same else asked)
    if not line.is_needed and line.form is not None:
        texts.append(_("optional"))
    return " · ".join(texts)


def sees_text(s: Surroundings, line: Line, row: Row) -> str:
    """`Sam Fixture: what they share, check-ins`; who no more, since when."""
    _, signed = s._, line.signed
    if line.state == "withdrawn" and signed is not None and signed.withdrawn_at is not None:
        return _("Nobody since {when}").format(when=s.moments.moment(signed.withdrawn_at))
    lets = of_rules(signed.permits()) if signed is not None else []
    if not lets or line.state not in ("in_force", "to_sign_again"):
        return _("Nobody more") if line.state in ("in_force", "to_sign_again") else _("Nobody")
    return "\n".join(lets_lines(s, lets, row.members, by="team"))


def until_text(s: Surroundings, line: Line, row: Row) -> str:
    _, signed = s._, line.signed
    if signed is None:
        return _("no date")
    if line.state in ("withdrawn", "over"):
        return _("ended")
    if signed.ends_at is not None:
        return day(s, signed.ends_at)
    return _("until {name} ends it").format(name=name_of(s, row))


def point_text(s: Surroundings, point: Point) -> str:
    """The idea in a few words, as the clinic wrote it."""
    if point.question is None:
        return s._("Something in an agreement that is not here")
    return point.question.point.in_language(s.language) or point.question.text.in_language(s.language)


def part_text(s: Surroundings, point: Point) -> str:
    """`Treatment with ketamine by IV, part 7, What stays private`."""
    if point.part is None or point.form is None:
        return ""
    return s._("{agreement}, part {number}, {title}").format(
        agreement=point.form.title.in_language(s.language),
        number=point.number,
        title=point.part.title.in_language(s.language),
    )


def point_state(s: Surroundings, noun: TalkingPoint, me: str, name: str) -> str:
    """`Not clear on June 8.`, `Talked about June 9, by you. Rowan Sample sees this.`"""
    _ = s._
    if not noun.is_talked_about:
        return _("Not clear on {day}.").format(day=day(s, noun.since)) if noun.since is not None else ""
    on = day(s, noun.changed_at) if noun.changed_at is not None else ""
    if noun.owner == me:
        return _("Talked about {day}, by you. {name} sees this.").format(day=on, name=name)
    return _("Talked about {day}, by {who}. {name} sees this.").format(
        day=on, who=noun.owner_name or _("somebody of the clinic"), name=name
    )
