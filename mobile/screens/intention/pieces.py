"""The cards of the intention place, drawn from the model: who sees it, notices, earlier words, both kept.

Each function draws from how things stand and keeps nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import flet as ft

from mobile.care.words import is_right_to_left
from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.frame import Surroundings
from mobile.screens.intention import sentences
from mobile.screens.intention.model import IntentionModel
from mobile.screens.status_text import which_session

if TYPE_CHECKING:
    from mobile.screens.intention.page import IntentionPage

Guard = Callable[..., Any]


def seen(
    s: Surroundings, told: sentences.Seen, guard: Guard, place: IntentionPage, preview: ft.Text
) -> list[ft.Control]:
    """Under the choice: what it means, what exactly they read, when they did, and the way back."""
    _ = s._
    rows: list[ft.Control] = [parts.small(told.means)]
    if told.preview_title:
        rows += [parts.gap(t.S4), parts.small(told.preview_title, is_strong=True), preview]
    if told.receipt:
        rows.append(parts.small(told.receipt))
    acts: list[ft.Control] = []
    if "share" in told.acts:
        acts.append(parts.soft_button(_("Share now"), guard(place.on_share_now)))
    if "take_back" in told.acts:
        acts.append(parts.outline_button(_("Take back"), guard(place.on_take_back), tone="support"))
    if acts:
        rows.append(parts.button_row(*acts))
    return rows


def notices(
    s: Surroundings, told: list[sentences.Notice], guard: Guard, place: IntentionPage
) -> list[ft.Control]:
    """Each in its tone, with what can be done about it."""
    acts = {"try_saving": place.model.flush, "try_sending": place.on_try_again}
    return [
        parts.notice(
            one.text,
            tone=one.tone,
            action=parts.text_button(s._("Try again"), guard(acts[one.act])) if one.act else None,
            is_live=True,
        )
        for one in told
    ]


def more(s: Surroundings, model: IntentionModel, guard: Guard, place: IntentionPage) -> list[ft.Control]:
    """Carry forward, earlier words, delete."""
    _ = s._
    rows: list[ft.Control] = []
    coming = model.next_session
    if coming is not None:
        name = which_session(s, model.visits.place(coming))
        rows.append(
            parts.soft_button(
                _("Use these words for {session}").format(session=name),
                guard(place.on_carry),
            )
        )
    versions = model.intention.versions
    if versions:
        rows.append(_earlier(s, model, guard, place))
    if model.saved is not None:
        rows.append(
            ft.Row(
                [parts.text_button(_("Delete this intention"), guard(place.on_delete), tone="danger")],
                alignment=ft.MainAxisAlignment.CENTER,
            )
        )
    return rows


def _earlier(s: Surroundings, model: IntentionModel, guard: Guard, place: IntentionPage) -> ft.Control:
    _ = s._
    rows: list[ft.Control] = [
        parts.subheading(_("Earlier words")),
        parts.small(
            _("Only on this page, and never shared.") if s.is_hosted else _("Kept here, and never shared.")
        ),
    ]
    earlier = model.intention.versions[::-1]
    for version in place.pages.shown("earlier", earlier):
        when = s.moments.near(version.at, s.now())
        words = parts.own_words(version.words[: sentences.PREVIEW_MOST], size=t.SIZE_BODY, max_lines=6)
        words.rtl = is_right_to_left(version.words)
        rows += [
            parts.hairline(),
            parts.small(when[:1].upper() + when[1:]),
            words,
            ft.Row(
                [
                    parts.text_button(
                        _("Bring back"),
                        guard(partial(place.on_restore, version)),
                        label=_("Bring back the words of {when}").format(when=when),
                    )
                ],
                alignment=ft.MainAxisAlignment.END,
            ),
        ]
    rows += place.pages.more("earlier", earlier)
    return parts.card(*rows)


def both_kept(
    s: Surroundings, model: IntentionModel, guard: Guard, on_choose: Callable[..., Any]
) -> list[ft.Control]:
    """Two devices wrote: both texts side by side, and three ways to go on."""
    _ = s._
    if model.conflict is None:
        return []
    theirs = model.conflict[2]
    mine = model.intention.words
    together = f"{mine}\n\n{theirs.words}"
    return [
        parts.notice(
            _(
                "You wrote on two devices. Both are kept. Choose which words to go on with; the others stay as earlier words."
            ),
            tone="prepare",
            is_live=True,
        ),
        ft.ResponsiveRow(
            [
                ft.Container(
                    _side(
                        s, _("On this page") if s.is_hosted else _("On this phone"), mine, guard, on_choose
                    ),
                    col={"xs": 12, "md": 6},
                ),
                ft.Container(
                    _side(s, _("On the other device"), theirs.words, guard, on_choose),
                    col={"xs": 12, "md": 6},
                ),
            ],
            spacing=t.CARD_GAP,
            run_spacing=t.CARD_GAP,
        ),
        parts.outline_button(_("Keep both, one below the other"), guard(partial(on_choose, together))),
        parts.small(
            _("{name} reads the words you choose.").format(
                name=(model.reader.name if model.reader else None) or _("Your therapist")
            )
        ),
    ]


def _side(s: Surroundings, title: str, words: str, guard: Guard, on_choose: Callable[..., Any]) -> ft.Control:
    said = parts.own_words(words[: sentences.PREVIEW_MOST])
    said.rtl = is_right_to_left(words)
    return parts.card(
        parts.subheading(title),
        said,
        parts.soft_button(s._("Use these words"), guard(partial(on_choose, words))),
    )
