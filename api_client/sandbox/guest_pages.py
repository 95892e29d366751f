"""The clinic's pages for somebody whom a patient invited from outside. Plain HTML, no script; all of it escaped."""

from __future__ import annotations

from html import escape

from api_client.sandbox.guests import LONGEST_NAME
from api_client.sandbox.pages import page
from api_client.sandbox.people import Account


def invited(
    clinic: str, code: str, *, name: str = "", user: str = "", trouble: str = "", is_demo: bool
) -> str:
    """What it opens, and the form. `code`: "" where it is to be typed. `trouble`: one plain sentence, or ""."""
    alert = f'<p role="alert">{escape(trouble)}</p>' if trouble else ""
    hidden = f'<input type="hidden" name="code" value="{escape(code)}">'
    typed = (
        '<label for="code">Invitation code</label><input id="code" name="code" autocomplete="off" required>'
    )
    account = "" if is_demo else _account(user)
    return page(
        f"You were invited, at {clinic}",
        f"{alert}<p>A patient invited you to read what they choose to share with you in Lantern. Until they share "
        "something you see nothing of theirs, and you never see anything else of this clinic. They can end it at any "
        "time. Nobody reads along in real time.</p>"
        f'<form method="post" action="{_FORM}">{hidden if code else typed}'
        '<label for="name">Your name, as the patient will see it</label>'
        f'<input id="name" name="name" maxlength="{LONGEST_NAME}" value="{escape(name)}" autocomplete="name" required>'
        f'{account}<button class="go" type="submit">Join</button></form>',
    )


_FORM = "/auth/invited"


def _account(user: str) -> str:
    return (
        '<label for="username">User name</label>'
        f'<input id="username" name="username" value="{escape(user)}" autocomplete="username" required>'
        '<label for="password">Password, 12 letters or more</label>'
        '<input id="password" name="password" type="password" autocomplete="new-password" required>'
    )


def joined(clinic: str, account: Account, base: str, *, is_demo: bool) -> str:
    """It is done: where to sign in, and as whom."""
    how = (
        f"Choose <strong>{escape(account.name)}</strong> where Lantern asks who you are."
        if is_demo
        else f"Your user name is <strong>{escape(account.hint)}</strong>."
    )
    return page(
        "You have joined",
        f"<p>Open Lantern, and sign in at {escape(clinic)}: <strong>{escape(base)}</strong></p><p>{how}</p>"
        "<p>This invitation is used up. You can close this page.</p>",
    )
