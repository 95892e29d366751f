"""The client's end of Flet's wire: encodes what is sent, as the real one must, and answers what a client answers."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from typing import Any, Protocol

import msgpack
from flet.controls.base_control import BaseControl
from flet.messaging.connection import Connection
from flet.messaging.protocol import Message, MessageAction, configure_encode_object_for_msgpack
from flet.pubsub.pubsub_hub import PubSubHub

FEATURES = {
    "accessible_navigation": False,
    "bold_text": False,
    "disable_animations": False,
    "high_contrast": False,
    "invert_colors": False,
    "reduce_motion": True,
    "on_off_switch_labels": False,
    "supports_announcements": True,
}


class Client(Protocol):
    """Who sits at the other end."""

    crashes: list[str]

    def soon(self, work: Any) -> None: ...

    async def answer(self, control_id: int, call_id: str, name: str, args: Any) -> None: ...


class Wire(Connection):
    """Answers what a client would."""

    def __init__(self, client: Client) -> None:
        super().__init__()
        self._client = client
        self.pubsubhub = PubSubHub(loop=asyncio.get_running_loop())
        self.loop = asyncio.get_running_loop()
        self.page_url = "http://127.0.0.1:8550"
        self.sent = 0
        self.sent_bytes = 0
        self.last: deque[bytes] = deque(maxlen=100)

    def send_message(self, message: Message) -> None:
        packed = msgpack.packb(
            [message.action, message.body], default=configure_encode_object_for_msgpack(BaseControl)
        )
        self.sent += 1
        self.sent_bytes += len(packed)
        self.last.append(packed)
        if message.action == MessageAction.SESSION_CRASHED:
            self._client.crashes.append(str(message.body.message))
        elif message.action == MessageAction.INVOKE_METHOD:
            body = message.body
            self._client.soon(self._client.answer(body.control_id, body.call_id, body.name, body.args))


class Listener(logging.Handler):
    def __init__(self, lines: list[str]) -> None:
        super().__init__()
        self._lines = lines

    def emit(self, record: logging.LogRecord) -> None:
        self._lines.append(record.getMessage())
