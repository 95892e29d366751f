"""Cards of a place with own words, drawn from how things stand and kept nowhere: notices, earlier words, both kept."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any

import flet as ft

from mobile.care.own_words import EarlierWords
from mobile.care.words import is_right_to_left
from mobile.design import parts
from mobile.design import tokens as t
from mobile.documents.whole_letters import beginning
from mobile.screens.frame import Surroundings
from mobile.screens.pages import Pages
from mobile.screens.writing import sentences
from mobile.screens.writing.shareable_draft import ShareableDraft

Restore = Callable[[EarlierWords], Awaitable[None]]
Choose = Callable[[str], Awaitable[None]]


def notices(
    s: Surroundings,
    shown: Sequence[sentences.Notice],
    *,
    on_save: Callable[..., Awaitable[Any]],
    on_send: Callable[..., Awaitable[Any]],
) -> list[ft.Control]:
    """Each in its tone, with what can be done about it: saving, or sending, once more."""
    acts = {"try_saving": on_save, "try_sending": on_send}
    return [
        parts.notice(
            one.text,
            tone=one.tone,
            action=parts.text_button(s._("Try again"), s.guard(acts[one.act])) if one.act else None,
            is_live=True,
        )
        for one in shown
    ]


def earlier_words(
    s: Surroundings, versions: Sequence[EarlierWords], pages: Pages, on_restore: Restore | None
) -> list[ft.Control]:
    """What was said before, the last first, each with the way back to it where there is one. Nothing where there is none."""
    if not versions:
        return []
    _ = s._
    rows: list[ft.Control] = [
        parts.subheading(_("Earlier words")),
        parts.small(s.wording.earlier_words()),
    ]
    earlier = versions[::-1]
    for version in pages.shown("earlier", earlier):
        rows += _version(s, version, on_restore)
    return [parts.card(*rows, *pages.more("earlier", earlier))]


def _version(s: Surroundings, version: EarlierWords, on_restore: Restore | None) -> list[ft.Control]:
    _, when = s._, s.moments.near(version.at, s.now())
    words = parts.own_words(beginning(version.words, sentences.PREVIEW_MOST), size=t.SIZE_BODY, max_lines=6)
    words.rtl = is_right_to_left(version.words)
    rows: list[ft.Control] = [parts.hairline(), parts.small(when[:1].upper() + when[1:]), words]
    if on_restore is not None:
        back = parts.text_button(
            _("Bring back"),
            s.guard(partial(on_restore, version)),
            label=_("Bring back the words of {when}").format(when=when),
        )
        rows.append(ft.Row([back], alignment=ft.MainAxisAlignment.END))
    return rows


def both_kept(s: Surroundings, model: ShareableDraft[Any], on_choose: Choose) -> list[ft.Control]:
    """Two devices wrote: both texts side by side, and three ways to go on."""
    _ = s._
    if model.conflict is None:
        return []
    _conflict, ours, theirs = model.conflict
    is_part = ours.is_part or theirs.is_part
    mine = ours.own_words if is_part else model.noun.words
    sides = [(s.wording.on_this_side(), mine), (_("On the other device"), theirs.own_words)]
    columns: list[ft.Control] = [
        ft.Container(_side(s, title, words, on_choose), col={"xs": 12, "md": 6}) for title, words in sides
    ]
    both = ft.ResponsiveRow(columns, spacing=t.CARD_GAP, run_spacing=t.CARD_GAP)
    if is_part:
        text = _(
            "You shared a part on two devices. Your own words stay as they are. Choose which part is read; the other stays with "
            "your earlier words."
        )
        return [parts.notice(text, tone="prepare", is_live=True), both, parts.small(_then_read(s, model))]
    text = _(
        "You wrote on two devices. Both are kept. Choose which words to go on with; the others stay as earlier words."
    )
    keep_both = s.guard(partial(on_choose, f"{mine}\n\n{theirs.own_words}"))
    return [
        parts.notice(text, tone="prepare", is_live=True),
        both,
        parts.outline_button(_("Keep both, one below the other"), keep_both),
        parts.small(_then_read(s, model)),
    ]


def _then_read(s: Surroundings, model: ShareableDraft[Any]) -> str:
    _, name = s._, (model.reader.name if model.reader else None) or s._("Your therapist")
    if model.shares_by_preview:
        return _(
            "{name} reads one of the two as it was shared. Other words are read once you share them."
        ).format(name=name)
    return _("{name} reads the words you choose.").format(name=name)


def _side(s: Surroundings, title: str, words: str, on_choose: Choose) -> ft.Control:
    line = parts.own_words(beginning(words, sentences.PREVIEW_MOST))
    line.rtl = is_right_to_left(words)
    return parts.card(
        parts.subheading(title),
        line,
        parts.soft_button(s._("Use these words"), s.guard(partial(on_choose, words))),
    )
