"""A device of somebody at a clinic for the long schedules: what their app asks, files and holds, and all that leaves it.

The searches are those of the catalogue, whole: a type left out of them would prove nothing about it.
"""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Callable
from dataclasses import fields
from typing import Any

from mobile.care.catalog import Pull, Who, filing, may_hold, pulls
from mobile.care.grant import ShareGrant
from mobile.care.opened import Opened
from mobile.care.talk.reply import Reply
from mobile.sync import PullQuery, SyncEngine
from mobile.wiring.closed_threads import give_back
from mobile.wiring.revocation_priority import settle_ended
from tests.faults.sync.device import Device

_DATA = re.compile(rb'"data":\s*"([A-Za-z0-9+/=]+)"')


def queries_of(who: Who, keep: Callable[[Pull], bool], *, reconciles_always: bool = False) -> list[PullQuery]:
    """What this person's app asks for, of the searches that are kept. `reconciles_always`: what is gone is looked for each time."""
    names = [one.name for one in fields(PullQuery)]
    found = [{name: getattr(pull, name) for name in names} for pull in pulls(who) if keep(pull)]
    again = {"reconcile_every_s": 0.0} if reconciles_always else {}
    return [PullQuery(**{**one, **again}) for one in found]


class Listening:
    """An ASGI app before the clinic that keeps what is sent to it, with what is inside of base64 beside it."""

    def __init__(self, app: Any) -> None:
        self._app = app
        self.heard = bytearray()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        async def hearing() -> Any:
            message = await receive()
            body = bytes(message.get("body") or b"")
            self.heard += body
            for data in _DATA.findall(body):
                self.heard += b64decode(data)
            return message

        self.heard += scope.get("raw_path", b"") + scope.get("query_string", b"")
        await self._app(scope, hearing, send)


class Party(Device):
    """Somebody's device, with what their app does beside sync."""

    who: Who
    opened: Opened

    def new_engine(self) -> SyncEngine:
        self.opened = Opened(self.who.reference, self.time)
        return SyncEngine(
            self.client,
            self.records,
            self.queries,
            lambda document: filing(document.type, document.text, self.who, self.opened),
            clock=self.time,
            sleep=self.time.sleep,
            random=self.random,
            opens=lambda kind, id: may_hold(kind, id, self.who, self.opened),
        )

    async def once(self) -> int:
        """One round, with what an open account does beside it. Returns how much moved."""
        for grant in await self.records.every(ShareGrant):
            self.opened.note(grant)
        for reply in await self.records.every(Reply):
            self.opened.note_reply(reply)
        reader = self.who.reference if self.who.role == "practitioner" else None
        await give_back(self.records, reader, self.time)
        done = await self.engine.once()
        await settle_ended(self.records, is_patient=reader is None)
        await give_back(self.records, reader, self.time)
        return done.sent + done.received + done.removed
