"""The safety plan as Support shows it: the whole of it, to be read; locked only what the patient chose to be readable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import cast

import flet as ft

from mobile.care.safety.plan import SafetyPlan
from mobile.care.words import is_right_to_left
from mobile.design import parts
from mobile.design import tokens as t
from mobile.device.links import call_link, numbers_in
from mobile.documents.carriable import is_blank
from mobile.screens.first_fetch import has_all
from mobile.screens.frame import Surroundings
from mobile.screens.panels.call_rows import call_row
from mobile.screens.panels.numbers import unbroken

Steps = Sequence[tuple[str, str]]


def steps_of_card(card: Mapping[str, object]) -> Steps:
    """What stands in clear, if the patient chose so."""
    found = card.get("plan")
    listed = cast("list[object]", found) if isinstance(found, list) else []
    steps: list[tuple[str, str]] = []
    for one in listed:
        if isinstance(one, dict):
            step = cast("dict[str, object]", one)
            steps.append((str(step.get("heading", "")), str(step.get("words", ""))))
    return steps


def steps_of_plan(plan: SafetyPlan | None, language: str) -> Steps:
    """The same of the plan in the open store."""
    if plan is None:
        return []
    return [
        (step.heading.in_language(language), step.words) for step in plan.steps if not is_blank(step.words)
    ]


def plan_card(s: Surroundings, steps: Steps | None, *, is_open: bool) -> ft.Control:
    """`is_open`: the app is unlocked, so the plan can be opened and changed from here. `steps` None: not looked up yet."""
    _ = s._
    if steps is None:
        way = parts.soft_button(_("Open my safety plan"), s.guard(partial(s.go, "/safety-plan")))
        return parts.card(parts.heading(_("My safety plan")), way)
    if not steps:
        return _without(s, is_open=is_open)
    head: list[ft.Control] = [parts.heading(_("My safety plan"))]
    if is_open:
        head.append(
            parts.text_button(
                _("Edit"), s.guard(partial(s.go, "/safety-plan")), label=_("Edit my safety plan")
            )
        )
    rows: list[ft.Control] = [
        ft.Row(
            head,
            alignment=ft.MainAxisAlignment.SPACE_BETWEEN,
            vertical_alignment=ft.CrossAxisAlignment.CENTER,
            wrap=True,
        )
    ]
    for heading, words in steps:
        line = parts.body(words)
        line.rtl = is_right_to_left(words)
        rows.append(ft.MergeSemantics(parts.stack(parts.small(heading, is_strong=True), line, spacing=0)))
        rows += people_in(words, heading)
    return parts.card(*rows, spacing=t.S12)


def people_in(words: str, heading: str) -> list[ft.Control]:
    """Every number that stands in these words, as a button that calls it. `heading`: whose it is where they do not say."""
    return [
        call_row(name or heading, [parts.small(unbroken(number))], call_link(number))
        for name, number in numbers_in(words)
    ]


def _without(s: Surroundings, *, is_open: bool) -> ft.Control:
    _ = s._
    if s.door() == "locked":
        text = _(
            "If you have a plan, unlock to read it. You can choose there that it is readable while locked."
        )
    elif not has_all(s):
        text = _("If you have a plan at your clinic, it is shown here once it was fetched.")
    else:
        text = _(
            "There is no plan here yet. You make it together with your clinic, in your own words. "
            "Then it is shown here, also without a network."
        )
    rows: list[ft.Control] = [parts.heading(_("My safety plan")), parts.small(text)]
    if is_open:
        rows.append(parts.text_button(_("How it is made"), s.guard(partial(s.go, "/safety-plan"))))
    return parts.card(*rows)
