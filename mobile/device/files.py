"""Choosing a photo or a file, made by the client within the person's own tap. Nothing is read that was not chosen.

A browser gives bytes, and they are counted here: a path or a size that a page names means nothing, least of all a place
on the machine that serves it. A device's own dialog may give a path instead: only a regular file is read, and never
more of it than was asked for. The bytes stay in memory only as long as whoever asked for them keeps them.
"""

from __future__ import annotations

import asyncio
import os
import stat
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import flet as ft

from mobile.documents.whole_letters import JOINERS, beginning

EXTENSIONS: dict[str, tuple[str, ...]] = {
    "image/jpeg": ("jpg", "jpeg"),
    "image/png": ("png",),
    "image/heic": ("heic",),
    "image/webp": ("webp",),
    "application/pdf": ("pdf",),
    "text/plain": ("txt",),
}
"""What a file of a type is called at its end."""


MOST_NAME = 120


@dataclass(frozen=True)
class Chosen:
    """One file. `size` in bytes, as counted here. `data` None: it was too large to be read, or could not be."""

    name: str
    size: int
    data: bytes | None = field(repr=False)


def type_of(name: str) -> str | None:
    """The type a file's name says; None for one nobody asked for here."""
    end = name.rsplit(".", 1)[-1].lower()
    return next((kind for kind, ends in EXTENSIONS.items() if end in ends), None)


def ends_of(types: Sequence[str]) -> list[str]:
    """The ends of names for these types; none where a type is unknown, so that nothing is ruled out."""
    known = {kind: ends for kind, ends in EXTENSIONS.items() if is_of(kind, types)}
    is_whole = all(any(is_of(kind, [one]) for kind in EXTENSIONS) for one in types)
    return [end for ends in known.values() for end in ends] if types and is_whole else []


def is_of(kind: str | None, types: Sequence[str]) -> bool:
    """Whether a type is among these, or among none at all: `image/*` stands for every picture."""
    if not types:
        return True
    wanted = [one.split(";")[0].strip().lower() for one in types]
    return any(
        one in ("*", "*/*", kind) or (one.endswith("/*") and (kind or "").startswith(one[:-1]))
        for one in wanted
    )


def plain_name(name: object) -> str:
    """The last part of a file's name as one line: no folders, no signs that cannot be seen but those that join what stands beside
    them; its end is kept."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1] if isinstance(name, str) else ""
    seen = (sign if sign.isprintable() or sign in JOINERS else " " for sign in last)
    line = " ".join("".join(seen).split())
    if len(line) <= MOST_NAME:
        return line
    stem, dot, end = line.rpartition(".")
    if dot and len(end) <= 8:
        return f"{beginning(stem, MOST_NAME - 10)}…{dot}{end}"
    return f"{beginning(line, MOST_NAME - 1)}…"


class FileChoice:
    """One a button. Keep it as long as the button stands: the client answers it.

    `is_browser`: whoever answers is a page of another machine, and has no files here.
    """

    def __init__(
        self, on_chosen: Callable[[Chosen], Awaitable[None] | None], most_bytes: int, *, is_browser: bool
    ) -> None:
        self._on_chosen = on_chosen
        self._most = most_bytes
        self._is_browser = is_browser
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
        )

    async def _on_result(self, e: Any) -> None:
        files = getattr(e, "files", None)
        if not isinstance(files, list) or not files:
            return
        stated = self._on_chosen(await self._taken(files[0]))  # the dialog gives one
        if stated is not None:
            await stated

    async def _taken(self, one: Any) -> Chosen:
        name, data, path = plain_name(getattr(one, "name", "")), one.bytes, one.path
        if isinstance(data, bytes):
            return Chosen(name, len(data), data if len(data) <= self._most else None)
        if self._is_browser or not isinstance(path, str):
            return Chosen(name, 0, None)
        size, data = await asyncio.to_thread(_read, path, self._most)
        return Chosen(name, size, data)


def _read(path: str, most: int) -> tuple[int, bytes | None]:
    """How large a regular file is, and what is in it if it is not more than `most`. (0, None) where it is no such file."""
    try:
        # Without waiting: opening a pipe that nobody writes to would never return.
        opened = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(opened, "rb") as file:
            if not stat.S_ISREG(os.fstat(opened).st_mode):
                return 0, None
            data = file.read(most + 1)  # what it says of its size may change meanwhile: what is read counts
            return (
                (len(data), data) if len(data) <= most else (max(len(data), os.fstat(opened).st_size), None)
            )
    except (OSError, ValueError):
        return 0, None
