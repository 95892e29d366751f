"""The page for a browser that comes back from the clinic's sign-in where that cannot go on.

It says the true reason, what is safe and what to do, also to a browser that withholds everything it may.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from starlette.responses import HTMLResponse

from mobile.hosting.plain_page import go_link, plain_page
from mobile.i18n import N_, Speech

COOKIES = N_(
    "Allow cookies for this address, at least until you are signed in, or open Lantern in another browser. Then start the "
    "sign-in again."
)
AGAIN = N_("Go back to Lantern. If you are not signed in there, start the sign-in again.")
REASONS: Mapping[str, tuple[str, str]] = {
    "elsewhere": (
        N_("This sign-in was begun in another browser, and it can end only there."),
        N_("Go back to that browser and start the sign-in again. Open your clinic's page in it, too."),
    ),
    "no_mark": (
        N_(
            "This browser did not send the cookie by which Lantern knows it again, so nobody can be signed in here."
        ),
        COOKIES,
    ),
    "finished": (N_("This sign-in was finished before. An answer is good only once."), AGAIN),
    "expired": (N_("This sign-in was open for more than ten minutes, so it was closed to be safe."), AGAIN),
    "stopped": (
        N_("This sign-in was stopped in Lantern, or its page was closed, before the answer came."),
        AGAIN,
    ),
    "refused": (N_("Your clinic's sign-in said no, and did not say to which sign-in it belongs."), AGAIN),
    "unknown": (
        N_(
            "Lantern does not know this sign-in. It was started anew meanwhile, or the address is an old one."
        ),
        AGAIN,
    ),
}
"""By `PendingSignIns.deliver`: what happened, and what to do."""


def late_page(speaks: str, why: str) -> HTMLResponse:
    """In the language this browser asks for first, where it is one of ours. `why`: a key of `REASONS`; anything else is as
    if nobody knew."""
    speech = Speech(speaks)
    _ = speech.gettext
    happened, do = REASONS.get(why, REASONS["unknown"])
    lines = (_(happened), _("Nothing was changed, and no password came to Lantern."), _(do))
    support = f'<p><a class="help" href="/support">{escape(_("Support"))}</a></p>'
    links = go_link(_("Back to Lantern")) + support
    return plain_page(speech, _("This sign-in is over"), lines, links=links)
