"""Where the plain page of a day is opened, and the numbers that anybody may call.

Looking changes nothing. Nothing here is logged, and what opens nothing is answered alike, whyever it does not.
"""

from __future__ import annotations

from dataclasses import dataclass
from threading import RLock

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from api_client.plain_html import HEADERS
from api_client.sandbox.day_answers import PATH, DayPages
from api_client.sandbox.day_pages import day_page, nothing_open, numbers_page
from api_client.sandbox.wall_words import language_of


@dataclass(frozen=True)
class DayDoor:
    """The way in."""

    pages: DayPages
    lock: RLock

    def routes(self) -> list[Route]:
        return [
            Route(f"{PATH}{{secret:path}}", self.show, methods=["GET"]),
            Route("/numbers", self.numbers, methods=["GET"]),
        ]

    async def show(self, request: Request) -> Response:
        """The page, or that nothing is open there."""
        language = _language(request)
        with self.lock:
            page = self.pages.open(request.path_params["secret"])
            if page is not None:
                return HTMLResponse(day_page(page), 200, HEADERS)
            reader = self.pages.reader
            html = nothing_open(language, reader.numbers(language), reader.lines())
        return HTMLResponse(html, 404, HEADERS)

    async def numbers(self, request: Request) -> Response:
        """Whom to call; it needs no address of one's own."""
        language = _language(request)
        with self.lock:
            reader = self.pages.reader
            html = numbers_page(language, reader.numbers(language), reader.lines())
        return HTMLResponse(html, 200, HEADERS)


def _language(request: Request) -> str:
    return language_of(request.headers.get("accept-language", ""))
