"""The clinic's own pages in the browser: signing in, and saying what went wrong. Plain HTML, no script, nobody else's host.

Every text that came from outside is escaped. A page must never show a code, a token or why a password was wrong.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from api_client.plain_html import HEADERS as HEADERS
from api_client.sandbox.people import Account

_ROLES = {
    "patient": "Patient",
    "therapist": "Integration therapist",
    "prescriber": "Prescriber",
    "coordinator": "Coordinator",
    "guest": "Therapist from outside",
}
_INVITED = '<p><a href="invited">I was invited by a patient</a></p>'

_STYLE = """
:root { color-scheme: light dark; }
body { font: 1.0625rem/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 34rem; padding: 2rem 1.25rem; }
h1 { font-size: 1.5rem; line-height: 1.25; }
ul { list-style: none; padding: 0; }
li { margin: 0 0 .75rem; }
button { font: inherit; text-align: left; width: 100%; min-height: 3rem; padding: .75rem 1rem; border-radius: .75rem;
  border: 1px solid currentColor; background: transparent; color: inherit; cursor: pointer; }
button:focus-visible, input:focus-visible { outline: 3px solid #2f7d74; outline-offset: 2px; }
button strong, button span { display: block; }
label { display: block; margin: 1rem 0 .25rem; }
input { font: inherit; width: 100%; box-sizing: border-box; min-height: 3rem; padding: .5rem .75rem;
  border-radius: .5rem; border: 1px solid currentColor; background: transparent; color: inherit; }
.go { margin-top: 1.5rem; text-align: center; font-weight: 600; }
[role=alert] { border-left: .25rem solid #b3261e; padding-left: .75rem; }
"""


def page(title: str, inside: str) -> str:
    """A whole page; `inside` is HTML, the title is not."""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>"
        f"<body><main><h1>{escape(title)}</h1>{inside}</main></body></html>"
    )


def _hidden(asked: Mapping[str, str]) -> str:
    return "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, value in asked.items()
    )


def choose(clinic: str, people: Sequence[Account], asked: Mapping[str, str]) -> str:
    """Demo: who may sign in, one button a person."""
    items = "".join(
        f'<li><button type="submit" name="person" value="{escape(one.hint)}"><strong>{escape(one.name)}</strong>'
        f"<span>{_ROLES.get(one.role, '')} · {escape(one.situation)}</span></button></li>"
        for one in people
    )
    return page(
        f"Sign in at {clinic}",
        "<p>This is a sandbox. Everyone here is invented. Choose who you want to be.</p>"
        f'<form method="post" action="authorize">{_hidden(asked)}<ul aria-label="People">{items}</ul></form>{_INVITED}',
    )


def sign_in(clinic: str, asked: Mapping[str, str], *, trouble: str = "") -> str:
    """User name and password. `trouble`: one plain sentence, or ""."""
    alert = f'<p role="alert" id="trouble">{escape(trouble)}</p>' if trouble else ""
    described = ' aria-describedby="trouble"' if trouble else ""
    return page(
        f"Sign in at {clinic}",
        f'{alert}<form method="post" action="authorize">{_hidden(asked)}'
        '<label for="username">User name</label>'
        f'<input id="username" name="username" autocomplete="username" required{described}>'
        '<label for="password">Password</label>'
        '<input id="password" name="password" type="password" autocomplete="current-password" required>'
        '<button class="go" type="submit">Sign in</button></form>'
        f"{_INVITED}",
    )


def wrong(clinic: str, says: str) -> str:
    """The app asked for something this clinic cannot answer; nobody is sent anywhere."""
    return page(
        "This sign-in cannot go on",
        f'<p role="alert">{escape(says)}</p><p>Nothing was shared with the app. You can close this page, go back to '
        f"the app and try again, or ask {escape(clinic)}.</p>",
    )
