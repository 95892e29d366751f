"""Where somebody who is asked to take a person home opens the page and answers.

Looking changes nothing, so that a chat which fetches the address to show a picture of it answers for nobody: only the form that
is sent does. Nothing here is logged, and what opens nothing is answered alike, whyever it does not.
"""

from __future__ import annotations

from dataclasses import dataclass
from threading import RLock

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from api_client.plain_html import HEADERS
from api_client.sandbox import ride_pages
from api_client.sandbox.launch import Wrong, values_of
from api_client.sandbox.ride_answers import PATH, Answer, Rides
from api_client.sandbox.wall_words import language_of

_ANSWERS: dict[str, Answer] = {"yes": "yes", "no": "no"}


@dataclass(frozen=True)
class RideDoor:
    """The two ways through it."""

    rides: Rides
    lock: RLock

    def routes(self) -> list[Route]:
        return [
            Route(f"{PATH}{{secret:path}}", self.show, methods=["GET"]),
            Route(f"{PATH}{{secret:path}}", self.answer, methods=["POST"]),
        ]

    async def show(self, request: Request) -> Response:
        """The page, or that nothing is open there."""
        with self.lock:
            ride = self.rides.open(request.path_params["secret"])
        if ride is None:
            return _gone(request)
        return HTMLResponse(ride_pages.asked(ride), 200, HEADERS)

    async def answer(self, request: Request) -> Response:
        """Keeps the answer and leads back to the page. One to what is no longer so is not kept, and the page says that."""
        secret = request.path_params["secret"]
        try:
            values = await values_of(request)
        except Wrong:
            values = {}
        answer = _ANSWERS.get(values.get("answer", ""))
        with self.lock:
            is_kept = answer is not None and self.rides.answer(secret, answer, values.get("seen", ""))
            ride = None if is_kept else self.rides.open(secret)
        if is_kept:
            return RedirectResponse(request.url.path, 303, HEADERS)
        if ride is None:
            return _gone(request)
        return HTMLResponse(ride_pages.asked(ride, is_stale=True), 409, HEADERS)


def _gone(request: Request) -> Response:
    language = language_of(request.headers.get("accept-language", ""))
    return HTMLResponse(ride_pages.gone(language), 404, HEADERS)
