"""The page for a browser that comes back from the clinic's sign-in when nobody waits for it any more.

It says what happened, what is safe and what to do, and needs no script, so that it stands whatever else does not. It
never repeats anything of the address it was reached by.
"""

from __future__ import annotations

from html import escape

from starlette.responses import HTMLResponse

from mobile.design import tokens as t
from mobile.i18n import Speech

POLICY = "default-src 'none'; style-src 'unsafe-inline'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


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
    said = "".join(f"<p>{escape(line)}</p>" for line in lines)
    title = escape(_("This sign-in is over"))
    body = (
        f'<main><h1>{title}</h1>{said}<p><a class="go" href="/">{escape(_("Back to Lantern"))}</a></p>'
        f'<p><a class="help" href="/support">{escape(_("Support"))}</a></p></main>'
    )
    html = (
        f'<!DOCTYPE html><html lang="{speech.language}"><head><meta charset="UTF-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="robots" content="noindex"><meta name="color-scheme" content="light dark">'
        f"<title>{title}</title><style>{_style()}</style></head><body>{body}</body></html>"
    )
    headers = {"cache-control": "no-store", "content-security-policy": POLICY}
    return HTMLResponse(html, headers=headers)


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
        ".go{background:var(--primary);color:var(--on-primary)}"
        ".help{background:var(--support-soft);color:var(--support)}"
    )


def _colours(palette: t.Palette) -> str:
    return (
        f":root{{--ground:{palette.background};--ink:{palette.ink};--primary:{palette.primary};"
        f"--on-primary:{palette.on_primary};--support:{palette.support};--support-soft:{palette.support_soft}}}"
    )
