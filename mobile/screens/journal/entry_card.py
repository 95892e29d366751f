"""An entry in a list (picture 06): when it was begun, its title, its first words, and who can see it."""

from __future__ import annotations

from functools import partial

import flet as ft

from mobile.care.words import is_right_to_left
from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.journal.entries import Group, Line
from mobile.screens.live_screen import LiveScreen
from mobile.screens.shareable_words import entry_when
from mobile.screens.status_text import begun, phase_name
from mobile.screens.voice_length import length_text
from mobile.screens.writing.card import seen_by


def entry_card(place: LiveScreen, line: Line) -> ft.Control:
    """Opens the entry."""
    s, _ = place.s, place._
    when = parts.small(entry_when(s, line.shown.about))
    head: ft.Control = when
    if line.phase is not None:
        head = ft.Row(
            [when, parts.chip(phase_name(s, line.phase), tone=line.phase)],
            alignment=ft.MainAxisAlignment.SPACE_BETWEEN,
            vertical_alignment=ft.CrossAxisAlignment.CENTER,
            wrap=True,
        )
    nothing = without_words(place, line.pictures, has_voice=bool(line.spoken_s))
    called = parts.heading(line.called or nothing, level=3)
    called.rtl = is_right_to_left(line.called)
    rows: list[ft.Control] = [head, called]
    if line.first:
        first = parts.body(line.first, color=t.MUTED, max_lines=2)
        first.rtl = is_right_to_left(line.first)
        rows.append(first)
    chips = [seen] if (seen := seen_by(place, line.shown)) is not None else []
    if line.is_hidden:
        chips.append(hidden_chip(place))
    if line.is_starred:
        chips.append(parts.chip(_("Starred"), tone="prepare", icon=ft.Icons.STAR_ROUNDED))
    if line.spoken_s:
        text = _("Voice {time}").format(time=length_text(line.spoken_s))
        chips.append(parts.chip(text, icon=parts.icons.MICROPHONE))
    if line.pictures and (line.called or line.spoken_s):  # else it is called so
        text = s.ngettext("{n} picture", "{n} pictures", line.pictures).format(n=line.pictures)
        chips.append(parts.chip(text, icon=parts.icons.PICTURE))
    if chips:
        rows.append(ft.Row(chips, wrap=True, spacing=t.S8, run_spacing=t.S4))
    return parts.card(*rows, on_click=place.guard(partial(s.go, f"/entry/{line.shown.id}")), spacing=t.S4)


def hidden_chip(place: LiveScreen) -> ft.Control:
    """That a second PIN keeps it apart."""
    return parts.chip(place._("Hidden"), icon=ft.Icons.VISIBILITY_OFF_OUTLINED)


def without_words(place: LiveScreen, pictures: int, *, has_voice: bool) -> str:
    """What an entry is called that has no title and no words."""
    if has_voice:
        return place._("Voice note")
    if pictures == 1:
        return place._("Picture")
    if pictures:
        return place.ngettext("{n} picture", "{n} pictures", pictures).format(n=pictures)
    return place._("No words yet")


def group_text(place: LiveScreen, group: Group) -> str:
    """`This week`, `Last week`, `May`, `May 2025`."""
    kind, first = group
    if kind == "week":
        return place._("This week")
    if kind == "last_week":
        return place._("Last week")
    moments = place.s.moments
    this_year = moments.local(place.s.now()).year
    return begun(moments.month(first, with_year=first.year != this_year))
