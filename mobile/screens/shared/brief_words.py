"""The brief in words, once for the screen and for the paper: what is at risk first, where to start and what to leave alone, then
intentions, sessions, scores, what was starred, what was set out to do, and since when nothing was shared.

Whole dates, because paper is read on another day. Facts only: nothing is praised, weighed or warned of, and a sentence that says
that there is none stands only where all that the clinic has is here.
"""

from __future__ import annotations

from datetime import datetime

from mobile.care.agenda import Session
from mobile.care.journal.shared_entry import SharedEntry
from mobile.care.not_to_bring_up import SharedNotToBringUp
from mobile.care.shareable import SharedRecord
from mobile.care.shared_commitment import SharedCommitment
from mobile.care.shares import Share
from mobile.i18n import ended
from mobile.i18n.moments import zone_text
from mobile.printing import Block, Item, Summary
from mobile.screens.first_fetch import has_all
from mobile.screens.frame import Surroundings
from mobile.screens.panels.measures.sentences import day, name_text, number, words_text
from mobile.screens.reads.measures import Measure
from mobile.screens.shareable_words import shares_counted
from mobile.screens.shared.alerts import AlertRow
from mobile.screens.shared.brief import Brief
from mobile.screens.shared.brief_figure import figure_of
from mobile.screens.shared.row_words import line_text, no_score_text
from mobile.screens.status_text import begun, session_detail, session_name


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
        _pair(_start(s, brief), _left_alone(s, brief)),
        _pair(_intentions(s, brief), _sessions(s, brief)),
        _pair(_scores(s, brief), _figure(s, brief)),
        _pair(_starred(s, brief)),
        _pair(_commitments(s, brief), _since(s, brief)),
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
        foot.format(name=name, time=s.moments.time(now)),
        s.language,
        now,
        _("Page {page} of {pages}"),
        _("This goes on on the next page"),
        _("Some letters cannot be printed here and are shown as [?]. On the screen they are whole."),
    )


def patient_name(s: Surroundings, brief: Brief) -> str:
    """Theirs, or what is said where it is not known."""
    return brief.row.name or s._("A patient")


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
    if not brief.is_told_of_alerts:
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

    def said(at: datetime, without: str, with_name: str) -> str:
        return (with_name if by else without).format(when=s.moments.moment(at), name=by)

    text = [
        _("Delivered {when}.").format(when=s.moments.moment(alert.made_at)) if alert.made_at else "",
        said(alert.acknowledged_at, _("Seen {when}."), _("Seen by {name}, {when}."))
        if alert.acknowledged_at is not None
        else _("Not seen yet."),
        _("Settled {when}.").format(when=s.moments.moment(alert.resolved_at))
        if alert.resolved_at is not None
        else _("Not settled yet."),
    ]
    return [" ".join(part for part in text if part)]


# --- their words ---


def quoted(words: str) -> str:
    """As somebody's own."""
    return f"“{words}”"


def _shared(s: Surroundings, share: Share) -> str:
    return s._("shared {when}").format(when=day(s, share.shared_at)) if share.shared_at is not None else ""


def _entry(copy: SharedEntry) -> str:
    """All of it that is shown, but for its title where there is more than that."""
    shown = copy.shown
    lines = [quoted(shown.words)] if "words" in shown.blocks else [quoted(shown.title)] if shown.title else []
    lines += [*shown.steps, *([shown.tags] if shown.tags else [])]
    return "\n".join(lines)


def _start(s: Surroundings, brief: Brief) -> Block | None:
    share = brief.start
    if share is None or not isinstance(share.copy, SharedEntry):
        return None
    title, prompt = share.copy.shown.title, share.copy.shown.prompt
    from_ = s._("From “{title}”").format(title=title) if title and "words" in share.copy.shown.blocks else ""
    detail = [from_, prompt, _how_much(s, share.copy), _written(s, share)]
    heading = s._("The one moment to start with · chosen by {name}").format(name=patient_name(s, brief))
    item = Item(_entry(share.copy), detail=" · ".join(part for part in detail if part), is_own=True)
    return Block(heading, (item,), tone="first")


def _left_alone(s: Surroundings, brief: Brief) -> Block | None:
    if not brief.not_to_bring_up:
        return None
    items: list[Item] = []
    for share in brief.not_to_bring_up:
        copy = share.copy
        assert isinstance(copy, SharedNotToBringUp)
        asked = s._("Asked {day}").format(day=s.moments.full_date(copy.day)) if copy.day is not None else ""
        items.append(Item(quoted(copy.words), detail=asked, is_own=True))
    return Block(s._("Please do not bring up"), tuple(items), tone="leave")


