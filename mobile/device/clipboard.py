"""Copying what a person chose to copy, to be pasted in another app. Never reads the clipboard.

It stays there when Lantern locks, which going to the other app may do: emptied, there would be nothing to paste.
"""

from __future__ import annotations

import asyncio

import flet as ft

ANSWER_S = 5.0
"""A client that says nothing for so long has not copied it."""


async def copy_for_another_app(text: str) -> bool:
    """False: it was not allowed."""
    try:
        await asyncio.wait_for(ft.Clipboard().set(text), ANSWER_S)
    except Exception:  # whatever the client says went wrong: its text is not read
        return False
    return True
