"""Own words as a card that opens them: what they are about, their beginning, and who can see them."""

from __future__ import annotations

from functools import partial

import flet as ft

from mobile.care.words import excerpt, is_right_to_left
from mobile.design import parts
from mobile.design import tokens as t
from mobile.records.ports import SendState
from mobile.screens.live_screen import LiveScreen
from mobile.screens.shareable_words import ShareableWords
from mobile.screens.writing.listing import Listed


def written_card(place: LiveScreen, row: ShareableWords, one: Listed) -> ft.Control:
    """One of a kind. `row`: how the kind is called."""
    s, _ = place.s, place._
    words = parts.own_words(excerpt(one.words) or _("No words yet"), max_lines=3)
    words.rtl = is_right_to_left(one.words)
    chips = [chip for chip in (replies_to(place, one), seen_by(place, one)) if chip is not None]
    return parts.card(
        parts.small(row.own(s, one.about, False)),
        words,
        *([parts.chip_row(*chips)] if chips else []),
        on_click=place.guard(partial(s.go, f"{row.path}{one.id}")),
        spacing=t.S8,
    )


def replies_to(place: LiveScreen, one: Listed) -> ft.Control | None:
    """`1 new reply`, `2 replies`; None where nobody wrote."""
    if one.unread:
        text = place.ngettext("{n} new reply", "{n} new replies", one.unread).format(n=one.unread)
        return parts.chip(text, tone="prepare", icon=parts.icons.UNREAD)
    if one.replies:
        text = place.ngettext("{n} reply", "{n} replies", one.replies).format(n=one.replies)
        return parts.chip(text, icon=parts.icons.REPLY)
    return None


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
        text = _("Therapist can read")
        if not one.is_reader_therapist and one.reader:
            text = _("{name} can read").format(name=one.reader)
        return parts.chip(text, tone="primary", icon=parts.icons.THERAPIST)
    if not place.has_all:
        return None
    return parts.chip(place.s.wording.nobody(), icon=parts.icons.ONLY_ME)
