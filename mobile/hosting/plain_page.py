"""A page that stands whatever else does not: no script, no app behind it, nothing of the address it was reached by."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from html import escape
from zoneinfo import ZoneInfo

from starlette.responses import HTMLResponse

from mobile.design import tokens as t
from mobile.i18n import Speech, country_in
from mobile.screens.panels.calls import calls_for
from mobile.screens.panels.numbers import nobody_watches

POLICY = "default-src 'none'; style-src 'unsafe-inline'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


def plain_page(
    speech: Speech, title: str, lines: Sequence[str], *, links: str = "", status: int = 200
) -> HTMLResponse:
    """`title`, `lines`: plain text, in the language of `speech`. `links`: HTML that stands below them."""
    stated = "".join(f"<p>{escape(line)}</p>" for line in lines)
    html = (
        f'<!DOCTYPE html><html lang="{speech.language}"><head><meta charset="UTF-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="robots" content="noindex"><meta name="color-scheme" content="light dark">'
        f"<title>{escape(title)}</title><style>{_style()}</style></head>"
        f"<body><main><h1>{escape(title)}</h1>{stated}{links}</main></body></html>"
    )
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


def _style() -> str:
    """Lantern's colours and letters, growing with the browser's own."""
    fonts = "".join(
        f'@font-face{{font-family:"{name}";src:url("{t.FONTS[name]}")}}'
        for name in (t.SERIF, t.SANS, t.SANS_SEMIBOLD)
    )
    return (
        f"{fonts}{_colours(t.LIGHT)}@media(prefers-color-scheme:dark){{{_colours(t.DARK)}}}"
        "body{margin:0;background:var(--ground);color:var(--ink)}"
        f'main{{max-width:34rem;margin:0 auto;padding:3rem 1.25rem;font:1rem/1.45 "{t.SANS}",sans-serif}}'
        f'h1{{font:1.6rem/1.25 "{t.SERIF}",serif;margin:0 0 1rem}}'
        f'a{{display:inline-block;padding:.9rem 1.5rem;border-radius:1.6rem;font-family:"{t.SANS_SEMIBOLD}";'
        "text-decoration:none}"
        "ul{list-style:none;padding:0}li{margin:0 0 .75rem}"
        ".go{background:var(--primary);color:var(--on-primary)}"
        ".help{background:var(--support-soft);color:var(--support)}"
    )


def _colours(palette: t.Palette) -> str:
    return (
        f":root{{--ground:{palette.background};--ink:{palette.ink};--primary:{palette.primary};"
        f"--on-primary:{palette.on_primary};--support:{palette.support};--support-soft:{palette.support_soft}}}"
    )
