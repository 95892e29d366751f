"""The page for a browser that comes back from the clinic's sign-in when nobody waits for it any more.

It says what happened, what is safe and what to do.
"""

from __future__ import annotations

from html import escape

from starlette.responses import HTMLResponse

from mobile.hosting.plain_page import go_link, plain_page
from mobile.i18n import Speech


def late_page(speaks: str) -> HTMLResponse:
    """In the language this browser asks for first, where it is one of ours."""
    speech = Speech(speaks)
    _ = speech.gettext
    lines = (
        _(
            "Nobody waits for it here any more: it was open for a long time, it was finished before, "
            "or it was begun in another browser."
        ),
        _("Nothing was changed, and no password came to Lantern."),
        _("Go back to Lantern. If you are not signed in there, start the sign-in again."),
    )
    support = f'<p><a class="help" href="/support">{escape(_("Support"))}</a></p>'
    links = go_link(_("Back to Lantern")) + support
    return plain_page(speech, _("This sign-in is over"), lines, links=links)
