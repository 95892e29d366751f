"""A sheet of answers as controls: read only, the same for the patient and for whom the clinic lets read it."""

from __future__ import annotations

from collections.abc import Callable

import flet as ft

from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.panels.answers.sheet import AnsweredQuestion, Section, Sheet

Translate = Callable[[str], str]


def sheet_drawn(_: Translate, sheet: Sheet) -> list[ft.Control]:
    """Its sections as cards."""
    rows: list[ft.Control] = []
    if not sheet.is_exact:
        rows.append(
            parts.notice(
                _("The form as it was answered is not on this device. The questions are shown in short.")
            )
        )
    rows += [_section(_, one) for one in sheet.sections]
    if not sheet.sections:
        rows.append(parts.notice(_("There is no answer in it.")))
    return rows


def _section(_: Translate, section: Section) -> ft.Control:
    rows: list[ft.Control] = [parts.heading(section.title)] if section.title else []
    return parts.card(*rows, *(_answered(_, one) for one in section.answered), spacing=t.S12)


def _answered(_: Translate, answered: AnsweredQuestion) -> ft.Control:
    lines: list[ft.Control] = [parts.small(answered.question)]
    lines += [parts.strong(answer) for answer in answered.answers]
    lines += [parts.photo(one.data, one.name) for one in answered.pictures]
    note = withheld_text(_, answered.withheld)
    if note:
        lines.append(parts.chip(note, icon=ft.Icons.CHAT_BUBBLE_OUTLINE_ROUNDED))
    elif not answered.answers:
        lines.append(parts.body(_("No answer"), color=t.MUTED))
    return ft.MergeSemantics(parts.stack(*lines, spacing=2))


def withheld_text(_: Translate, why: str | None) -> str:
    """What stands in place of an answer that was held back on purpose."""
    if why is None:
        return ""
    return _("Would rather say this in person") if why == "in-person" else _("Not sure")
