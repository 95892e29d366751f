"""Who comes next, at the end of what is read: their name, why they stand there, and the way to them."""

from __future__ import annotations

from functools import partial

import flet as ft

from mobile.design import parts
from mobile.design import tokens as t
from mobile.design.letters import letters
from mobile.screens.frame import Surroundings
from mobile.screens.shared.listing import Entry
from mobile.screens.shared.row_words import line_text, moved_text, new_text


def then_drawn(s: Surroundings, entry: Entry | None) -> list[ft.Control]:
    """One row that opens them; nothing where nobody comes after."""
    if entry is None:
        return []
    _ = s._
    name = name_text(s, entry)
    why = why_text(s, entry)
    who = [ft.TextSpan(name, style=letters(t.SIZE_BODY, family=t.SANS_SEMIBOLD, color=t.INK))]
    if why:
        who.append(ft.TextSpan(f" · {why}", style=letters(t.SIZE_SMALL, family=t.SANS, color=t.MUTED)))
    words = parts.stack(parts.small(_("Then")), ft.Text(spans=who), spacing=0)
    middle = ft.CrossAxisAlignment.CENTER
    words = ft.Row(
        [parts.avatar(name), ft.Container(words, expand=True)], spacing=t.S12, vertical_alignment=middle
    )
    go_on = ft.Row(
        [parts.strong(_("Go on"), color=t.PRIMARY), parts.icons.icon(parts.icons.NEXT, color=t.PRIMARY)],
        spacing=t.S4,
        tight=True,
    )
    padding = ft.Padding(t.CARD_PADDING, t.S8, t.CARD_PADDING, t.S8)
    row = parts.Beside(words, go_on)
    return [parts.pressable(row, s.guard(partial(s.go, entry.route)), padding=padding)]


def name_text(s: Surroundings, entry: Entry) -> str:
    """Who it is."""
    return entry.name or s._("A patient")


def why_text(s: Surroundings, entry: Entry) -> str:
    """What calls for the reader; where they are, if nothing does."""
    row, alert = entry.row, entry.alert
    if alert is not None:
        return alert.reason(s.language)
    assert row is not None
    text: list[str] = []
    if row.score is not None and row.score.is_rising:
        text.append(moved_text(s, row.score))
    elif row.soon is not None or not row.unread:
        text.append(line_text(s, row))
    if row.unread:
        text.append(new_text(s, row.unread))
    return " · ".join(part for part in text if part)
