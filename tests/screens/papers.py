"""Ways through an agreement that is a PDF, as a person goes them, and papers as a clinic would send them."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha1
from typing import Any

from tests.screens.harness import Phone

PAPER = "/agreements/paper/DocumentReference%2Frowan-house-rules"
TOGETHER = "/agreements/paper/DocumentReference%2Fines-agreed-together"
Document = dict[str, Any]


def with_file(pdf: bytes, id: str = "rowan-house-rules", **more: Any) -> Callable[[Document], Document]:
    """The sample paper with another file in it, as `seeded` takes it."""

    def change(one: Document) -> Document:
        if one["id"] != id:
            return one
        changed: Document = {**json.loads(json.dumps(one)), **more}
        changed["content"][0]["attachment"] = {
            "contentType": "application/pdf",
            "data": b64encode(pdf).decode(),
            "hash": b64encode(sha1(pdf).digest()).decode(),
        }
        return changed

    return change


async def page_through(phone: Phone, route: str = PAPER, pages: int = 3) -> None:
    """Every page shown, on to the page where it is signed."""
    await phone.start(route)
    for number in range(1, pages):
        await phone.sees(f"Page {number} of {pages}")
        await phone.tap("Next page", "button")
    await phone.sees(f"Page {pages} of {pages}")
    await phone.tap("Go on to sign", "button")
    await phone.sees("Sign", "heading")
