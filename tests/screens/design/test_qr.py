"""A QR code is the library's, dark on white with its margin, whatever the page looks like; what is too long is none."""

from __future__ import annotations

import io

import flet as ft
from PIL import Image

from mobile.design.parts.qr import ACROSS, MARGIN, MOST_SIGNS, modules, png_of, qr_code

LINK = "https://clinic.example/auth/invited/k3J9-invented_code-of-128-bits"


def test_the_picture_is_the_code_module_by_module_with_its_margin() -> None:
    rows = modules(LINK)
    assert len({len(rows), *map(len, rows)}) == 1
    assert not any(any(row[:MARGIN]) or any(row[-MARGIN:]) for row in rows)
    assert not any(any(row) for row in (*rows[:MARGIN], *rows[-MARGIN:]))
    finder = [row[MARGIN : MARGIN + 7] for row in rows[MARGIN : MARGIN + 7]]
    assert finder[0] == finder[6] == [True] * 7
    assert finder[1] == [True, *[False] * 5, True]
    picture = Image.open(io.BytesIO(png_of(rows))).convert("L")
    assert picture.size == (len(rows) * ACROSS,) * 2
    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            seen = {picture.getpixel((x * ACROSS + at, y * ACROSS + at)) for at in (0, ACROSS - 1)}
            assert seen == {0 if dark else 255}, (x, y)


def test_it_stands_on_white_and_is_named() -> None:
    row = qr_code(LINK, "The same link")
    assert isinstance(row, ft.Row)
    ground = row.controls[0]
    assert isinstance(ground, ft.Container)
    assert ground.bgcolor == ft.Colors.WHITE
    image = ground.content
    assert isinstance(image, ft.Image)
    assert image.semantics_label == "The same link"


def test_what_no_camera_would_read_is_not_drawn() -> None:
    assert qr_code("x" * (MOST_SIGNS + 1), "too long") is None
