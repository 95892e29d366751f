"""What the patient said, as it stands in the brief: where to start, what to leave alone, intentions, starred entries, commitments.

Their words stand in quotation marks, whole, with their gaps where they left something out.
"""

from __future__ import annotations

from mobile.care.journal.shared_entry import SharedEntry
from mobile.care.not_to_bring_up import SharedNotToBringUp
from mobile.care.shared_commitment import SharedCommitment
from mobile.care.shares import Share
from mobile.printing import Block, Item
from mobile.screens.frame import Surroundings
from mobile.screens.panels.measures.sentences import day
from mobile.screens.shared.brief.held import Brief
from mobile.screens.status_text import begun, session_name


def patient_name(s: Surroundings, brief: Brief) -> str:
    """Theirs, or what is said where it is not known."""
    return brief.row.name or s._("A patient")


def quoted(words: str) -> str:
    """As somebody's own."""
    return f"“{words}”"


def _shared(s: Surroundings, share: Share) -> str:
    return s._("shared {when}").format(when=day(s, share.shared_at)) if share.shared_at is not None else ""


def _entry(copy: SharedEntry) -> str:
    """All of it that is shown, but for its title where there is more than that."""
    shown = copy.shown
    lines = [quoted(shown.words)] if "words" in shown.blocks else [quoted(shown.title)] if shown.title else []
    lines += [*shown.steps, *(text for text in (shown.tags, shown.voice) if text), *shown.pictures]
    return "\n".join(lines)


def start(s: Surroundings, brief: Brief) -> Block | None:
    share = brief.start
    if share is None or not isinstance(share.copy, SharedEntry):
        return None
    title, prompt = share.copy.shown.title, share.copy.shown.prompt
    from_ = s._("From “{title}”").format(title=title) if title and "words" in share.copy.shown.blocks else ""
    detail = [from_, prompt, _how_much(s, share.copy), _written(s, share)]
    heading = s._("The one moment to start with · chosen by {name}").format(name=patient_name(s, brief))
    item = Item(_entry(share.copy), detail=" · ".join(part for part in detail if part), is_own=True)
    return Block(heading, (item,), tone="first")


def left_alone(s: Surroundings, brief: Brief) -> Block | None:
    if not brief.not_to_bring_up:
        return None
    items: list[Item] = []
    for share in brief.not_to_bring_up:
        copy = share.copy
        assert isinstance(copy, SharedNotToBringUp)
        asked = s._("Asked {day}").format(day=s.moments.full_date(copy.day)) if copy.day is not None else ""
        items.append(Item(quoted(copy.words), detail=asked, is_own=True))
    return Block(s._("Please do not bring up"), tuple(items), tone="leave")


def intentions(s: Surroundings, brief: Brief) -> Block | None:
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


def starred(s: Surroundings, brief: Brief) -> Block | None:
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
    if copy.shown.blocks == ("pictures",):
        return s._("pictures, no sentences")
    if "words" not in copy.shown.blocks and copy.shown.voice:
        return s._("what was spoken, no sentences")
    if "words" not in copy.shown.blocks:
        return s._("title and steps only")
    return s._("shared in part") if copy.shown.gap else s._("shared whole")


def _written(s: Surroundings, share: Share) -> str:
    copy = share.copy
    at = copy.written_at if isinstance(copy, SharedEntry) else None
    at = at or share.shared_at
    return day(s, at) if at is not None else ""


def commitments(s: Surroundings, brief: Brief) -> Block | None:
    if not brief.commitments:
        return None
    items: list[Item] = []
    for share in brief.commitments:
        copy = share.copy
        assert isinstance(copy, SharedCommitment)
        since = s._("Set {day}").format(day=s.moments.full_date(copy.set_on)) if copy.set_on else ""
        for_ = s._("for {day}").format(day=s.moments.full_date(copy.day)) if copy.day else ""
        detail = " · ".join(part for part in (since, for_) if part)
        items.append(Item(quoted(copy.words), detail=detail, is_own=True))
    return Block(s._("Open commitments"), tuple(items))
