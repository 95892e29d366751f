"""A link as a QR code, for the camera of another device: dark on white with its margin, on a dark page too, or no camera would read it."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence

import flet as ft
import qrcode
from qrcode.constants import ERROR_CORRECT_M

from mobile.design import tokens as t

MARGIN = 4
"""Modules of white around it (ISO/IEC 18004)."""
ACROSS = 8
"""Pixels a module is drawn with."""
MOST_SIGNS = 2000
"""What is longer has modules too small for a telephone's camera at this size."""
SIZE = 220


def qr_code(text: str, label: str) -> ft.Control | None:
    """`text` as it is read by a camera; `label`: what a screen reader says in its place. None: it is too long to be drawn."""
    if len(text) > MOST_SIGNS:
        return None
    image = ft.Image(
        src=png_of(modules(text)),
        width=SIZE,
        height=SIZE,
        fit=ft.BoxFit.CONTAIN,
        filter_quality=ft.FilterQuality.NONE,
        semantics_label=label,
        error_content=ft.Icon(ft.Icons.BROKEN_IMAGE_OUTLINED, color=t.MUTED, semantics_label=label),
    )
    return ft.Row(
        [ft.Container(image, bgcolor=ft.Colors.WHITE, border_radius=t.S12, padding=t.S4)],
        alignment=ft.MainAxisAlignment.CENTER,
    )


def modules(text: str) -> Sequence[Sequence[bool]]:
    """Row by row, True is dark; the margin is in it."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=MARGIN)
    code.add_data(text)
    code.make()
    return [[bool(one) for one in row] for row in code.get_matrix()]


def png_of(rows: Sequence[Sequence[bool]]) -> bytes:
    """Black and white, one bit a pixel."""
    lines: list[bytes] = []
    for row in rows:
        bits = "".join(("0" if dark else "1") * ACROSS for dark in row)
        bits += "0" * (-len(bits) % 8)
        line = b"\0" + int(bits, 2).to_bytes(len(bits) // 8, "big")
        lines += [line] * ACROSS
    side = len(rows) * ACROSS
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    data = zlib.compress(b"".join(lines), 9)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
