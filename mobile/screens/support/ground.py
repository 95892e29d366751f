"""A minute to come back to the room. Starts when asked, stops at any moment, moves only if movement is wanted.

Needs no network, no sign-in, no store; records nothing and promises no effect.
"""

from __future__ import annotations

import asyncio

import flet as ft

from mobile.design import parts
from mobile.design import tokens as t
from mobile.screens.frame import Screen
from mobile.screens.support.breath import Breath, one_minute

SMALL, LARGE = 0.72, 1.0


class Ground(Screen):
    """Breathing with a circle, and five things to notice."""

    def title(self) -> str:
        return self._("Ground myself")

    def body(self) -> list[ft.Control]:
        _ = self._
        self.task: asyncio.Task[None] | None = None
        self.is_still = True
        self.word = parts.strong(_("Whenever you are ready"), size=t.SIZE_HEADING)
        self.word.text_align = ft.TextAlign.CENTER
        self.text = parts.spoken(ft.Row([self.word], alignment=ft.MainAxisAlignment.CENTER, wrap=True))
        self.circle = ft.Container(
            width=180, height=180, border_radius=90, bgcolor=t.PRIMARY_SOFT, scale=SMALL
        )
        self.button = parts.soft_button(_("Begin"), self.guard(self.on_button))
        return [
            ft.Container(ft.Row([self.circle], alignment=ft.MainAxisAlignment.CENTER), padding=t.S16),
            self.text,
            self.button,
            parts.card(
                parts.heading(_("Or look around")),
                *[parts.body(step) for step in self._steps()],
            ),
            parts.notice(
                _("You can stop at any moment. If you need a person, tap Support."),
                tone="support",
            ),
        ]

    def _steps(self) -> list[str]:
        _ = self._
        return [
            _("Name 5 things you can see."),
            _("Feel 4 things that touch you: the chair, the floor, your clothes."),
            _("Listen for 3 sounds."),
            _("Notice 2 smells."),
            _("Notice 1 taste."),
        ]

    async def shown(self) -> None:
        self.is_still = await wants_stillness()

    async def hidden(self) -> None:
        self._stop()

    async def on_button(self) -> None:
        """Begin, or stop."""
        if self.task is not None:
            self._stop()
            self._say(self._("Whenever you are ready"), self._("Begin"))
            return
        self.task = asyncio.create_task(self.s.guard.task(self._breathe()))

    def _stop(self) -> None:
        if self.task is not None:
            self.task.cancel()
            self.task = None

    async def _breathe(self) -> None:
        _ = self._
        for breath in one_minute():
            self._move(breath)
            self._say(_("Breathe in") if breath.way == "in" else _("Breathe out, slowly"), _("Stop"))
            await asyncio.sleep(breath.seconds)
        self.task = None
        self._say(_("That was one minute"), _("Again"))

    def _move(self, breath: Breath) -> None:
        if self.is_still:
            return
        self.circle.animate_scale = ft.Animation(breath.seconds * 1000, ft.AnimationCurve.EASE_IN_OUT)
        self.circle.scale = LARGE if breath.way == "in" else SMALL
        parts.redraw(self.circle)

    def _say(self, words: str, on_button: str) -> None:
        self.word.value = words
        self.button.content.value = on_button  # type: ignore[union-attr, attr-defined]
        parts.redraw(self.text)
        parts.redraw(self.button)


async def wants_stillness() -> bool:
    """Whether the person asked their device for less motion. Unknown counts as yes."""
    try:
        features = await asyncio.wait_for(ft.SemanticsService().get_accessibility_features(), 2)
    except Exception:
        return True
    return features.reduce_motion or features.disable_animations
