"""The alerts a patient should know of, and exactly which of four things is true of each. Flet-free.

It never says that somebody has read one until somebody has, and never that anybody will call.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from mobile.care.safety.alerts import Alert, Truth, state
from mobile.care.safety.put_away import PutAway, away_id
from mobile.care.safety.routing import RoutingTable, in_force
from mobile.records.ports import Keeping
from mobile.screens.frame import Surroundings

KINDS = (Alert, PutAway, RoutingTable)


@dataclass(frozen=True)
class ShownAlert:
    """One alert. `expected`: when somebody usually answers, in the clinic's words; `hours`: when the clinic is open."""

    alert: Alert
    truth: Truth
    expected: str = ""
    hours: str = ""

    @property
    def is_over(self) -> bool:
        """Whether nothing more is to be done about it. Who was not reached has a reason to call: that is not over."""
        return self.truth.state == "resolved" and not self.is_not_reached

    @property
    def is_not_reached(self) -> bool:
        return self.truth.outcome == "not-reached"

    @property
    def is_stuck(self) -> bool:
        """Whether the clinic's system did not take it: it goes nowhere by itself."""
        return self.truth.trouble == "needs_attention"


async def read_alerts(records: Keeping, language: str, *, with_put_away: bool = False) -> list[ShownAlert]:
    """Those that were not put away, or all; the newest first. One that could not be sent comes back: nobody has heard of it."""
    away = set[str]() if with_put_away else {one.id for one in await records.every(PutAway)}
    table = in_force(await records.every(RoutingTable))
    rules = {rule.id: rule for rule in table.rules} if table is not None else {}
    unsent = await records.unsent(Alert)
    found: list[ShownAlert] = []
    for alert in await records.every(Alert):
        if away_id(alert.id) in away and alert.id not in unsent:
            continue
        rule = rules.get(alert.rule)
        shown = ShownAlert(
            alert,
            state(alert, await records.standing(Alert, alert.id)),
            rule.expected_time.in_language(language) if rule is not None else "",
            table.hours.in_language(language) if table is not None else "",
        )
        if shown.is_stuck or away_id(alert.id) not in away:
            found.append(shown)
    return sorted(found, key=lambda one: one.alert.made_at or _LONG_AGO, reverse=True)


_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def alert_title(s: Surroundings, shown: ShownAlert) -> str:
    """What is true, in a few words."""
    _ = s._
    if shown.is_not_reached:
        return _("Your clinic could not reach you")
    return {
        "created": _("Your clinic has not been told yet"),
        "delivered": _("Your message is at your clinic"),
        "acknowledged": _("Somebody at your clinic has seen it"),
        "resolved": _("Your clinic settled it"),
    }[shown.truth.state]


def alert_text(s: Surroundings, shown: ShownAlert) -> str:
    """The same in full, with when and by whom where that is known."""
    _, truth = s._, shown.truth
    when = s.moments.near(truth.at, s.now()) if truth.at is not None else ""
    if truth.state == "created":
        here = s.wording.alarming_answer()
        if truth.trouble == "needs_attention":
            return here + " " + _("It could not be sent: your clinic's system did not take it. Please call.")
        return (
            here
            + " "
            + _("It is not sent yet. It is sent as soon as that is possible. Do not wait for it: call.")
        )
    if truth.state == "delivered":
        there = _("Delivered {when}.").format(when=when) if when else _("Delivered.")
        text = [there, _("Nobody has said yet that they read it.")]
        if shown.expected:
            text.append(shown.expected)
        if shown.hours:
            text.append(_("Your clinic's hours: {hours}.").format(hours=shown.hours))
        return " ".join(text)
    name = _name(shown)
    if truth.state == "acknowledged":
        text = (
            _("{name}, {when}.").format(name=name, when=when)
            if name
            else _("Since {when}.").format(when=when)
        )
        return f"{text} {_('It is not settled yet.')}"
    text = _("{name}, {when}.").format(name=name, when=when) if name else _("On {when}.").format(when=when)
    return f"{text} {_outcome(s, shown)}".strip()


def _outcome(s: Surroundings, shown: ShownAlert) -> str:
    """What the clinic says was done; "" where it does not say."""
    _ = s._
    text: dict[str | None, str] = {
        "spoke": _("They wrote down that they spoke with you."),
        "not-reached": _("They wrote down that they could not reach you. You can call them."),
        "handed-over": _("They wrote down that they handed it to somebody else at the clinic."),
        "by-mistake": _("They wrote down that it was tapped by mistake. If it was not, call them."),
    }
    return text.get(shown.truth.outcome, "")


def _name(shown: ShownAlert) -> str:
    """A name, never a reference."""
    by = shown.truth.by or ""
    if by and "/" not in by:
        return by
    return shown.alert.recipient_name or "" if by and by == shown.alert.recipient else ""
