"""What agreements let whom see, in words: on the agreements themselves, where something is shared, and where it is read.

Computed from the agreement or from what was signed; a name stands only where the clinic's team has somebody in that role now.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Literal
from urllib.parse import quote

from mobile.care.consent.lets import PARTS, ROLES, THERAPIST, Lets, Rule
from mobile.care.people import Member
from mobile.screens.frame import Surroundings
from mobile.screens.reads.scopes import Held
from mobile.screens.status_text import begun


def lets_lines(
    s: Surroundings,
    lets: Sequence[Lets],
    members: Sequence[Member] = (),
    *,
    by: Literal["patient", "team"] = "patient",
) -> list[str]:
    """`Sam Fixture: what you share with them, check-ins that you let them read`, a line each; "Nobody" where it lets nobody. `by`: who
    reads the line."""
    lines = [f"{begun(_who(s, one.role, members, by))}: {_parts(s, one, by)}" for one in _gathered(lets)]
    return lines or [s._("Nobody")]


def lets_text(s: Surroundings, lets: Sequence[Lets], members: Sequence[Member] = ()) -> str:
    """`Lets Sam Fixture see what you share with them.`, a sentence a role; "" where it lets nobody."""
    text = s._("Lets {name} see {parts}.")
    return " ".join(
        text.format(name=_who(s, one.role, members), parts=_parts(s, one)) for one in _gathered(lets)
    )


def of_rules(rules: Iterable[Rule]) -> list[Lets]:
    """What is permitted to whoever is in a role, as an agreement would say it."""
    listed = list(rules)
    found = ((role, {one.part for one in listed if one.role == role and not one.who}) for role in ROLES)
    return [Lets(role, tuple(part for part in PARTS if part in parts)) for role, parts in found if parts]


def signed_lets(s: Surroundings) -> Callable[[Sequence[Lets]], Sequence[str]]:
    """For the text that is signed: by role, whoever that is by then."""
    return lambda lets: lets_lines(s, lets)


def points_text(s: Surroundings, members: Sequence[Member]) -> str:
    """Who at the clinic is shown what is left to talk about, and that it is not the answer."""
    named = (one.name for one in members if one.is_therapist or set(one.role_codes) & set(ROLES))
    names = ", ".join(dict.fromkeys(name for name in named if name)) or s._(
        "your therapist and your prescriber"
    )
    return s._(
        "What is not clear at first is shown to {names}: which question it is and since when, not your answer."
    ).format(names=names)


def held_text(s: Surroundings, held: Held, name: str) -> str:
    """Why somebody reads nothing of what is shared with them yet, and what would open it."""
    _ = s._
    if held.is_signed_here:
        return _("{name} reads what you share once your clinic has what you signed.").format(name=name)
    if held.opener is None:
        return _(
            "{name} cannot read what you share now: no agreement that lets them is in force. Ask your clinic."
        ).format(name=name)
    title = held.opener.title.in_language(s.language)
    return _("{name} reads what you share once you sign “{agreement}”.").format(name=name, agreement=title)


def measures_held_text(s: Surroundings, held: Held, name: str) -> str:
    """The same, of check-ins."""
    _ = s._
    if held.is_signed_here:
        return _("{name} reads them once your clinic has what you signed.").format(name=name)
    if held.opener is None:
        return _(
            "{name} cannot read them now: no agreement that lets them is in force. Ask your clinic."
        ).format(name=name)
    title = held.opener.title.in_language(s.language)
    return _("{name} reads them once you sign “{agreement}”.").format(name=name, agreement=title)


def held_route(held: Held) -> str | None:
    """The way to what would open it; None: there is nothing to sign here."""
    if held.opener is None or held.is_signed_here:
        return None
    return f"/agreements/{quote(held.opener.server_id or held.opener.id, safe='')}"


def _gathered(lets: Sequence[Lets]) -> list[Lets]:
    """One line a role, however often it is named."""
    found = ((role, {part for one in lets if one.role == role for part in one.parts}) for role in ROLES)
    return [Lets(role, tuple(part for part in PARTS if part in parts)) for role, parts in found if parts]


def _who(s: Surroundings, role: str, members: Sequence[Member], by: str = "patient") -> str:
    names = [one.name for one in members if role in one.role_codes and one.name]
    if names:
        return ", ".join(names)
    if by == "team":
        return s._("the integration therapist") if role == THERAPIST else s._("the prescriber")
    return s._("your integration therapist") if role == THERAPIST else s._("your prescriber")


def _parts(s: Surroundings, lets: Lets, by: str = "patient") -> str:
    _ = s._
    if by == "team":
        words = {
            "shared": _("what is shared with them"),
            "measures": _("check-ins they are let read") if lets.role == THERAPIST else _("check-ins"),
            "intake": _("intake forms"),
        }
        return ", ".join(words[part] for part in lets.parts)
    words = {
        "shared": _("what you share with them"),
        "measures": _("the check-ins that you let them read")
        if lets.role == THERAPIST
        else _("your check-ins and their totals"),
        "intake": _("your intake forms"),
    }
    return ", ".join(words[part] for part in lets.parts)
