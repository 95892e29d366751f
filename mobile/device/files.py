"""Choosing a photo or a file, made by the client within the person's own tap. Nothing is read that was not chosen.

The bytes stay in memory only as long as whoever asked for them keeps them; nothing is written here.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import flet as ft

EXTENSIONS: dict[str, tuple[str, ...]] = {
    "image/jpeg": ("jpg", "jpeg"),
    "image/png": ("png",),
    "image/heic": ("heic",),
    "image/webp": ("webp",),
    "application/pdf": ("pdf",),
    "text/plain": ("txt",),
}
"""What a file of a type is called at its end."""


PHOTO_QUALITY = 80
"""A photo of a label stays readable and travels ten times lighter; where the client cannot, it is left as it is."""


@dataclass(frozen=True)
class Chosen:
    """One file. `data` None: it was too large to be read, or could not be."""

    name: str
    size: int
    data: bytes | None = field(repr=False)


def type_of(name: str) -> str | None:
    """The type a file's name says; None for one nobody asked for here."""
    end = name.rsplit(".", 1)[-1].lower()
    return next((kind for kind, ends in EXTENSIONS.items() if end in ends), None)


def ends_of(types: Sequence[str]) -> list[str]:
    """The ends of names for these types; none where a type is unknown, so that nothing is ruled out."""
    found = [end for kind in types for end in EXTENSIONS.get(kind, ())]
    return found if all(kind in EXTENSIONS for kind in types) else []


class FileChoice:
    """One a button. Keep it as long as the button stands: the client answers it."""

    def __init__(self, on_chosen: Callable[[Chosen], Awaitable[None] | None], most_bytes: int) -> None:
        self._on_chosen = on_chosen
        self._most = most_bytes
        self._picker: ft.FilePicker | None = None

    def action(self, types: Sequence[str], guard: Callable[..., Any]) -> ft.PickFiles:
        """What a button does when tapped. `guard` wraps the answer as it wraps every handler."""
        self._picker = ft.FilePicker(on_result=guard(self._on_result))
        ends = ends_of(types)
        return ft.PickFiles(
            self._picker,
            file_type=ft.FilePickerFileType.CUSTOM if ends else ft.FilePickerFileType.ANY,
            allowed_extensions=ends or None,
            with_data=True,
            compression_quality=PHOTO_QUALITY if types and all(_is_photo(one) for one in types) else 0,
        )

    async def _on_result(self, e: Any) -> None:
        for one in getattr(e, "files", None) or ():
            size = int(one.size or 0)
            data = one.bytes if size <= self._most else None
            if data is None and one.path and size <= self._most:
                data = await asyncio.to_thread(_read, one.path)
            told = self._on_chosen(Chosen(one.name or "", size or len(data or b""), data))
            if told is not None:
                await told


def _is_photo(kind: str) -> bool:
    return kind.startswith("image/")


def _read(path: str) -> bytes | None:
    try:
        return Path(path).read_bytes()
    except OSError:
        return None
