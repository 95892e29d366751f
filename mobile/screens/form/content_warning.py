"""What stands before something hard: a few words, and three ways to go on. It holds nobody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flet as ft

from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.form import sentences
from mobile.screens.form.asking import Progress
from mobile.screens.form.fields.port import Acts
from mobile.screens.form.model import FormModel
from mobile.screens.form.state import WHOLE
from mobile.screens.form.steps import Step


def warning(
    acts: Acts, model: FormModel, step: Step, on_skip: Callable[..., Any], on_support: Callable[..., Any]
) -> list[ft.Control]:
    """The clinic's own words; going on is the button below, as on every page."""
    _ = acts.s._
    return [
        Progress(acts, model, step).control,
        *(
            [parts.notice(sentences.is_older(acts.s))]
            if model.is_older and step.key == model.begun_at
            else []
        ),
        parts.title(step.section or _("Before the next questions"), level=2),
        parts.card(parts.spoken(parts.body(step.warning)), tone="prepare"),
        parts.small(_("You decide. You can also answer these another day, or never.")),
        parts.gap(t.S4),
        parts.outline_button(_("Not now"), acts.guard(acts.s.back))
        if step.key == WHOLE
        else parts.outline_button(_("Skip this part for now"), acts.guard(on_skip)),
        parts.outline_button(
            _("Talk to somebody now"), acts.guard(on_support), icon=parts.icons.SUPPORT, tone="support"
        ),
    ]
