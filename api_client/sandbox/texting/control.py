"""The page for trying text messages in the sandbox: what the gateway kept, and answers as they would come from a phone. Demo only.

It sends nothing anywhere. Its form carries a word that only this page has: another site's page in the same browser does nothing here.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import escape

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from api_client.plain_html import HEADERS, whole_page
from api_client.sandbox.launch import Wrong, values_of
from api_client.sandbox.texting.gateway import KeepingGateway, Kept
from api_client.sandbox.texting.texts import Texts

PATH = "/demo/texts"


@dataclass(frozen=True)
class TextControl:
    """`clock`: the clinic's."""

    texts: Texts
    gateway: KeepingGateway
    clock: Callable[[], datetime]
    word: str = field(default_factory=lambda: secrets.token_urlsafe(16))

    def routes(self) -> list[Route]:
        return [
            Route(PATH, self.show, methods=["GET"]),
            Route(PATH, self.answer, methods=["POST"]),
        ]

    async def show(self, _: Request) -> Response:
        """What was sent, the newest first."""
        return HTMLResponse(self._page(), 200, HEADERS)

    async def answer(self, request: Request) -> Response:
        """An answer from a number, or a look at what is due now."""
        try:
            values = await values_of(request)
        except Wrong:
            values = {}
        if not hmac.compare_digest(values.get("word", "").encode(), self.word.encode()):
            return HTMLResponse(self._page("Open this page anew, then try again."), 403, HEADERS)
        if "number" in values:
            self.texts.wishes.hear(values["number"], values.get("text", ""))
        await self.texts.tick()
        return RedirectResponse(PATH, 303, HEADERS)

    def _page(self, trouble: str = "") -> str:
        hidden = f'<input type="hidden" name="word" value="{escape(self.word)}">'
        kept = list(reversed(self.gateway.kept()))
        alert = f'<p role="alert">{escape(trouble)}</p>' if trouble else ""
        rows = "".join(self._row(one, hidden) for one in kept) or "<p>Nothing was sent yet.</p>"
        now = f"{self.clock().astimezone(UTC):%Y-%m-%d %H:%M} UTC"
        return whole_page(
            "en",
            "Text messages of the sandbox",
            f"<h1>Text messages</h1>{alert}<p>This is a sandbox: nothing leaves it, and every number is invented. "
            f"The clinic’s clock says {now}.</p>"
            f'<form method="post">{hidden}<button type="submit">Send what is due now</button></form>{rows}',
        )

    def _row(self, one: Kept, hidden: str) -> str:
        at = datetime.fromtimestamp(one.at / 1000, UTC)
        buttons = "".join(
            f'<button type="submit" name="text" value="{word}">Answer {word}</button>'
            for word in ("YES", "STOP", "START")
        )
        return (
            f'<div class="card"><p><b>{escape(one.number)}</b> · {at:%Y-%m-%d %H:%M} UTC</p><p>{escape(one.text)}</p>'
            f'<form method="post">{hidden}<input type="hidden" name="number" value="{escape(one.number)}">{buttons}</form></div>'
        )
