"""The page that hides all others when somebody looks away or over a shoulder. Says nothing of a person or of care."""

from __future__ import annotations

import flet as ft

from mobile.design import parts
from mobile.design import tokens as t
from mobile.i18n import Speech
from mobile.screens.guard import Guarded


def privacy_view(speech: Speech, on_return: Guarded, on_support: Guarded) -> ft.View:
    """One quiet view with the name, a way back and Support."""
    _ = speech.gettext
    return ft.View(
        route="/",
        can_pop=False,
        padding=0,
        bgcolor=t.BACKGROUND,
        controls=[
            ft.SafeArea(
                ft.Container(
                    ft.Column(
                        [
                            parts.title("Lantern"),
                            parts.soft_button(_("Come back"), on_return),
                            parts.centered(parts.support_pill(_("Support"), on_support)),
                        ],
                        spacing=t.S24,
                        alignment=ft.MainAxisAlignment.CENTER,
                        horizontal_alignment=ft.CrossAxisAlignment.CENTER,
                        width=280,
                    ),
                    alignment=ft.Alignment.CENTER,
                    expand=True,
                ),
                expand=True,
            )
        ],
    )
