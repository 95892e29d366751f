"""What a chosen file becomes before it is kept anywhere: a picture upright, small and silent, another file as it is.

What a file is, is told by what it holds: its name alone makes it neither a picture nor a document. Of a picture the name is left behind too: phones name
them by the moment they were taken.
"""

from __future__ import annotations

import asyncio
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from mobile.device import pictures
from mobile.device.files import Chosen, is_of, type_of
from mobile.device.pictures import NotAPicture, TooManyPoints

Why = Literal["unread", "heic", "too_many_points", "not_a_picture", "other_kind", "too_large", "no_room"]
LEAST_ROOM = 24 * 1024
"""Less than this is not worth a photo: nothing on it could be read."""
PICTURES = ("image/jpeg", "image/png", "image/webp")
"""What is asked for where a picture is wanted. Asked for without HEIC, an iPhone hands over a JPEG of its photo."""
OFFERED: tuple[pictures.Written, ...] = ("image/jpeg", "image/png")


class NotTaken(Exception):
    """This file is not taken, and why. Carries nothing of it."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why: Why = why


@dataclass(frozen=True)
class Taken:
    """`name` "": it is a picture, and whoever keeps it names it."""

    name: str
    content_type: str | None
    data: bytes = field(repr=False)


def most_read(types: Sequence[str], most_bytes: int) -> int:
    """How much of a file is worth reading: a picture becomes smaller."""
    is_for_pictures = any(is_of(kind, types) for kind in OFFERED)
    return pictures.MOST_BYTES if is_for_pictures else most_bytes


async def taken(
    chosen: Chosen, types: Sequence[str], most_bytes: int, most_of_picture: int | None = None
) -> Taken:
    """The file as it may be kept in `most_bytes`, a picture in `most_of_picture`; None: the same. `types`: those that are
    asked for; none: any. Raises NotTaken."""
    data = chosen.data
    if data is None:
        raise NotTaken("too_large" if chosen.size > most_read(types, most_bytes) else "unread")
    wants_picture = bool(types) and all(one.startswith("image/") for one in types)
    if pictures.is_heic(data):
        raise NotTaken("heic")
    if pictures.is_picture(data) or wants_picture:
        return await _picture(data, types, most_bytes if most_of_picture is None else most_of_picture)
    kind = type_of(chosen.name)
    if not is_of(kind, types) or not _holds(kind, data):
        raise NotTaken("other_kind")
    if len(data) > most_bytes:
        raise NotTaken("too_large")
    return Taken(chosen.name, kind, data)


async def picture_taken(chosen: Chosen, most_bytes: int, small_bytes: int) -> tuple[Taken, bytes]:
    """A picture as it may be kept, and the same in fewer points, in so many bytes each. Raises NotTaken."""
    made = await taken(chosen, PICTURES, most_bytes)
    kind: pictures.Written = "image/png" if made.content_type == "image/png" else "image/jpeg"
    small = await asyncio.to_thread(pictures.light, made.data, small_bytes, kind)
    return made, small.data


def _holds(kind: str | None, data: bytes) -> bool:
    """Whether the bytes begin as a file of this type does. Readers look for a PDF's mark in its first kilobyte."""
    if kind == "application/pdf":
        return b"%PDF-" in data[:1024]
    if kind == "text/plain":
        return b"\0" not in data[:4096]
    return kind is None or not kind.startswith("image/")  # a real picture was taken as one before


async def _picture(data: bytes, types: Sequence[str], most_bytes: int) -> Taken:
    kind: pictures.Written | None = next((one for one in OFFERED if is_of(one, types)), None)
    if kind is None or not pictures.is_picture(data):
        raise NotTaken("other_kind" if kind is None else "not_a_picture")
    if most_bytes < LEAST_ROOM:
        raise NotTaken("no_room")
    try:
        made = await asyncio.to_thread(pictures.light, data, most_bytes, kind)
    except TooManyPoints:
        raise NotTaken("too_many_points") from None
    except NotAPicture:
        raise NotTaken("not_a_picture") from None
    return Taken("", made.content_type, made.data)


async def smaller(base64: str, content_type: str, most_bytes: int) -> tuple[str, str, int]:
    """A picture that was taken before, made smaller: its kind, its base64 and its bytes. Raises NotTaken."""
    kind: pictures.Written = "image/png" if content_type == "image/png" else "image/jpeg"
    try:
        made = await asyncio.to_thread(pictures.light, b64decode(base64), most_bytes, kind)
    except (NotAPicture, ValueError):
        raise NotTaken("not_a_picture") from None
    return made.content_type, b64encode(made.data).decode(), len(made.data)
