"""The brief in words, once for the screen and for the paper: what is at risk first, where to start and what to leave alone, then
intentions, sessions, scores, what was starred, what was set out to do, since when nothing was shared, and the care team's own lines.

Whole dates, because paper is read on another day. Facts only: nothing is praised, weighed or warned of, and a sentence that says
that there is none stands only where all that the clinic has is here.
"""

from __future__ import annotations

from datetime import datetime

from mobile.care.agenda import Session
from mobile.i18n import ended
from mobile.i18n.moments import zone_text
from mobile.printing import Block, Item, Summary
from mobile.screens.first_fetch import has_all
from mobile.screens.frame import Surroundings
from mobile.screens.shareable_words import shares_counted
from mobile.screens.shared.alerts import AlertRow
from mobile.screens.shared.brief import facts, own, team
from mobile.screens.shared.brief.held import Brief
from mobile.screens.shared.brief.own import patient_name
from mobile.screens.shared.row_words import line_text
from mobile.screens.status_text import session_name


def summary_of(s: Surroundings, brief: Brief) -> Summary:
    """As things stand now."""
    _, now, name = s._, s.now(), patient_name(s, brief)
    made = _("Made {when}, {zone} time").format(when=s.moments.moment(now), zone=zone_text(s.zone))
    reader = s.person.name if s.person is not None else ""
    whose = " · ".join(
        part
        for part in (s.services.clinic_name or "", _("for {name}").format(name=reader) if reader else "")
        if part
    )
    rows = [
        *((one,) for one in _alerts(s, brief)),
        _pair(own.start(s, brief), own.left_alone(s, brief)),
        _pair(own.intentions(s, brief), facts.sessions(s, brief)),
        _pair(facts.scores(s, brief), facts.figure(s, brief)),
        _pair(own.starred(s, brief)),
        _pair(own.commitments(s, brief), _since(s, brief)),
        _pair(team.lines(s, brief)),
    ]
    foot = _(
        "Only what {name} shared with you by {time}. Words in quotation marks are theirs, and nothing was read out of "
        "them. A printed sheet is not taken back when they stop sharing."
    )
    return Summary(
        name,
        tuple(_about(s, brief)),
        (whose, made),
        tuple(row for row in rows if row),
        " ".join([foot.format(name=name, time=s.moments.time(now)), *_not_theirs(s, brief)]),
        s.language,
        now,
        _("Page {page} of {pages}"),
        _("This goes on on the next page"),
        _("Some letters cannot be printed here and are shown as [?]. On the screen they are whole."),
    )


def _not_theirs(s: Surroundings, brief: Brief) -> list[str]:
    """Of what stands on the sheet and was not shared by them."""
    has_lines = brief.summary is not None and bool(brief.summary.lines)
    return [s._("The shared summary is the care team’s own.")] if has_lines else []


def _pair(*blocks: Block | None) -> tuple[Block, ...]:
    return tuple(one for one in blocks if one is not None)


def _about(s: Surroundings, brief: Brief) -> list[str]:
    row, lines = brief.row, list[str]()
    coming = row.next(s.now())
    if coming is not None:
        name = session_name(s, row.place(coming), with_total=True)
        lines.append(" · ".join(part for part in (f"{name}, {_when(s, coming)}", coming.place) if part))
    after = line_text(s, row) if row.soon is None else ""
    lines += [after] if after else []
    if not has_all(s):
        lines.append(ended(s._("Not everything your clinic has is here yet")))
    return lines


def _when(s: Surroundings, session: Session) -> str:
    return s.moments.moment(session.start_at) if session.start_at is not None else s._("Time not set yet")


# --- alerts ---


def _alerts(s: Surroundings, brief: Brief) -> list[Block]:
    """Each with how far it is; that there is none only where one would come to this reader."""
    _, lines = s._, list[Block]()
    for one in brief.alerts:
        tone = "" if one.is_settled else "alert"
        lines.append(Block(one.reason(s.language), tuple(Item(text) for text in _stage(s, one)), tone=tone))
    if any(not one.is_settled for one in brief.alerts):
        return lines
    if brief.row.is_guest:  # no clinic's table speaks of somebody from outside
        return lines
    if not brief.receives_alerts:
        none = _("Your clinic's table does not send you alerts. Whether there is one is not known here.")
    elif not has_all(s):
        return lines
    else:
        none = _("No open alert to you.")
    return [Block("", (Item(none),)), *lines]


def _stage(s: Surroundings, row: AlertRow) -> list[str]:
    """When it came, who saw it, and whether it is settled."""
    _, alert = s._, row.alert
    by = alert.acknowledged_name or ""

    def step(at: datetime, without: str, with_name: str) -> str:
        return (with_name if by else without).format(when=s.moments.moment(at), name=by)

    text = [
        _("Delivered {when}.").format(when=s.moments.moment(alert.made_at)) if alert.made_at else "",
        step(alert.acknowledged_at, _("Seen {when}."), _("Seen by {name}, {when}."))
        if alert.acknowledged_at is not None
        else _("Not seen yet."),
        _("Settled {when}.").format(when=s.moments.moment(alert.resolved_at))
        if alert.resolved_at is not None
        else _("Not settled yet."),
    ]
    return [" ".join(part for part in text if part)]


def _since(s: Surroundings, brief: Brief) -> Block | None:
    """Since when no words or voice were shared, as a fact with its date, and what else is."""
    _, items, heading = s._, list[Item](), s._("When nothing was shared")
    at = brief.last_shared_at
    if brief.row.is_held and has_all(s):
        heading = _("What they share")
        items.append(Item(_("It cannot be read now: no agreement that lets you is in force.")))
    elif at is not None and s.moments.days_between(s.now(), at) < 0 and has_all(s):
        since = _("Nothing they wrote or said was shared since {day}. This is a fact, not a finding.")
        items.append(Item(since.format(day=s.moments.full_date(at))))
    elif at is None and has_all(s):
        items.append(Item(_("Nothing they wrote or said was shared with you.")))
    if brief.others:
        heading = heading if items else _("Also shared")
        text = _("Not in this brief: {what}.")
        items.append(Item(text.format(what=shares_counted(s, brief.others))))
    return Block(heading, tuple(items)) if items else None
