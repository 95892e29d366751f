"""Pieces of the safety plan's place that are drawn from the model alone: no plan yet, two versions of it, earlier words."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import flet as ft

from mobile.care.own_words import EarlierWords
from mobile.care.safety.plan import SafetyOutline, SafetyPlan
from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.first_fetch import first_fetch
from mobile.screens.frame import Surroundings

Act = Callable[..., Any]


def without_plan(s: Surroundings, outline: SafetyOutline | None) -> list[ft.Control]:
    """Who makes it with the patient, and the clinic's headings to think about beforehand."""
    _ = s._
    rows = first_fetch(s) or [
        parts.empty_state(
            _("There is no plan here yet"),
            _(
                "You make it together with your clinician, in your own words. It appears here when your clinic has it."
            ),
            icon=ft.Icons.ANCHOR_ROUNDED,
            action=parts.outline_button(_("Who to call"), s.guard(partial(s.go, "/care"))),
        )
    ]
    if outline is None or not outline.steps:
        return rows
    steps = [
        ft.MergeSemantics(
            parts.stack(
                parts.strong(one.heading.in_language(s.language)),
                parts.small(one.hint.in_language(s.language)),
                spacing=0,
            )
        )
        for one in outline.steps
    ]
    rows.append(parts.section(_("What it is made of, to think about beforehand")))
    rows.append(parts.card(*steps, spacing=t.S12))
    return rows


def two_versions(s: Surroundings, ours: SafetyPlan, theirs: SafetyPlan, on_settle: Act) -> ft.Control:
    """Both, word for word, where they differ. `on_settle(is_mine)`."""
    _ = s._
    rows: list[ft.Control] = [
        parts.subheading(_("It was changed in two places"), level=2),
        parts.body(_("Both are kept. Which words should stand?")),
    ]
    for step in ours.steps:
        other = theirs.step(step.key)
        text = other.words if other is not None else ""
        if text != step.words:
            rows.append(parts.strong(step.heading.in_language(s.language)))
            rows.append(parts.body(_("Here: {words}").format(words=step.words or "–")))
            rows.append(parts.body(_("At your clinic: {words}").format(words=text or "–")))
    rows += [
        parts.soft_button(_("The words on this device"), s.guard(partial(on_settle, True))),
        parts.outline_button(_("The words your clinic has"), s.guard(partial(on_settle, False))),
    ]
    return parts.card(*rows)


def earlier_row(s: Surroundings, version: EarlierWords, on_use: Act) -> ft.Control:
    """What a step said before, and the way to use it again."""
    _ = s._
    use = parts.text_button(_("Use again"), s.guard(on_use), label=_("Use these earlier words again"))
    when = _("Until {day}: {words}").format(day=s.moments.day(version.at), words=version.words)
    return ft.Row([parts.small(when), use], wrap=True, spacing=t.S8)
