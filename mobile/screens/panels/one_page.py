"""One page about one person on screen: the blocks of the paper with the same words, two beside one another where there is room."""

from __future__ import annotations

from collections.abc import Sequence

import flet as ft

from mobile.care.words import is_right_to_left
from mobile.design import parts
from mobile.design import tokens as t
from mobile.printing import Block, Item, Mark, Summary, Table, Tone
from mobile.screens.frame import Surroundings
from mobile.screens.panels.measures.figure import figure
from mobile.screens.panels.measures.sentences import words_text
from mobile.screens.reads.measures import Measure

TONES: dict[Tone, t.Tone] = {"alert": "danger", "first": "integrate", "leave": "prepare", "note": "quiet"}
ICONS: dict[Tone, ft.IconData] = {
    "alert": parts.icons.FLAG,
    "first": ft.Icons.BOOKMARK_BORDER_ROUNDED,
    "leave": ft.Icons.DO_NOT_DISTURB_ON_OUTLINED,
    "note": ft.Icons.INFO_OUTLINE_ROUNDED,
}
MARKS: dict[str, t.Tone] = {"record": "session", "person": "integrate"}


def page_drawn(s: Surroundings, summary: Summary, charted: Measure | None) -> list[ft.Control]:
    """`charted`: the measure whose line stands where the paper has its figure."""
    left, right = summary.head
    title = parts.title(summary.title, level=2)
    title.rtl = is_right_to_left(summary.title)
    head = [parts.small(left), title, *(parts.small(line) for line in summary.about), parts.small(right)]
    rows: list[ft.Control] = [parts.stack(*head, spacing=2)]
    for blocks in summary.rows:
        rows.append(_row([_block(s, one, charted) for one in blocks]))
    return [*rows, parts.small(summary.foot)]


def _row(drawn: Sequence[ft.Control]) -> ft.Control:
    """Read out one after the other, each to its end."""
    if len(drawn) == 1:
        return drawn[0]
    columns: list[ft.Control] = [
        ft.Container(ft.Semantics(container=True, content=one), col={"xs": 12, "md": 6}) for one in drawn
    ]
    return ft.ResponsiveRow(columns, spacing=t.CARD_GAP, run_spacing=t.CARD_GAP)


def _block(s: Surroundings, block: Block, charted: Measure | None) -> ft.Control:
    rows: list[ft.Control] = []
    tone = TONES.get(block.tone)
    if block.heading and tone is not None:
        ink = t.TONES[tone][0]
        mark = parts.icons.icon(ICONS[block.tone], size=20, color=ink)
        heading = parts.subheading(block.heading, level=3, color=ink)
        rows.append(
            ft.Row(
                [mark, ft.Container(heading, expand=True)],
                spacing=t.S8,
                vertical_alignment=ft.CrossAxisAlignment.START,
            )
        )
    elif block.heading:
        rows.append(parts.heading(block.heading, level=3))
    if block.figure is not None and charted is not None and charted.trend is not None:
        label = " ".join([block.figure.name, *words_text(s, charted.trend.words)])
        rows.append(
            ft.Semantics(
                label=label,
                image=True,
                exclude_semantics=True,
                container=True,
                content=figure(s, charted.trend, "on one page"),
            )
        )
        rows.append(parts.small(block.figure.name))
    if block.table is not None:
        rows += _table(block.table)
    for number, item in enumerate(block.items):
        rows += [parts.hairline()] if number and block.is_wide else []
        rows.append(_item(item, is_wide=block.is_wide))
    if block.note:
        rows.append(parts.small(block.note))
    if not block.heading and block.figure is None:
        return parts.stack(*rows, spacing=t.S8)
    return parts.card(*rows, tone=tone, spacing=t.S8)


def _table(table: Table) -> list[ft.Control]:
    """One row below the other, read out as one: the first words strong, the rest with what they are."""
    rows: list[ft.Control] = []
    for number, row in enumerate(table.rows):
        rows += [parts.hairline()] if number else []
        cells: list[ft.Control] = []
        for head, item in zip(table.heads, row, strict=True):
            said = " · ".join(text for text in (item.label, item.words, item.detail) if text)
            if not said:
                continue
            words = parts.strong(said) if not cells else parts.small(f"{head}: {said}" if head else said)
            words.rtl = is_right_to_left(said)
            cells.append(_marked(item.mark, words) if item.mark is not None else words)
        rows.append(ft.MergeSemantics(parts.stack(*cells, spacing=2)))
    return rows


def _marked(mark: Mark, words: ft.Control) -> ft.Control:
    """Who said it stands before the words, and is heard before them: within one `MergeSemantics`, in which whatever is a node of its own
    would be heard last."""
    ink, ground = t.TONES[MARKS[mark.whose]]
    letters = parts.small(mark.letters, is_strong=True, color=ink, align=ft.TextAlign.CENTER)
    drawn = ft.Container(letters, bgcolor=ground, border_radius=6, padding=ft.Padding(t.S8, 2, t.S8, 2))
    named = ft.Semantics(label=mark.name or mark.letters, exclude_semantics=True, content=drawn)
    return ft.Row(
        [named, ft.Container(words, expand=True)],
        spacing=t.S8,
        vertical_alignment=ft.CrossAxisAlignment.START,
    )


def _item(item: Item, *, is_wide: bool) -> ft.Control:
    if item.mark is not None:
        own = parts.body(item.words)
        own.rtl = is_right_to_left(item.words)
        said = parts.stack(
            *([parts.small(item.label)] if item.label else []),
            own,
            *([parts.small(item.detail)] if item.detail else []),
            spacing=2,
        )
        return ft.MergeSemantics(_marked(item.mark, said))
    words = parts.own_words(item.words, size=t.SIZE_BODY + 1) if item.is_own else parts.body(item.words)
    words.rtl = is_right_to_left(item.words)
    label = parts.small(item.label, is_strong=True, color=t.INK) if item.label else None
    detail = parts.small(item.detail) if item.detail else None
    if is_wide:
        beside = [one for one in (label, detail) if one is not None]
        return ft.ResponsiveRow(
            [
                ft.Container(parts.stack(*beside, spacing=0), col={"xs": 12, "md": 3}),
                ft.Container(words, col={"xs": 12, "md": 9}),
            ],
            spacing=t.S12,
            run_spacing=t.S4,
        )
    rows = [label, words if item.words else None, detail]
    return parts.stack(*(one for one in rows if one is not None), spacing=2)
