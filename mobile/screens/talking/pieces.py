"""A thread as it is drawn: each text with whose it is, when, and how far it is. Kept nowhere."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import flet as ft

from mobile.care.talk.correspondence import Correspondence
from mobile.care.talk.draft import TalkDraft
from mobile.care.talk.thread import Thread
from mobile.care.words import is_right_to_left
from mobile.design import parts
from mobile.design import tokens as t
from mobile.records.ports import SendState, Standing
from mobile.screens.clinic_copy import removed_text
from mobile.screens.frame import Surroundings
from mobile.screens.talking import sentences


@dataclass(frozen=True)
class Known:
    """Who somebody is, by name and by what they do there; "" where nobody says it."""

    name: str
    role: str = ""


Who = Callable[[str | None], Known]
Act = Callable[[Correspondence], Any]


def thread_drawn(
    s: Surroundings,
    thread: Thread[Any],
    who: Who,
    standings: Mapping[str, Standing | None],
    *,
    hides: Sequence[Correspondence] = (),
    on_take_out: Act | None = None,
    on_try_again: Act | None = None,
) -> list[ft.Control]:
    """The first first. `hides`: what is not shown yet; `standings`: of what I wrote, by id."""
    rows: list[ft.Control] = []
    for one in thread.written:
        if one in hides:
            continue
        if thread.is_mine(one):
            rows.append(_mine(s, one, standings.get(one.id), on_take_out, on_try_again))
        else:
            rows.append(_theirs(s, one, who(one.sender), is_to_me=one in thread.to_me))
    return rows


def new_drawn(
    s: Surroundings, unread: Sequence[Correspondence], who: Who, on_read: Callable[[], Any]
) -> list[ft.Control]:
    """What is new and not shown yet: who wrote it is told when it is read, so it waits for a tap."""
    if not unread:
        return []
    _, last = s._, unread[-1]
    known = who(last.sender)
    name = known.name or _("Your clinic")
    count = s.ngettext("{n} new reply", "{n} new replies", len(unread)).format(n=len(unread))
    return [
        parts.card(
            _head(s, known, last),
            parts.chip(count, tone="primary", icon=parts.icons.UNREAD, is_on_tone=True),
            parts.primary_button(_("Read it"), s.guard(on_read)),
            parts.small(_("{name} sees when you read it.").format(name=name), color=t.INK),
            tone="primary",
            spacing=t.S12,
        )
    ]


def kept_words(s: Surroundings, draft: TalkDraft, on_delete: Callable[[], Awaitable[None]]) -> ft.Control:
    """What cannot be sent any more, and was not as far as anybody knows: its words, why, and the way to be rid of them."""
    text = parts.body(draft.words)
    text.rtl = is_right_to_left(draft.words)
    is_unsure = draft.back == "maybe_sent"
    why = sentences.came_back_text(s, "maybe_sent" if is_unsure else "taken_back")
    label = s._("Delete the words kept here") if is_unsure else s._("Delete the words that were not sent")
    delete = parts.text_button(
        s._("Delete"), s.guard(partial(_ask_to_delete, s, on_delete)), tone="danger", label=label
    )
    return parts.card(
        parts.small(why, color=t.INK, is_strong=True),
        text,
        ft.Row([delete], alignment=ft.MainAxisAlignment.END),
        tone="prepare",
    )


def _ask_to_delete(s: Surroundings, on_delete: Callable[[], Awaitable[None]], _: Any = None) -> None:
    s.run(_delete_if_sure(s, on_delete))


async def _delete_if_sure(s: Surroundings, on_delete: Callable[[], Awaitable[None]]) -> None:
    text = s._("They are gone at once and cannot be brought back.")
    still_copied = removed_text(s)
    if still_copied:
        text = f"{s._('What you wrote here is gone from this device at once.')} {still_copied}"
    if await s.ask(
        s._("Delete these words?"),
        text,
        yes=s._("Delete"),
        no=s._("Keep them"),
        danger=True,
    ):
        await on_delete()


def _mine(
    s: Surroundings,
    one: Correspondence,
    standing: Standing | None,
    on_take_out: Act | None,
    on_try_again: Act | None,
) -> ft.Control:
    _ = s._
    label = sentences.spoken_label(s, _("You"), one.words)
    acts: list[ft.Control] = []
    if sentences.is_waiting(standing) and on_take_out is not None:
        back = s.guard(partial(on_take_out, one))
        acts.append(parts.text_button(_("Take out"), back, label=_("Take out before it is sent")))
    if standing is not None and standing.state is SendState.NEEDS_ATTENTION and on_try_again is not None:
        acts.append(parts.text_button(_("Try again"), s.guard(partial(on_try_again, one))))
    how = _marked(s, sentences.sent_text(s, one, standing), is_read=one.is_read)
    text = parts.bubble(one.words, label=label, is_mine=True, is_right_to_left=is_right_to_left(one.words))
    return parts.stack(text, parts.under_bubble(how, *acts, is_mine=True), spacing=t.S4)


def _theirs(s: Surroundings, one: Correspondence, known: Known, *, is_to_me: bool) -> ft.Control:
    _ = s._
    name = known.name or _("Somebody of your clinic")
    text = parts.bubble(
        one.words,
        label=sentences.spoken_label(s, name, one.words),
        is_mine=False,
        is_right_to_left=is_right_to_left(one.words),
    )
    rows: list[ft.Control] = [_head(s, known, one), text]
    if is_to_me and one.read_at is not None:
        when = s.moments.near(one.read_at, s.now())
        rows.append(
            parts.under_bubble(
                _marked(s, _("You read this {when}").format(when=when), is_read=True), is_mine=False
            )
        )
    return parts.stack(*rows, spacing=t.S8)


def _head(s: Surroundings, known: Known, one: Correspondence) -> ft.Control:
    name = known.name or s._("Somebody of your clinic")
    line = " · ".join(part for part in (known.role, sentences.written_text(s, one)) if part)
    words = ft.Column(
        [parts.strong(name), *([parts.small(line)] if line else [])], spacing=0, tight=True, expand=True
    )
    return ft.Row([parts.avatar(name), words], spacing=t.S12)


def _marked(s: Surroundings, text: str, *, is_read: bool) -> ft.Control:
    drawing = parts.icons.READ_MARK if is_read else parts.icons.CHECK
    return ft.Row(
        [parts.icons.icon(drawing, size=18, color=t.MUTED), parts.small(text)],
        spacing=t.S4,
        tight=True,
        wrap=True,
        vertical_alignment=ft.CrossAxisAlignment.CENTER,
    )
