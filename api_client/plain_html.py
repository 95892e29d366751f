"""The frame of pages that any browser reads: no script, no font, nothing to fetch, one answer. One look for all of them.

What is outside of a page's own words is escaped by whoever writes the page. Colours stand as they are, without variables, so that
a browser of ten years ago shows them too.
"""

from __future__ import annotations

from html import escape

from api_client.dialling import dialled

MOST_BYTES = 30_000
"""A whole page, on the slowest line."""
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}
"""Of every page of the clinic's own, by whatever address it is opened."""

LIGHT = ("#FAF7F2", "#FFFFFF", "#1E2A2D", "#566469", "#E4DED4", "#1F5C57", "#FFFFFF", "#9C431F", "#FBE6DB")
DARK = ("#12181A", "#1B2326", "#EDF2F1", "#A9B7B8", "#2C373A", "#8FD3C7", "#0C2624", "#FFB695", "#3A2A22")
"""Ground, card, ink, muted, line, primary, on primary, support, support soft: the app's own, which a test holds these to."""
_SHAPE = """
body{font-family:system-ui,-apple-system,Roboto,Arial,sans-serif;font-size:106%;line-height:1.5;margin:0 auto;max-width:26em;
padding:1.5em 1.2em 2.5em;word-wrap:break-word;overflow-wrap:break-word}
main{display:block}
h1{font:normal 1.65em/1.25 Georgia,serif;margin:0 0 .8em}
h2{font-size:1em;margin:1.6em 0 .5em}
.card{border:1px solid;border-radius:1.2em;padding:.2em 1.2em;margin:0 0 1.2em}
dl{margin:0}dl div{padding:.8em 0}dl div+div{border-top:1px solid}
dt{font-size:.9em;font-weight:bold}dd{margin:0;font:1.3em/1.35 Georgia,serif}
dd.also,dd.line{font:1em/1.5 system-ui,Arial,sans-serif}
ul{list-style:none;margin:0;padding:0}
a{font-weight:bold}
ul a,.call a{display:inline-block;padding:.55em 0;font-size:1.1em}
a.go,a.help{display:inline-block;padding:.75em 1.4em;margin:.2em 0;border-radius:1.6em;text-decoration:none}
button{font:bold 1.1em/1.3 system-ui,Arial,sans-serif;width:100%;min-height:3.4em;padding:.7em 1em;border-radius:2em;border:1px solid;
background:transparent;margin:.4em 0;cursor:pointer}
.call,footer{text-align:center}
p[role]{border-left:.25em solid;padding-left:.75em;font-weight:bold}
footer{display:block;border-top:1px solid;font-size:.9em;margin-top:1.5em;padding-top:1em}
"""


def whole_page(language: str, title: str, inside: str) -> str:
    """`title` is plain text, `inside` is HTML. What looks like a number is a link only where the page says so: a phone that makes its
    own would dial what is left without one on purpose."""
    return (
        f'<!doctype html><html lang="{escape(language)}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">'
        '<meta name="format-detection" content="telephone=no, date=no, address=no, email=no">'
        f'<meta name="color-scheme" content="light dark"><link rel="icon" href="data:,"><title>{escape(title)}</title><style>{_STYLE}</style></head>'
        f"<body><main>{inside}</main></body></html>"
    )


def call_link(number: str) -> str:
    """A number to read, and to dial by a tap where it is one number and no other. HTML."""
    found = dialled(number)
    way = f' href="tel:{found}"' if found else ""
    return f"<a{way}>{escape(number)}</a>"


def _colours(palette: tuple[str, ...]) -> str:
    ground, card, ink, soft, line, go, on, help_ink, help_ground = palette
    return (
        f"body{{background:{ground};color:{ink}}}.card{{background:{card};border-color:{line}}}"
        f"dl div+div,footer{{border-color:{line}}}dt,dd.also,footer,.soft{{color:{soft}}}a{{color:{go}}}"
        f"button{{border-color:{go};color:{go}}}button.go{{background:{go};color:{on}}}p[role]{{border-color:{go}}}"
        f"a.go{{background:{go};color:{on}}}a.help{{background:{help_ground};color:{help_ink}}}"
        f"a:focus,button:focus{{outline:3px solid {ink};outline-offset:3px}}"
    )


_STYLE = f"{_SHAPE}{_colours(LIGHT)}@media (prefers-color-scheme:dark){{{_colours(DARK)}}}".replace("\n", "")
