"""Everything that was answered, to be looked over before it goes: each answer with a way to change it, and what is missing.

Says what was answered, and nothing about it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import flet as ft

from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.form import sentences
from mobile.screens.form.fields.port import Acts
from mobile.screens.form.model import FormModel
from mobile.screens.form.photos import Photos
from mobile.screens.form.question import Question
from mobile.screens.frame import Surroundings

GoTo = Callable[[str], Any]


def review(acts: Acts, model: FormModel, on_go: GoTo, signing: ft.Control | None) -> list[ft.Control]:
    """The page before Send. `signing`: where a form that wants it is signed as a whole."""
    _ = acts.s._
    rows: list[ft.Control] = [parts.title(_("Look over your answers"), level=2)]
    if model.is_older:
        rows.append(parts.notice(sentences.is_older(acts.s)))
    if model.form.without_place:
        count = acts.s.ngettext(
            "{n} answer was given to a question that this form does not have any more. It is not sent.",
            "{n} answers were given to questions that this form does not have any more. They are not sent.",
            model.form.without_place,
        )
        rows.append(parts.notice(count.format(n=model.form.without_place)))
    rows += _missing(acts, model, on_go)
    if model.conflicts.staying:
        rows.append(parts.notice(sentences.staying(acts.s, model.conflicts.staying), tone="prepare"))
    trouble = sentences.not_sent(acts.s, model)
    if trouble and model.could_not_send != "missing":
        rows.append(parts.notice(trouble, tone="danger", is_live=True))
    rows += answers(acts.s, model.form.questions, acts.guard, on_go, acts.photos)
    rows += [parts.rich_text(note.rich.runs, color=t.MUTED) for note in model.form.plan.closing]
    if signing is not None:
        rows.append(parts.card(parts.subheading(_("Your signature")), signing))
    if model.form.help_links:
        rows.append(parts.notice(sentences.nobody_reads(acts.s)))
    return rows


def _missing(acts: Acts, model: FormModel, on_go: GoTo) -> list[ft.Control]:
    """What is still to do, each a way to where it is done."""
    flaws = model.form.missing
    if not flaws:
        return []
    named = {one.id: one for question in model.form.questions for one in question.every()}
    count = acts.s.ngettext("{n} thing is still to do", "{n} things are still to do", len(flaws))
    rows: list[ft.Control] = [parts.spoken(parts.strong(count.format(n=len(flaws))))]
    for flaw in flaws:
        asked = named.get(flaw.node)
        words = " ".join(part for part in (asked.text if asked else "", flaw.words) if part)
        if asked is None:
            rows.append(parts.body(words))
        else:
            rows.append(
                parts.pressable(
                    ft.Row(
                        [ft.Container(parts.body(words), expand=True), parts.icons.icon(parts.icons.NEXT)]
                    ),
                    acts.guard(partial(_go_to, on_go, flaw.node)),
                    padding=ft.Padding(0, t.S12, 0, t.S12),
                )
            )
    return [parts.card(*rows, tone="prepare")]


def answers(
    s: Surroundings,
    questions: Sequence[Question],
    guard: Callable[..., Any],
    on_go: GoTo | None,
    photos: Photos,
) -> list[ft.Control]:
    """All questions with their answers, part by part. Without `on_go` they are only read."""
    found: list[ft.Control] = []
    loose: list[Question] = []
    for question in questions:
        if question.kind in ("group", "rows") and question.inside:
            found += _part(s, "", loose, guard, on_go, photos)
            loose = []
            found += _part(s, question.text, question.inside, guard, on_go, photos)
        else:
            loose.append(question)
    return found + _part(s, "", loose, guard, on_go, photos)


def _part(
    s: Surroundings,
    name: str,
    questions: Sequence[Question],
    guard: Callable[..., Any],
    on_go: GoTo | None,
    photos: Photos,
) -> list[ft.Control]:
    rows: list[ft.Control] = []
    for question in questions:
        for one in question.every():
            if one.kind in ("group", "rows") and one.text:
                rows.append(parts.small(one.text, is_strong=True))
            elif one.kind == "shown" or (one.is_asked and one.kind not in ("read", "group", "rows")):
                row = _row(s, one, guard, on_go)
                rows += [parts.hairline(), row] if rows else [row]
                rows += [
                    shown for n, file in enumerate(one.files) if (shown := photos.of(file, f"{one.id} {n}"))
                ]
    if not rows:
        return []
    head: list[ft.Control] = [parts.subheading(name)] if name else []
    return [parts.card(*head, *rows)]


def _row(s: Surroundings, one: Question, guard: Callable[..., Any], on_go: GoTo | None) -> ft.Control:
    line = answer_line(s, one)
    is_open = not one.is_answered and one.withheld is None
    words = parts.stack(
        parts.small(one.text),
        parts.strong(line, color=t.MUTED if is_open else t.INK),
        spacing=2,
    )
    if on_go is None or one.kind == "shown":
        return ft.MergeSemantics(words)
    change = parts.text_button(
        s._("Answer") if is_open else s._("Change"),
        guard(partial(_go_to, on_go, one.id)),
        label=(s._("Answer: {question}") if is_open else s._("Change: {question}")).format(question=one.text),
    )
    return parts.Beside(ft.MergeSemantics(words), change)


def answer_line(s: Surroundings, one: Question) -> str:
    """The answer in words, or why there is none."""
    _ = s._
    if one.withheld == "not-sure":
        return _("Not sure")
    if one.withheld == "in-person":
        return _("I would rather say this in person")
    if one.kind == "lines" or not one.answer:
        return one.answer or one.written or _("Not answered")
    return one.answer


def _go_to(on_go: GoTo, node: str, _: Any = None) -> Any:
    return on_go(node)
