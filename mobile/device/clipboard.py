"""Copying what a person chose to copy, and emptying the clipboard again when the app locks. Never reads it."""

from __future__ import annotations

import asyncio

import flet as ft

ANSWER_S = 5.0
"""A client that says nothing for so long has not copied it."""


class CopiedWords:
    """One a page. Knows only that something of ours was copied, not what."""

    def __init__(self) -> None:
        self._service: ft.Clipboard | None = None
        self._is_ours_there = False

    async def copy(self, text: str) -> bool:
        """Copies; in a browser this works only within the tap (prefer `ft.CopyToClipboard` there). False: it was not allowed."""
        if self._service is None:
            self._service = ft.Clipboard()
        try:
            await asyncio.wait_for(self._service.set(text), ANSWER_S)
        except Exception:  # whatever the client says went wrong: its text is not read
            return False
        self._is_ours_there = True
        return True

    async def clear(self) -> None:
        """Empties the clipboard if the last thing copied here may still be on it."""
        if self._service is None or not self._is_ours_there:
            return
        self._is_ours_there = False
        await asyncio.wait_for(self._service.set(""), ANSWER_S)


async def copy_for_another_app(text: str) -> bool:
    """Copies what is to be pasted elsewhere: it stays when the app locks, which leaving it may do. False: it was not allowed."""
    try:
        await asyncio.wait_for(ft.Clipboard().set(text), ANSWER_S)
    except Exception:  # whatever the client says went wrong: its text is not read
        return False
    return True
