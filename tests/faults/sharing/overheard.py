"""All that leaves a person's devices for the clinic, read byte by byte and held against what they saw and agreed to.

Every word that is written holds a token of its own. A token that was in no agreed preview, a text that is none of them, and a
mark beside a text that was not agreed to with it each count as ungranted.
"""

from __future__ import annotations

import json
import re
from base64 import b64decode
from collections.abc import Iterator
from typing import Any

import httpx

from mobile.care.catalog import Who, filing
from mobile.care.journal.shared_entry import SharedEntry
from mobile.care.shared_goal import WITHDRAWN_TEXT
from mobile.care.shared_kinds import COPIES

Json = dict[str, Any]


class Overheard(httpx.AsyncBaseTransport):
    """Stands before the clinic. `bodies`: what was sent since they were last read."""

    def __init__(self, app: Any) -> None:
        self._inner = httpx.ASGITransport(app)
        self.bodies: list[str] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.bodies.append(f"{request.url}\n{(await request.aread()).decode()}")
        return await self._inner.handle_async_request(request)


class Agreed:
    """What a person saw in previews, and what of it was sent. `begins`: with this begins every token."""

    def __init__(self, begins: str) -> None:
        self.token = re.compile(begins + r"\d+q")
        self.texts = set[str]()
        """Of previews, and of what goes along with one: sound and pictures are texts of tokens here."""
        self.by_reader = dict[str, set[str]]()
        self.starred, self.starting = set[str](), set[str]()
        """Previews that showed a star, and that said: start with this one."""
        self.words = set[str]()
        self.ungranted, self.sent = 0, 0
        self.why = list[str]()

    def to(self, reader: str, text: str, *, is_starred: bool = False, is_start: bool = False) -> None:
        """This reader may have this text from now on."""
        self.texts.add(text)
        self.by_reader.setdefault(reader, set()).add(text)
        self.words.update(self.token.findall(text))
        if is_starred:
            self.starred.add(text)
        if is_start:
            self.starting.add(text)

    def hold(self, body: str) -> None:
        """Counts what of one request nobody agreed to."""
        files = [text_of(data) for data in re.findall(r'"data":\s*"([A-Za-z0-9+/=]+)"', body)]
        shown = [*files]
        for one in resources_in(body.partition("\n")[2]):
            if one["resourceType"] == "Goal":
                shown.append(str(one.get("description", {}).get("text")))
            elif one["resourceType"] == "DocumentReference":
                self._marks(one)
        shown = [text for text in shown if text != WITHDRAWN_TEXT]
        self.sent += len(shown)
        self._count([text for text in shown if text not in self.texts])
        self._count(sorted(set(self.token.findall(" ".join([body, *files]))) - self.words))

    def _marks(self, document: Json) -> None:
        found = filing("DocumentReference", json.dumps(document), Who("patient", "Patient/rowan", "rowan"))
        if found is None or found.kind != SharedEntry.KIND:
            return
        copy = SharedEntry.from_resource(document)
        if copy.is_starred and copy.words not in self.starred:
            self._count(["a star"])
        if copy.start_here_at is not None and copy.words not in self.starting:
            self._count(["to start here"])
        if len(copy.steps) != len(copy.shown.steps):
            self._count(["a step"])

    def _count(self, found: list[str]) -> None:
        self.ungranted += len(found)
        self.why += found


def text_of(base64: str) -> str:
    """Bytes as text, each as itself: sound and pictures too."""
    return b64decode(base64).decode("utf-8", "surrogateescape")


def resources_in(text: str) -> Iterator[Json]:
    """Every resource in a body, those inside of a Bundle too. Nothing in what is no JSON."""
    try:
        waiting: list[Any] = [json.loads(text)]
    except ValueError:
        return
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            if "resourceType" in one:
                yield one
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one


COPY_TYPES = frozenset(one.KIND.resource_type for one in COPIES)
"""What copies travel as."""
