"""Flet's messages as they go over the wire, and what a session says while nobody hears it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgpack
from flet.controls.base_control import BaseControl
from flet.controls.context import _context_page
from flet.messaging.protocol import (
    Message,
    MessageAction,
    PatchControlBody,
    configure_encode_object_for_msgpack,
    decode_ext_from_msgpack,
)

__all__ = [
    "Message",
    "MessageAction",
    "PatchControlBody",
    "as_page",
    "packed",
    "say_by",
    "unpacked",
    "values_sent",
]


def _encoded(value: Any) -> bytes:
    """Half a character anywhere on a page must not cost the page, nor its way to help."""
    encode = configure_encode_object_for_msgpack(BaseControl)
    return msgpack.packb(value, default=encode, unicode_errors="replace") or b""


def packed(message: Message) -> bytes:
    """As Flet sends it. Packing is also what Flet measures later changes against."""
    return b"\0" + _encoded([message.action, message.body])


def values_sent(control: Any) -> Any:
    """All of a control as the page is sent it: maps, lists and plain values. Packing, too, is what changes are measured against."""
    return msgpack.unpackb(_encoded(control), strict_map_key=False)


def unpacked(frame: bytes) -> Any:
    """What a page sent. Raises what msgpack raises, and more: it may be anything."""
    return msgpack.unpackb(frame, ext_hook=decode_ext_from_msgpack)


def say_by(session: Any, say: Callable[[Message, Callable[[Message], None]], None]) -> None:
    """From now on everything the session says goes to `say`, with Flet's own way of saying it."""
    says: Callable[[Message], None] = session._Session__send_message
    session._Session__send_message = lambda message: say(message, says)


def as_page(page: Any) -> None:
    """Work of this context is this page's, as Flet marks the handlers that it calls itself."""
    _context_page.set(page)
