"""The page for a visitor there is no room for at this moment: plain, and with whom to call instead."""

from __future__ import annotations

from starlette.responses import HTMLResponse

from mobile.hosting.plain_page import go_link, help_lines, plain_page
from mobile.i18n import Speech

AGAIN_S = 30


def busy_page(speaks: str) -> HTMLResponse:
    """In the language this browser asks for first, where it is one of ours."""
    speech = Speech(speaks)
    _ = speech.gettext
    lines = (
        _("Lantern has as many pages open as it can hold at this moment."),
        _("Nothing was changed. Please try again in a minute."),
    )
    links = go_link(_("Try again")) + help_lines(speech, speaks)
    page = plain_page(speech, _("Lantern is busy"), lines, links=links, status=503)
    page.headers["retry-after"] = str(AGAIN_S)
    return page