def _intentions(s: Surroundings, brief: Brief) -> Block | None:
    if not brief.intentions:
        return None
    items: list[Item] = []
    for share in brief.intentions:
        copy = share.copy
        assert copy is not None
        session = brief.row.session(copy.session)
        which = session_name(s, brief.row.place(session)) if session is not None else ""
        label = begun(" · ".join(part for part in (which, _shared(s, share)) if part))
        items.append(Item(quoted(copy.words), label=label, is_own=True))
    return Block(s._("Intentions"), tuple(items))


def _starred(s: Surroundings, brief: Brief) -> Block | None:
    if not brief.starred:
        return None
    items: list[Item] = []
    for share in brief.starred:
        copy = share.copy
        assert isinstance(copy, SharedEntry)
        detail = [copy.shown.title if "words" in copy.shown.blocks else "", copy.shown.prompt]
        detail.append(_how_much(s, copy))
        items.append(
            Item(
                _entry(copy),
                label=begun(_written(s, share)),
                detail="\n".join(part for part in detail if part),
                is_own=True,
            )
        )
    heading = s._("Starred by {name}, in their words").format(name=patient_name(s, brief))
    return Block(heading, tuple(items), is_wide=True)


def _how_much(s: Surroundings, copy: SharedEntry) -> str:
    if "words" not in copy.shown.blocks:
        return s._("title and steps only")
    return s._("shared in part") if copy.shown.gap else s._("shared whole")


def _written(s: Surroundings, share: Share) -> str:
    copy = share.copy
    at = copy.written_at if isinstance(copy, SharedEntry) else None
    at = at or share.shared_at
    return day(s, at) if at is not None else ""


def _commitments(s: Surroundings, brief: Brief) -> Block | None:
    if not brief.commitments:
        return None
    items: list[Item] = []
    for share in brief.commitments:
        copy: SharedRecord | None = share.copy
        assert isinstance(copy, SharedCommitment)
        since = s._("Set {day}").format(day=s.moments.full_date(copy.set_on)) if copy.set_on else ""
        for_ = s._("for {day}").format(day=s.moments.full_date(copy.day)) if copy.day else ""
        detail = " · ".join(part for part in (since, for_) if part)
        items.append(Item(quoted(copy.words), detail=detail, is_own=True))
    return Block(s._("Open commitments"), tuple(items))


# --- what the clinic knows ---


def _sessions(s: Surroundings, brief: Brief) -> Block | None:
    items: list[Item] = []
    for session in brief.sessions:
        after = brief.shared_after(session)
        if session.is_past(s.now()):
            text = s.ngettext("{n} entry shared after it", "{n} entries shared after it", after)
            detail = text.format(n=after)
        else:
            detail = " · ".join(part for part in (s._("planned"), session.place) if part)
        kind = session_detail(s, session).partition(" · ")[0] if session.name else ""
        label = session_name(s, brief.row.place(session), otherwise=session.name)
        when = ", ".join(part for part in (_day_of(s, session), kind) if part)
        items.append(Item(f"{label} · {when}" if label != kind else when, detail=detail))
    return Block(s._("Sessions"), tuple(items)) if items else None


def _day_of(s: Surroundings, session: Session) -> str:
    if session.start_at is None:
        return s._("Time not set yet")
    return day(s, session.start_at) if session.is_past(s.now()) else s.moments.moment(session.start_at)


def _scores(s: Surroundings, brief: Brief) -> Block:
    _ = s._
    items = [_score(s, one) for one in brief.measures]
    if not items:
        why = begun(" · ".join(no_score_text(s, brief.row.no_score)))
        return Block(_("Scores"), (Item(why),) if has_all(s) else ())
    return Block(_("Scores"), tuple(items), note=_("A score is one view, not a verdict."))


def _score(s: Surroundings, one: Measure) -> Item:
    assert one.trend is not None
    totals = [number(point.total) for point in one.trend.points if point.total is not None]
    return Item(" → ".join(totals), label=name_text(s, one), detail=" ".join(words_text(s, one.trend.words)))


def _figure(s: Surroundings, brief: Brief) -> Block | None:
    drawn = figure_of(s, brief.measures[0]) if brief.measures else None
    return Block("", figure=drawn) if drawn is not None else None


def _since(s: Surroundings, brief: Brief) -> Block | None:
    """Since when nothing was shared, as a fact with its date, and what else is."""
    _, items, heading = s._, list[Item](), s._("When nothing was shared")
    at = brief.last_shared_at
    if at is not None and s.moments.days_between(s.now(), at) < 0 and has_all(s):
        since = _("Nothing was shared since {day}. This is a fact, not a finding.")
        items.append(Item(since.format(day=s.moments.full_date(at))))
    elif at is None and has_all(s):
        items.append(Item(_("Nothing was shared with you.")))
    if brief.others:
        heading = heading if items else _("Also shared")
        text = _("Not in this brief: {what}.")
        items.append(Item(text.format(what=shares_counted(s, brief.others))))
    return Block(heading, tuple(items)) if items else None
