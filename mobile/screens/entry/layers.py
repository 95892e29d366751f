"""A layer among the others of its session: what the clinic asks beside it, what it says where nothing comes back, and what was
kept before and after, to be read and opened here and changed nowhere but on its own page."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import flet as ft

from mobile.care.journal.entry import JournalEntry
from mobile.care.words import excerpt, is_right_to_left
from mobile.design import parts
from mobile.design import tokens as t
from mobile.records.ports import Keeping
from mobile.screens.entry.model import EntryDraft
from mobile.screens.frame import Surroundings
from mobile.screens.shareable_words import About, entry_when

SHOWN = 280
"""Letters of each, where it stands beside the words that are written."""
READ = 4_000
"""Letters of each, where the layer is there to read them again."""


async def others_of(records: Keeping, entry: JournalEntry) -> tuple[JournalEntry, ...]:
    """The other layers of the entry's session, the first begun first; none for a free entry. Raises what the store raises."""
    if not entry.layer or entry.session is None:
        return ()
    of_session = await records.every(JournalEntry, {"session": entry.session, "is_deleted": False})
    found = [one for one in of_session if one.layer and one.id != entry.id]
    return tuple(sorted(found, key=lambda one: one.made_at))


def raw(s: Surroundings, model: EntryDraft) -> list[ft.Control]:
    """What was caught by tap: its words as they are, with nothing to write in."""
    words = parts.own_words(model.noun.words, size=t.SIZE_TITLE)
    words.rtl = is_right_to_left(model.noun.words)
    kept = parts.small(s._("It stays as you caught it. What you write later stands beside it."))
    return [parts.title(model.noun.called, level=2), parts.card(words, kept, tone="session", spacing=t.S12)]


def kept_before(s: Surroundings, model: EntryDraft, others: Sequence[JournalEntry]) -> list[ft.Control]:
    """What stands above the words: all that was kept, where the layer is to read it again; else what was caught raw."""
    is_reading = model.layer is not None and model.layer.layer.kind == "read"
    shown = [one for one in others if is_reading or one.is_raw]
    if model.noun.is_raw or not shown:
        return []
    return [_card(s, model, one, READ if is_reading else SHOWN) for one in shown]


def kept_beside(s: Surroundings, model: EntryDraft, others: Sequence[JournalEntry]) -> list[ft.Control]:
    """What stands below the words: the other layers, where they are not above."""
    if model.layer is not None and model.layer.layer.kind == "read":
        return []
    shown = [one for one in others if model.noun.is_raw or not one.is_raw]
    if not shown:
        return []
    return [parts.section(s._("Kept of the same session")), *(_card(s, model, one, SHOWN) for one in shown)]


def _card(s: Surroundings, model: EntryDraft, one: JournalEntry, most: int) -> ft.Control:
    when = entry_when(s, About(one.head(), model.session, model.place))
    text = one.words if len(one.words) <= most else excerpt(one.words, most)
    words = parts.own_words(text, size=t.SIZE_HEADING if one.is_raw else t.SIZE_BODY)
    words.rtl = is_right_to_left(text)
    rows: list[ft.Control] = [parts.small(when)]
    if one.title:
        rows.append(parts.strong(one.title))
    if one.prompt:
        rows.append(parts.strong(one.prompt, color=t.PRIMARY))
    if one.words:
        rows.append(words)
    if one.voice:
        rows.append(parts.chip(s._("Voice note"), icon=parts.icons.MICROPHONE))
    if one.pictures:
        count = len(one.pictures)
        text = s.ngettext("{n} picture", "{n} pictures", count).format(n=count)
        rows.append(parts.chip(text, icon=parts.icons.PICTURE))
    return parts.card(*rows, spacing=t.S4, on_click=s.guard(partial(s.go, f"/entry/{one.id}")))


def asked_beside(s: Surroundings, model: EntryDraft) -> list[ft.Control]:
    """The layer's other prompts, each answered by itself; and the way on where nothing comes back."""
    layer = model.layer
    if layer is None or layer.prompt is None:
        return []
    nothing = layer.layer.nothing
    prompts = nothing.prompts if nothing is not None and layer.is_of_nothing else layer.layer.prompts
    rows = [
        _way(s, prompt_layer.prompt.text.in_language(s.language), prompt_layer.id)
        for prompt_layer in layer.each
        if prompt_layer.prompt in prompts and prompt_layer.prompt != layer.prompt
    ]
    if nothing is not None and nothing.prompts and not layer.is_of_nothing:
        first = next(one for one in layer.each if one.is_of_nothing)
        rows.append(_way(s, s._("Nothing comes back"), first.id, icon=None))
    return rows


def _way(
    s: Surroundings, text: str, id: str, *, icon: ft.IconData | None = ft.Icons.LIGHTBULB_OUTLINE_ROUNDED
) -> ft.Control:
    return ft.Row([parts.text_button(text, s.guard(partial(s.go, f"/entry/{id}")), icon=icon)], wrap=True)


def nothing_text(s: Surroundings, model: EntryDraft) -> str:
    """What the clinic says where nothing comes back; "" on any other page."""
    layer = model.layer
    nothing = layer.layer.nothing if layer is not None and layer.is_of_nothing else None
    return nothing.words.in_language(s.language) if nothing is not None else ""
