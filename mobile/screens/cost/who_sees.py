"""Who at the clinic sees bills and payments, by the clinic's own statement."""

from __future__ import annotations

from mobile.care.ledger.kept import Ledger
from mobile.screens.first_fetch import has_all
from mobile.screens.frame import Surroundings
from mobile.screens.ledger_words import names_text


def who_sees_text(s: Surroundings, ledger: Ledger) -> str:
    """`At your clinic it is seen by: Quinn Template.` "" while the rules are still to come, and where no team is listed."""
    if not has_all(s) or not ledger.members:
        return ""
    sure, maybe = ledger.would_read("costs"), ledger.would_read("costs", "unsaid")
    text: list[str] = []
    if sure:
        text.append(s._("At your clinic it is seen by: {names}.").format(names=names_text(s, sure)))
    if maybe:
        unsaid = s._("Your clinic does not say who there sees it. These may: {names}.")
        text.append(unsaid.format(names=names_text(s, maybe)))
    return " ".join(text) or s._("Of your care team nobody sees it.")
