"""Pieces of Today that stand alone: the next form or measure, what is empty, and what of the person's own waits for them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import flet as ft

from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.clinic_copy import day_text, standing_of
from mobile.screens.frame import Surroundings
from mobile.screens.status_text import begun
from mobile.screens.today.errand import Errand


def errand_card(s: Surroundings, one: Errand, *, stands_out: bool = True) -> ft.Control:
    """The one thing to do next. `stands_out`: nothing else on Today does."""
    _ = s._
    rows: list[ft.Control] = [
        parts.subheading(_("Your next step"), level=2, color=t.PREPARE),
        parts.heading(one.title, level=3),
    ]
    if one.detail:
        rows.append(parts.small(begun(one.detail), color=t.INK))
    word = _("Go on") if one.is_begun else _("Begin")
    button = parts.primary_button if stands_out else parts.outline_button
    rows.append(button(word, s.guard(partial(s.go, one.route))))
    return parts.card(*rows, tone="prepare")


def errand_row(s: Surroundings, one: Errand) -> ft.Control:
    """The same as a line of what is to do before a session."""
    return parts.todo_row(
        one.title,
        detail=begun(one.detail),
        state_label=s._("to do"),
        on_click=s.guard(partial(s.go, one.route)),
    )


def unsent_card(s: Surroundings, unsent: Sequence[Errand]) -> ft.Control:
    """Forms that were begun and are not sent, each a way back into it."""
    _ = s._
    rows: list[ft.Control] = []
    for one in unsent:
        rows += [parts.hairline()] if rows else []
        detail = begun(one.detail) or _("Begun, not sent")
        rows.append(parts.list_row(one.title, detail, s.guard(partial(s.go, one.route)), has_arrow=True))
    return parts.stack(parts.section(_("Begun, not sent")), parts.card(*rows, padding=0, spacing=0))


def slip_line(s: Surroundings, route: str) -> ft.Control:
    """The clinic's early notice, where it is met: what it says stands with the measure, not here."""
    _ = s._
    return parts.notice(
        _("There is something about how you’ve been that your clinic asked to show you first."),
        action=parts.text_button(_("Have a look"), s.guard(partial(s.go, route))),
    )


def no_session(s: Surroundings, *, has_errand: bool) -> ft.Control:
    """Nothing is planned; that there is nothing to do is said only where it is so."""
    _ = s._
    text = (
        _("When your clinic books one, it appears here with what to do before it.")
        if has_errand
        else _(
            "When your clinic books one, it appears here with what to do before it. Nothing to do until then."
        )
    )
    return parts.empty_state(_("No session is planned"), text, icon=parts.icons.TODAY)


def no_intention(s: Surroundings, on_write: parts.Handler, *, is_next: bool, has_all: bool) -> ft.Control:
    """`is_next`: writing one is the one thing to do next; else it can wait, and looks so. `has_all`: there is none anywhere."""
    _ = s._
    text = (
        _("Nothing written yet. A few words are enough, and you can change them until you begin.")
        if has_all
        else _("A few words are enough, and you can change them until you begin.")
    )
    button = parts.primary_button if is_next else parts.outline_button
    return parts.card(
        parts.subheading(_("Your intention"), color=t.PREPARE),
        parts.body(text),
        button(_("Write an intention"), s.guard(on_write)),
        tone="prepare",
        spacing=t.S12,
    )


def copy_offer(s: Surroundings, on_decline: parts.Handler) -> ft.Control:
    """On a device that is new to the person: words that are in no clinic may be in a sealed copy, and one may be at the clinic."""
    _, standing = s._, standing_of(s)
    found_at = standing.offered_at if standing is not None else None
    title = _("Did you use Lantern on another device?")
    text = _(
        "What you shared comes from your clinic by itself. What you kept to yourself comes back from a sealed copy, "
        "if you made one."
    )
    if found_at is not None:
        title = _("A sealed copy of {day} is at your clinic.").format(day=day_text(s, found_at))
        text = _(
            "What you shared comes by itself. What you kept to yourself comes back from the copy, with the words of your "
            "recovery sheet."
        )
    to = "/settings/bring" if found_at is None else "/settings/clinic-copy-bring"
    return parts.card(
        parts.heading(title),
        parts.body(text),
        ft.Row(
            [
                parts.soft_button(
                    _("Bring back a copy"),
                    s.guard(partial(s.go, to)),
                    icon=ft.Icons.FILE_UPLOAD_OUTLINED,
                ),
                parts.text_button(_("Not now"), s.guard(on_decline)),
            ],
            wrap=True,
            spacing=t.S8,
        ),
        parts.small(_("You find it later in the settings.")),
    )


def clock_is_wrong(s: Surroundings) -> list[ft.Control]:
    """By whose clock the times are, where this device's is set wrong: said, because its own is what the person looks at."""
    ahead, now = s.services.clinic_ahead, s.now()
    if not ahead:
        return []
    text = s._("This device’s clock is set wrong. By your clinic it is {time}, and Lantern goes by that.")
    return [parts.notice(text.format(time=s.moments.weekday_and_time(now)), tone="prepare")]


def trouble(s: Surroundings) -> list[ft.Control]:
    """What of the person's own waits for them: said once, here, with the way to it."""
    _, status = s._, s.status
    if status is None:
        return []
    now = status.now
    if now.conflicts:
        text = _("You wrote on two devices. Both are kept.")
    elif now.parked > now.lost + now.asked:
        text = _("Something you shared was not sent.")
    elif now.asked:
        text = _("Something from the copy you brought back is sent when you say so.")
    elif now.parked:
        text = _("Your clinic's server lost something you sent. You can send it again.")
    elif now.phase == "signed_out" and now.waiting:
        text = s.wording.sign_in_to_send()
    else:
        return []
    signs_in = now.phase == "signed_out" and not now.conflicts and not now.parked
    route = "/settings" if signs_in else "/settings/sync"
    return [
        parts.notice(
            text,
            tone="danger",
            action=parts.text_button(_("Have a look"), s.guard(partial(s.go, route))),
        )
    ]
