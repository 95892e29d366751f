"""What is said of an act that waits on the day of a session, when it comes back, and how it is offered again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial
from typing import Any

import flet as ft

from mobile.care.decision_guard import Act, Waits
from mobile.care.put_off import PutOff
from mobile.design import parts
from mobile.design import tokens as t
from mobile.records.ports import Keeping
from mobile.screens.frame import Surroundings
from mobile.screens.reads.guarded import put_off, waits_now


def waits_text(s: Surroundings, act: Act, until: datetime | None) -> str:
    """That it is kept, and when it can be done: `Kept. You can delete it tomorrow.`"""
    _ = s._
    if until is None:
        return {
            "sign": _("Kept. You can sign it after your session."),
            "pay": _("Kept. You can pay it after your session."),
            "delete": _("Kept. You can delete it after your session."),
            "share": _("Kept. You can share it after your session."),
            "long_message": _("Kept. You can send it after your session."),
        }[act]
    return {
        "sign": _("Kept. You can sign it {when}."),
        "pay": _("Kept. You can pay it {when}."),
        "delete": _("Kept. You can delete it {when}."),
        "share": _("Kept. You can share it {when}."),
        "long_message": _("Kept. You can send it {when}."),
    }[act].format(when=s.moments.near(until, s.now()))


async def waits_for_another_day(s: Surroundings, records: Keeping, act: Act, route: str) -> bool:
    """True: it waits now; that is said, with its time, and it is put off. Asked again at the tap, whatever the page showed."""
    waits = await waits_now(records, s.now(), s.zone)
    if waits is None:
        return False
    is_asked_again = await put_off(records, act, route, waits.until)
    text = waits_text(s, act, waits.until)
    s.say(text if is_asked_again else f"{text} {_never_brought_up(s)}")
    return True


def _never_brought_up(s: Surroundings) -> str:
    return s._("This entry is hidden, so Today does not ask you about it.")


def ask_again_button(s: Surroundings, records: Keeping, act: Act, route: str, waits: Waits) -> ft.Control:
    """Where the way to an act is closed for the day: to be offered it again."""
    return parts.text_button(
        s._("Ask me again then"), s.guard(partial(_put_off, s, records, act, route, waits))
    )


async def _put_off(
    s: Surroundings, records: Keeping, act: Act, route: str, waits: Waits, _: Any = None
) -> None:
    is_asked_again = await put_off(records, act, route, waits.until)
    s.say(s._("Today asks you again then.") if is_asked_again else _never_brought_up(s))


def again_cards(
    s: Surroundings, records: Keeping, due: tuple[PutOff, ...], again: Callable[[], Awaitable[None]]
) -> list[ft.Control]:
    """On Today, once its time has come: both ways on."""
    return [_again_card(s, records, one, again) for one in due]


def _again_card(
    s: Surroundings, records: Keeping, one: PutOff, again: Callable[[], Awaitable[None]]
) -> ft.Control:
    _ = s._
    text = {
        "sign": _("You wanted to sign something on the day of your session"),
        "pay": _("You wanted to pay something on the day of your session"),
        "delete": _("You wanted to delete something on the day of your session"),
        "share": _("You wanted to share something on the day of your session"),
        "long_message": _("You wanted to send something on the day of your session"),
    }[one.act]
    return parts.card(
        parts.subheading(text, level=2, color=t.PREPARE),
        parts.small(_("You can do it now, or leave it as it is.")),
        parts.button_row(
            parts.soft_button(_("Have a look"), s.guard(partial(_look, s, records, one))),
            parts.outline_button(_("Let it go"), s.guard(partial(_let_go, records, one, again))),
        ),
        tone="prepare",
    )


async def _look(s: Surroundings, records: Keeping, one: PutOff, _: Any = None) -> None:
    await records.remove(one)
    s.go(one.route)


async def _let_go(records: Keeping, one: PutOff, again: Callable[[], Awaitable[None]], _: Any = None) -> None:
    await records.remove(one)
    await again()
