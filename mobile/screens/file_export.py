"""Handing a finished file to the person: a save dialog on a phone or desktop, a download in a browser. Keeps no copy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import flet as ft


@dataclass(frozen=True)
class Made:
    """A file that exists only in memory until it is handed over."""

    name: str
    content: bytes


class CannotSave(Exception):
    """No dialog, no room, a folder that may not be written. Carries nothing: the person is told the same of each."""


class Saver(Protocol):
    """Where a file goes. True: handed over. False: the person closed the dialog. Raises CannotSave."""

    async def save(self, file: Made, title: str) -> bool: ...


class PickerSaver:
    """Flet's own dialog. One a place: Flet drops a service nobody holds."""

    def __init__(self, page: ft.Page) -> None:
        self._page = page
        self._picker = ft.FilePicker()

    async def save(self, file: Made, title: str) -> bool:
        try:
            path = await self._picker.save_file(
                dialog_title=title, file_name=file.name, src_bytes=file.content
            )
        except (OSError, RuntimeError, TimeoutError):
            raise CannotSave from None
        # A browser downloads at once and never tells where to.
        return self._page.web or path is not None
