"""The page that loads the client: its first words and whom to call stand in it, before any script or file has come.

On a slow line the client takes a minute and more. The page is the same for every address and every person; only the language
and the country that the browser asks for change it.
"""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape
from pathlib import Path
from zoneinfo import ZoneInfo

from mobile.hosting.layer import as_script, layer_words
from mobile.i18n import Speech, country_in
from mobile.screens.panels.calls import Call, calls_for
from mobile.screens.panels.numbers import nobody_watches


class FirstPage:
    """Made from `assets/index.html`, whose places between @ are filled here."""

    def __init__(self, template: Path, client: str, renderer: str = "auto") -> None:
        """`client`: the address of the client's files, without a slash at its end. `renderer`: Flet's word for how it draws."""
        self._template = (
            template.read_text("utf-8").replace("@client@", client).replace("@renderer@", renderer)
        )

    def html(self, speaks: str) -> bytes:
        """For a browser that asks for `speaks`, such as "es-MX"."""
        speech, country = Speech(speaks), country_in(speaks)
        filled = {
            "@language@": speech.language,
            "@words@": as_script(layer_words(speech, {}, country)),
            "@opening@": _opening(speech),
            "@help@": _help(speech, country),
        }
        html = self._template
        for place, words in filled.items():
            html = html.replace(place, words, 1)
        return html.encode()


def _opening(speech: Speech) -> str:
    _ = speech.gettext
    loading = _("Getting your pages ready. On a slow connection this can take a minute.")
    failed = _("Lantern could not be loaded. Check your connection, then try again.")
    without = _("Lantern needs JavaScript, which is off in this browser.")
    return (
        f'<p id="loading-words" role="status">{escape(loading)}</p>'
        '<div class="bar" aria-hidden="true"><i></i></div>'
        f'<div id="not-loaded" role="alert" hidden><p>{escape(failed)}</p>'
        f'<button type="button" onclick="location.reload()">{escape(_("Try again"))}</button></div>'
        f"<noscript><style>#loading-words,#opening .bar{{display:none}}</style><p>{escape(without)} "
        f'<a href="/numbers">{escape(_("Who to call"))}</a></p></noscript>'
    )


def _help(speech: Speech, country: str | None) -> str:
    """The lines that answer anybody. Of what the clinic has, nothing is known before somebody is."""
    _ = speech.gettext
    calls, region = calls_for(speech, {}, country, datetime.now(UTC), ZoneInfo("UTC"))
    if not calls:
        return f"<nav><p>{escape(nobody_watches(_, region))}</p></nav>"
    first, *others = calls
    links = _link(first, 'class="first"', first.detail) + "".join(_link(one) for one in others)
    heading = escape(_("Help does not have to wait"))
    return f'<nav aria-labelledby="help"><h2 id="help">{heading}</h2><div class="ways">{links}</div></nav>'


def _link(call: Call, attributes: str = "", detail: str = "") -> str:
    small = f"<small>{escape(detail)}</small>" if detail else ""
    return f'<a {attributes} href="{escape(call.link, quote=True)}">{escape(call.name)}{small}</a>'
