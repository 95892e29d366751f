"""The copy at the clinic in words: what it is, how it stands, what stands in its way, and what of it is still to go."""

from __future__ import annotations

from collections.abc import Mapping

import flet as ft

from mobile.clinic_copy.standing import Hindrance, Standing
from mobile.design import parts
from mobile.i18n import N_
from mobile.records.sheet_words import COUNT
from mobile.screens.clinic_copy import day_text, earlier_sheet_text, last_text
from mobile.screens.frame import Screen
from mobile.screens.guard import Handler

WHY: Mapping[Hindrance, tuple[str, str]] = {
    "no_sheet": (
        N_("There is no recovery sheet now."),
        N_("Without one nobody could open a copy, so none is made. Make a sheet, and it goes on."),
    ),
    "fewer": (
        N_("Much less is kept here than in the last copy."),
        N_("So that nothing is lost there as well, the last copy stays until you say otherwise."),
    ),
    "refused": (
        N_("Your clinic’s system does not take such a copy."),
        N_("Lantern does not try it again by itself. You can ask your clinic about it."),
    ),
    "too_large": (
        N_("Your clinic’s system does not take parts of this size."),
        N_("Lantern does not try it again by itself. You can ask your clinic about it."),
    ),
    "altered": (
        N_("Your clinic’s system does not keep the copy as it was sent."),
        N_("A changed copy could not be opened, so Lantern does not try it again by itself."),
    ),
    "full": (
        N_("Your clinic’s system has no room for the copy now."),
        N_("Lantern tries again in a day."),
    ),
    "busy": (N_("Your clinic’s system is busy now."), N_("Lantern tries again by itself.")),
    "unreachable": (N_("Your clinic cannot be reached now."), N_("Lantern tries again by itself.")),
    "signed_out": (
        N_("Your clinic asks you to sign in again."),
        N_("The copy goes on after that. You sign in under Sending and receiving."),
    ),
    "not_saved": (
        N_("This device has no room left."),
        N_("Make some room on it. Lantern tries again by itself."),
    ),
}


def about_cards(screen: Screen, *, is_on: bool = False) -> list[ft.Control]:
    """What it is. `is_on`: only what one wants to know then."""
    _ = screen._
    warning = parts.notice(
        _(
            "Whoever has your sheet and can sign in at your clinic as you can read all of it. Keep the sheet where only you "
            "find it."
        ),
        icon=parts.icons.ONLY_ME,
    )
    often = _(
        "It is renewed once a day at most, while Lantern is open and your clinic can be reached, and only when something "
        "changed."
    )
    if is_on:
        return [parts.small(often), warning]
    return [
        parts.body(
            _(
                "Everything kept here, sealed and stored at your clinic, so that it is not lost together with this device."
            )
        ),
        parts.card(
            parts.heading(_("Who can open it")),
            parts.body(
                _(
                    "Your clinic stores it and cannot open it. Only the {n} words of your recovery sheet open it. Without them "
                    "nobody can, and neither can Lantern."
                ).format(n=COUNT)
            ),
            parts.small(
                _(
                    "Your clinic sees that there is a copy, when it came, and its size in steps of half a megabyte. Nothing in "
                    "it can be read there."
                )
            ),
        ),
        parts.card(
            parts.heading(_("How often")), parts.body(f"{often} {_('The whole copy is sent each time.')}")
        ),
        warning,
    ]


def status_card(screen: Screen, now: Standing) -> ft.Control:
    """How the copy stands, line by line."""
    _ = screen._
    lines: list[ft.Control] = []
    if now.last is not None:
        lines.append(parts.strong(last_text(screen.s, now.last)))
    elif now.was_missing:
        lines.append(parts.strong(_("Your clinic does not have the last copy any more.")))
    elif now.has_some_there and now.progress is None:
        lines.append(parts.strong(_("No whole copy that your sheet opens is at your clinic.")))
    else:
        lines.append(parts.strong(_("No copy is at your clinic yet.")))
    if now.progress is not None:
        done, of = now.progress
        label = _("{n} of {of} parts sent").format(n=done, of=of)
        lines += [
            parts.small(_("The next one is being sent.")),
            parts.progress_bar(done, of, label, text=label),
        ]
    else:
        lines.append(parts.spoken(parts.small(_next_text(screen, now))))
    earlier = earlier_sheet_text(screen.s, now)
    if earlier:
        lines.append(parts.small(earlier))
    return parts.card(*lines)


def _next_text(screen: Screen, now: Standing) -> str:
    _ = screen._
    if now.last is None:
        waits = _("It goes out as soon as your clinic can be reached.")
        return _("Not sent yet.") if now.hindrance else f"{_('Not sent yet.')} {waits}"
    if not now.is_changed:
        return _("Nothing private was changed since then.")
    newer = _("What you changed since then is not in it yet.")
    if now.hindrance is not None:
        return newer  # what stands in the way is said beside it
    if now.next_at is not None and now.next_at > screen.s.now():
        at = screen.s.moments.near(now.next_at, screen.s.now())
        return f"{newer} {_('The next copy is made after this time: {time}.').format(time=at)}"
    return f"{newer} {_('The next copy goes out as soon as your clinic can be reached.')}"


def hindrance_notice(
    screen: Screen, now: Standing, on_try: Handler, on_fewer: Handler, on_sheet: Handler
) -> list[ft.Control]:
    """What stands in the way, what of the last copy holds, and what the person can do."""
    if now.hindrance is None:
        return []
    _ = screen._
    happened, then = WHY[now.hindrance]
    text = _(then)
    if now.last is not None:
        still = _("The copy of {day} is there.").format(day=day_text(screen.s, now.last.sent_at))
        text = f"{still} {text}"
    label, act = _("Try again"), on_try
    if now.hindrance == "fewer":
        label, act = _("Put up the smaller copy"), on_fewer
    elif now.hindrance == "no_sheet":
        label, act = _("Make a recovery sheet"), on_sheet
    return [
        parts.notice(
            text,
            title=_(happened),
            tone="support",
            icon=parts.icons.INFO,
            action=parts.text_button(label, screen.guard(act)),
            is_live=True,
        )
    ]


def left_notices(screen: Screen, now: Standing, on_try: Handler) -> list[ft.Control]:
    """What is still to go at the clinic, or went."""
    _ = screen._
    if now.is_deletion_refused:
        return [
            parts.notice(
                _("It stays there, sealed. Ask your clinic to remove it, or try again."),
                title=_("Your clinic did not let Lantern delete a copy."),
                tone="support",
                action=parts.text_button(_("Try again"), screen.guard(on_try)),
                is_live=True,
            )
        ]
    if now.leaving_of_others or (now.leaving and not now.is_on):
        return [
            parts.notice(
                _(
                    "Lantern deletes it as soon as your clinic can be reached, and says here when that is done."
                ),
                title=_("A copy may still be at your clinic."),
                icon=parts.icons.WAITING,
                is_live=True,
            )
        ]
    if now.removed_at is None or now.is_on:
        return []
    return [
        parts.notice(
            _(
                "A clinic may keep deleted records and backups of its own for a time. Without your words nobody opens those "
                "either."
            ),
            title=_("Your clinic deleted the copy: {when}.").format(
                when=screen.s.moments.near(now.removed_at, screen.s.now())
            ),
            icon=ft.Icons.CHECK_ROUNDED,
            is_live=True,
        )
    ]
