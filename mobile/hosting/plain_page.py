"""A page that stands whatever else does not: no script, no app behind it, nothing to fetch, nothing of the address it was reached by."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from html import escape
from zoneinfo import ZoneInfo

from starlette.responses import HTMLResponse

from api_client.plain_html import whole_page
from mobile.i18n import Speech, country_in
from mobile.screens.panels.calls import calls_for
from mobile.screens.panels.numbers import nobody_watches

POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


def plain_page(
    speech: Speech, title: str, lines: Sequence[str], *, links: str = "", status: int = 200
) -> HTMLResponse:
    """`title`, `lines`: plain text, in the language of `speech`. `links`: HTML that stands below them."""
    stated = "".join(f"<p>{escape(line)}</p>" for line in lines)
    html = whole_page(speech.language, title, f"<h1>{escape(title)}</h1>{stated}{links}")
    headers = {"cache-control": "no-store", "content-security-policy": POLICY}
    return HTMLResponse(html, status, headers)


def help_lines(speech: Speech, speaks: str) -> str:
    """Whom to call instead, as links. `speaks`: what the browser asks for, such as "es-MX"; it may name a country."""
    calls, region = calls_for(speech, {}, country_in(speaks), datetime.now(UTC), ZoneInfo("UTC"))
    links = "".join(
        f'<li><a class="help" href="{escape(one.link, quote=True)}">{escape(one.name)}</a> {escape(one.detail)}</li>'
        for one in calls
    )
    watched = f"<p>{escape(nobody_watches(speech.gettext, region))}</p>"
    return (f"<ul>{links}</ul>" if links else "") + watched


def go_link(text: str) -> str:
    """The one way on."""
    return f'<p><a class="go" href="/">{escape(text)}</a></p>'


def numbers_page(speaks: str) -> HTMLResponse:
    """Whom to call, for any browser: the lines that answer anybody."""
    speech = Speech(speaks)
    return plain_page(
        speech, speech.gettext("Help does not have to wait"), [], links=help_lines(speech, speaks)
    )
