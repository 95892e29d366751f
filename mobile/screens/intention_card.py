"""One intention as a card that opens it: its session, its beginning, and who can see it. Used wherever they are listed."""

from __future__ import annotations

from functools import partial

import flet as ft

from mobile.care.words import excerpt, is_right_to_left
from mobile.design import parts
from mobile.design import tokens as t
from mobile.records.ports import SendState
from mobile.screens.intention_list import Listed
from mobile.screens.live_screen import LiveScreen
from mobile.screens.status_text import session_day, session_name


def intention_card(place: LiveScreen, one: Listed) -> ft.Control:
    """One intention as a card that opens it."""
    s, _ = place.s, place._
    words = parts.own_words(excerpt(one.words) or _("No words yet"), max_lines=3)
    words.rtl = is_right_to_left(one.words)
    about = [session_name(s, one.place) if one.session else _("No session"), session_day(s, one.session)]
    said = " · ".join(part for part in about if part)
    head: list[ft.Control] = [parts.small(said)]
    seen = seen_by(place, one)
    return parts.card(
        *head,
        words,
        *([seen] if seen is not None else []),
        on_click=place.guard(partial(s.go, f"/intention/{one.id}")),
        spacing=t.S8,
    )


def seen_by(place: LiveScreen, one: Listed) -> ft.Control | None:
    """Who can see it, as a chip: an icon and a word. None: that is not known before all the clinic has is here."""
    _ = place._
    if one.reader is not None and one.state is SendState.CONFLICT:
        return parts.chip(_("Written on two devices"), tone="danger", icon=parts.icons.ATTENTION)
    if one.reader is not None and one.state is SendState.NEEDS_ATTENTION:
        return parts.chip(_("Not sent"), tone="danger", icon=parts.icons.ATTENTION)
    if one.reader is not None and one.state in (SendState.WAITING, SendState.SENDING):
        return parts.chip(_("Waiting to send"), icon=parts.icons.SENDING)
    if one.reader is not None:
        said = _("Therapist can read")
        if not one.is_reader_therapist and one.reader:
            said = _("{name} can read").format(name=one.reader)
        return parts.chip(said, tone="primary", icon=parts.icons.THERAPIST)
    if not place.has_all:
        return None
    return parts.chip(_("Not shared") if place.s.is_hosted else _("Only me"), icon=parts.icons.ONLY_ME)
