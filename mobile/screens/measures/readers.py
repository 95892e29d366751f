"""Who reads the measures: said where the measures stand, given with one question and ended with one, and how far either is."""

from __future__ import annotations

from functools import partial

import flet as ft

from mobile.care.ledger.kept import Ledger
from mobile.design import parts
from mobile.design import tokens as t
from mobile.i18n import ended
from mobile.screens.agreed_words import held_route, measures_held_text
from mobile.screens.ledger_words import sent_read_by
from mobile.screens.live_screen import LiveScreen
from mobile.screens.measures.agreeing import Agreed, Agreeing, Asked, agree, stop, try_again
from mobile.screens.panels.held_rows import held_rows
from mobile.screens.panels.measures.sentences import day
from mobile.screens.panels.put_off import ask_again_button
from mobile.screens.status_text import begun, standing_text


def readers_card(place: LiveScreen, stands: Agreeing, ledger: Ledger) -> ft.Control:
    """Who does by the clinic's own rule; below them who does by agreement, who still may, and who could."""
    _ = place.s._
    agreed = {one.grant.practitioner or "" for one in (*stands.reading, *stands.leaving)}
    rows: list[ft.Control] = [
        parts.subheading(_("Who reads these"), level=2),
        parts.small(sent_read_by(place.s, ledger, "measures", leaving_out=agreed)),
    ]
    rows += [_reading(place, one) for one in stands.reading]
    rows += [_leaving(place, one) for one in stands.leaving]
    rows += [_could(place, one, stands) for one in stands.could]
    return parts.card(*rows, spacing=t.S12)


def _reading(place: LiveScreen, one: Agreed) -> ft.Control:
    """By agreement, with the way to end it; not called so before the clinic knows of it."""
    s, name = place.s, _name(place, one.name)
    _ = s._
    if not one.is_known_at_clinic or one.held is not None:
        words = _("You agreed that {name} may read them too.").format(name=name)
    elif one.grant.given_at is not None:
        on = day(s, one.grant.given_at)
        words = _("{name} reads them too, as you agreed on {day}.").format(name=name, day=on)
    else:
        words = _("{name} reads them too, as you agreed.").format(name=name)
    rows: list[ft.Control] = [parts.body(words)]
    if one.held is not None:
        rows += held_rows(s, measures_held_text(s, one.held, name), held_route(one.held) or "")
    if not one.is_known_at_clinic:
        rows.append(parts.small(standing_text(s, one.standing).text))
    buttons: list[ft.Control] = [
        parts.text_button(
            _("Stop this"),
            s.guard(partial(_beside, place, one.grant.practitioner, name)),
            tone="support",
            label=_("Stop {name} reading my measures").format(name=name),
        )
    ]
    if one.is_refused:
        buttons.append(_again(place, one))
    return parts.stack(*rows, ft.Row([*buttons], wrap=True, spacing=t.S8), spacing=2)


def _leaving(place: LiveScreen, one: Agreed) -> ft.Control:
    """Ended here, not known there yet."""
    _, name = place.s._, _name(place, one.name)
    words = _(
        "You ended it for {name}. Your clinic does not know yet: until it does, they may still be read."
    )
    return parts.notice(
        words.format(name=name),
        tone="danger" if one.is_refused else "prepare",
        action=_again(place, one) if one.is_refused else None,
    )


def _could(place: LiveScreen, one: Asked, stands: Agreeing) -> ft.Control:
    """Nobody reads them without the patient's word; on the day of a session that word waits."""
    s, name = place.s, _name(place, one.name)
    _ = s._
    rows: list[ft.Control] = [parts.body(_("{name} does not read them.").format(name=name))]
    if stands.waits is not None:
        until = stands.waits.until
        rows.append(
            parts.small(
                ended(
                    begun(_("you can agree to it from {when} on").format(when=s.moments.near(until, s.now())))
                )
                if until is not None
                else _("You can agree to it once your session day is over.")
            )
        )
        rows.append(ask_again_button(s, place.records, "share", "/measures", stands.waits))
        return parts.stack(*rows, spacing=2)
    give = parts.soft_button(
        _("Let {name} read them").format(name=name), s.guard(partial(_offer, place, one, name))
    )
    return parts.stack(*rows, give, spacing=t.S8)


def _name(place: LiveScreen, name: str) -> str:
    return name or place.s._("Your therapist")


def _again(place: LiveScreen, one: Agreed) -> ft.Control:
    return parts.text_button(
        place.s._("Try again"), place.s.guard(partial(try_again, place.records, one.grant))
    )


async def _beside(place: LiveScreen, practitioner: str | None, name: str) -> None:
    """Beside the tap, because it asks."""
    place.s.run(_ask_and_stop(place, practitioner, name))


async def _offer(place: LiveScreen, one: Asked, name: str) -> None:
    place.s.run(_ask_and_agree(place, one, name))


async def _ask_and_stop(place: LiveScreen, practitioner: str | None, name: str) -> None:
    s = place.s
    _ = s._
    if not await s.ask(
        _("Stop it?"),
        _("{name} can no longer read your measures. What was already read cannot be unread.").format(
            name=name
        ),
        yes=_("Stop this"),
        no=_("Leave it"),
    ):
        return
    is_over = await stop(place.records, place.person.patient or "", practitioner, s.now())
    s.say(
        _("Ended.") if is_over else _("Ended here. Your clinic's system ends it as soon as it hears of it.")
    )
    await place.redraw()


async def _ask_and_agree(place: LiveScreen, one: Asked, name: str) -> None:
    s = place.s
    _ = s._
    if not await s.ask(
        _("Let {name} read your measures?").format(name=name),
        _(
            "{name} can then read every measure you sent and will send, each answer and each total, and cannot change them. "
            "Nothing else is opened. You can stop it here at any time; what was already read cannot be unread."
        ).format(name=name),
        yes=_("Yes, let them read"),
        no=_("Not now"),
    ):
        return
    if await agree(place.records, place.person.patient or "", one, s.now(), s.zone):
        s.say(_("Agreed. It begins once your clinic's system has it."))
    await place.redraw()
