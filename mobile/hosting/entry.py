"""`lantern app`: only the browser that opened the address Lantern printed gets a page, whoever else is on this machine.

Without it any other account of the machine could use up the tries of the PIN. The address holds a secret that is good for
one browser, once; it is exchanged for a cookie and leaves the address bar at once. The cookie outlives the process, so that
a page which is open while Lantern is started again goes on: its key is in a file that only the owner of the data may read.
Where the system tells which account asks, another account's is refused whatever it brings: cookies can be collected.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from collections.abc import Callable
from http.cookies import CookieError, SimpleCookie
from pathlib import Path

from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from mobile.hosting.account import is_foreign
from mobile.hosting.expired_sign_in import REASONS
from mobile.hosting.plain_page import help_lines, plain_page
from mobile.i18n import Speech
from mobile.wiring.browser import first_language

PATH = "/enter/"
FONTS = "/fonts/"
RETURN = "/signed-in"
"""The way back from the clinic's sign-in: a browser that withholds the cookie there is told that, and not that it is a
stranger."""
KEPT_S = 30 * 24 * 3600


class Entry:
    """Who may come in. One a process."""

    on_used: Callable[[str], None]
    """Called when the address was used up, with the next one."""

    def __init__(self, key: bytes, port: int, is_foreign: Callable[[Scope], bool] = is_foreign) -> None:
        """`key`: 32 bytes that outlive the process. `is_foreign`: whether another account of this machine asks."""
        self._is_foreign = is_foreign
        self._key = key
        self._name = f"lantern-entry-{port}"  # cookies know no ports
        self._port = port
        self.on_used = lambda _: None
        self._secret = secrets.token_urlsafe(32)

    @property
    def address(self) -> str:
        """Lets in the browser that opens it first."""
        return f"http://127.0.0.1:{self._port}{PATH}{self._secret}"

    def before(self, app: ASGIApp) -> ASGIApp:
        """Nothing behind it is reached without the cookie."""

        async def entered(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] not in ("http", "websocket") or self._is_known(scope):
                is_again = scope["type"] == "http" and scope["path"].startswith(PATH)
                await (RedirectResponse("/", 303) if is_again else app)(scope, receive, send)
            elif scope["type"] == "websocket":
                await receive()
                await send({"type": "websocket.close", "code": 4403})
            elif scope["method"] == "GET" and scope["path"].startswith(FONTS):
                await app(scope, receive, send)
            else:
                await self._answer(scope)(scope, receive, send)

        return entered

    def _answer(self, scope: Scope) -> Response:
        if scope["path"] in (RETURN, f"{RETURN}/late"):
            return cookie_withheld(first_language(scope))
        stated = scope["path"].removeprefix(PATH) if scope["path"].startswith(PATH) else ""
        is_ours = hmac.compare_digest(stated.encode("utf-8", "surrogateescape"), self._secret.encode())
        if scope["method"] != "GET" or not is_ours or _is_only_looking(scope) or self._is_foreign(scope):
            return not_let_in(first_language(scope))
        self._secret = secrets.token_urlsafe(32)
        self.on_used(self.address)
        mark = secrets.token_urlsafe(24)
        answer = RedirectResponse("/", 303)
        # Lax, not Strict: the way back from the clinic's sign-in begins at another site.
        answer.set_cookie(
            self._name, f"{mark}.{self._seal(mark)}", max_age=KEPT_S, path="/", httponly=True, samesite="lax"
        )
        answer.headers["cache-control"] = "no-store"
        return answer

    def _is_known(self, scope: Scope) -> bool:
        stated = b"; ".join(value for name, value in scope["headers"] if name == b"cookie")
        try:
            found = SimpleCookie(stated.decode("latin-1")).get(self._name)
        except CookieError:
            return False
        mark, _, seal = (found.value if found is not None else "").partition(".")
        is_sealed = bool(mark) and hmac.compare_digest(seal.encode(), self._seal(mark).encode())
        return is_sealed and not self._is_foreign(scope)

    def _seal(self, mark: str) -> str:
        return hmac.new(self._key, f"{self._port} {mark}".encode(), hashlib.sha256).hexdigest()


def _is_only_looking(scope: Scope) -> bool:
    """A browser that fetches ahead of the person would use the address up."""
    return any(
        name in (b"sec-purpose", b"purpose") and b"prefetch" in value for name, value in scope["headers"]
    )


def not_let_in(speaks: str) -> HTMLResponse:
    """What a browser without the cookie is told."""
    speech = Speech(speaks)
    _ = speech.gettext
    lines = (
        _("On this computer Lantern opens only in the browser that its owner let in."),
        _("Open the address that Lantern shows where it was started. It works once, for one browser."),
    )
    links = help_lines(speech, speaks)
    return plain_page(speech, _("Lantern is not open here"), lines, links=links, status=403)


def cookie_withheld(speaks: str) -> HTMLResponse:
    """What a browser is told that comes back from the clinic's sign-in without the cookie."""
    speech = Speech(speaks)
    _ = speech.gettext
    lines = [_(one) for one in REASONS["no_mark"]]
    lines.insert(1, _("Nothing was changed, and no password came to Lantern."))
    links = help_lines(speech, speaks)
    return plain_page(speech, _("This sign-in cannot end here"), lines, links=links, status=403)


def kept_key(folder: Path) -> bytes:
    """The key of this data folder's cookies, made at the first start. Raises OSError."""
    path = folder / "browser-key"
    try:
        key = path.read_bytes()
        if len(key) == 32:
            return key
        path.unlink()
    except FileNotFoundError:
        pass
    key = secrets.token_bytes(32)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(key)
    return key
