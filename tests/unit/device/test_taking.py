"""What a file is, is told by what it holds and never by its name."""

from __future__ import annotations

import pytest

from mobile.device.files import Chosen
from mobile.device.taking import NotTaken, taken
from tests.unit.device.test_pictures import photo

ROOM = 200_000


def chosen(name: str, data: bytes) -> Chosen:
    return Chosen(name, len(data), data)


@pytest.mark.parametrize(
    ("name", "data", "types"),
    [
        ("letter.pdf", b"MZ\x90 a program", ["application/pdf"]),
        ("letter.pdf", b"", ["application/pdf"]),
        ("notes.txt", b"words\0\0more", ["text/plain"]),
        ("label.jpg", b"%PDF-1.7", ["application/pdf"]),
        ("label.webp", b"RIFF no picture", []),
    ],
)
async def test_what_is_not_what_its_name_says_is_refused(name: str, data: bytes, types: list[str]) -> None:
    with pytest.raises(NotTaken) as refused:
        await taken(chosen(name, data), types, ROOM)
    assert refused.value.why == "other_kind"


async def test_a_document_is_taken_as_it_is() -> None:
    for name, data, kind in (
        ("letter.pdf", b"\xef\xbb\xbf%PDF-1.7 words", "application/pdf"),
        ("notes.txt", "ñandú".encode(), "text/plain"),
    ):
        made = await taken(chosen(name, data), [kind], ROOM)
        assert (made.name, made.content_type, made.data) == (name, kind, data)


async def test_a_picture_by_another_name_is_made_small_like_any_picture() -> None:
    made = await taken(chosen("letter.pdf", photo(40, 30)), ["application/pdf", "image/jpeg"], ROOM)
    assert (made.name, made.content_type) == ("", "image/jpeg")
