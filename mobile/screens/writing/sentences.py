"""What a place says of own words that can be shared: every sentence that depends on how things stand, chosen here alone.

Plain, honest, and never a word of the patient's but in the preview, which is exactly what the other person would read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from mobile.design import tokens as t
from mobile.documents.whole_letters import beginning
from mobile.i18n import ended
from mobile.screens.agreed_words import held_route, held_text
from mobile.screens.first_fetch import has_all
from mobile.screens.frame import Surroundings
from mobile.screens.revocation import taken_back_text
from mobile.screens.status_text import StatusText, read_at_text, standing_text, unsaved_text, unshared_text
from mobile.screens.writing.shareable_draft import Outcome, ShareableDraft

PREVIEW_MOST = 5_000
Draft = ShareableDraft[Any]


@dataclass(frozen=True)
class Notice:
    """One thing to know about these words. `act` names what may be done about it."""

    text: str
    tone: t.Tone = "quiet"
    act: Literal["try_saving", "try_sending"] | None = None


def line(s: Surroundings, model: Draft) -> StatusText:
    """Where the words are now."""
    unsaved = unsaved_text(s, model.trouble, is_saved=model.is_saved)
    if unsaved is not None:
        return unsaved
    is_new = not model.noun.words and model.saved is None
    if is_new and (first := s.wording.before_the_first_word()):
        return StatusText(first, s.wording.kept_drawing)
    if model.share is None:
        return unshared_text(s)
    if model.is_changed_since_shared:
        return StatusText(s.wording.changed_since_shared(), s.wording.kept_drawing)
    return standing_text(s, model.standing)


def notices(s: Surroundings, model: Draft) -> list[Notice]:
    """What the person should know about these words now."""
    _ = s._
    found: list[Notice] = []
    if model.trouble is not None:
        found.append(
            Notice(_("Keep this page open. Nothing you wrote is gone from it."), "danger", "try_saving")
        )
    words = model.sendable
    if words.problem in ("too_long", "picture_too_long"):
        found.append(Notice(s.wording.too_long(), "prepare"))
    if model.share is not None and standing_text(s, model.standing).can_try_again:
        found.append(Notice(standing_text(s, model.standing).text, "danger", "try_sending"))
    return found


@dataclass(frozen=True)
class Seen:
    """What stands under "Who can see this?"."""

    means: str
    preview_title: str = ""  # "": there is nothing to preview
    receipt: str = ""
    held: str = ""  # why it could not be read yet
    opens_at: str = ""  # the way to what would open it
    acts: tuple[Literal["share", "take_back"], ...] = ()


def seen(s: Surroundings, model: Draft) -> Seen:
    """All of it, from how things stand."""
    is_for_therapist = model.share is not None or model.noun.wish == "therapist"
    if not is_for_therapist or model.reader is None:
        return Seen(who_sees(s, model))
    acts: list[Literal["share", "take_back"]] = []
    if not model.waits_for_session and (model.share is None or model.is_changed_since_shared):
        acts.append("share")
    if model.share is not None:
        acts.append("take_back")
    held, name = model.held, reader_name(s, model)
    return Seen(
        who_sees(s, model),
        preview_title(s, model),
        receipt(s, model),
        held_text(s, held, name) if held is not None else "",
        (held_route(held) or "") if held is not None else "",
        tuple(acts),
    )


def who_sees(s: Surroundings, model: Draft) -> str:
    """The words under the choice."""
    _ = s._
    name = reader_name(s, model)
    if model.noun.wish != "therapist" and model.reader is not None:
        return s.wording.nobody_sees()
    if model.reader is None and not has_all(s):
        return _("What your clinic has is still being fetched. Who can see this is shown once it is here.")
    if model.reader is None:
        return s.wording.no_therapist_yet()
    if model.share is None:
        if model.waits_for_session:
            return s.wording.after_the_session()
        if model.held is not None:
            return _("It goes to your clinic when you tap Done. {promise}").format(promise=promise(s))
        return _("{name} can read it when you tap Done. {promise}").format(name=name, promise=promise(s))
    if model.is_changed_since_shared and model.held is not None:
        return _("Changed since you shared it. The earlier words are at your clinic until you tap Done.")
    if model.is_changed_since_shared:
        return _("Changed since you shared it. {name} sees the earlier words until you tap Done.").format(
            name=name
        )
    return promise(s)


def reader_name(s: Surroundings, model: Draft) -> str:
    """Who reads it, or would."""
    return (model.reader.name if model.reader else None) or s._("your therapist")


def promise(s: Surroundings) -> str:
    """What taking back can do, and what it cannot."""
    return s._(
        "You can take it back any time. They will see that it was withdrawn, not what it said. "
        "What was already read cannot be unread."
    )


def taking_back(s: Surroundings, name: str) -> str:
    return s._(
        "{name} will no longer be able to open it. They will see that it was withdrawn, not what it said. "
        "What was already read cannot be unread."
    ).format(name=name)


def taken_back(s: Surroundings, model: Draft, name: str) -> str:
    """What is true after taking it back from `name`: somebody else may read it still."""
    still = model.taken_back.still
    return taken_back_text(s, model.taken_back, name, model.team.name_of(still) if still else "")


def deleting_shared(s: Surroundings, name: str) -> str:
    return s._(
        "It is deleted here and taken back from {name}. They will see that it was withdrawn, not what it said."
    ).format(name=name)


def receipt(s: Surroundings, model: Draft) -> str:
    """When it was read, or that it was not; "" while it is not shared."""
    share = model.share
    if share is None:
        return ""
    name = (model.reader.name if model.reader else None) or ""
    phrase = read_at_text(s, name, share.read_at)
    if share.read_at is None and share.last_read_at is not None:
        earlier = s._("The earlier words were read {when}.").format(
            when=s.moments.near(share.last_read_at, s.now())
        )
        return f"{ended(phrase)} {earlier}"
    return phrase


def preview_title(s: Surroundings, model: Draft) -> str:
    """Above the exact words."""
    _ = s._
    name = reader_name(s, model)
    is_held = model.held is not None
    if (
        model.share is not None
        and model.share.is_readable
        and not model.is_changed_since_shared
        and not is_held
    ):
        return _("What {name} can read").format(name=name)
    return _("What {name} will be able to read").format(name=name)


def preview(s: Surroundings, model: Draft) -> str:
    """Exactly what the other person reads; a very long text is shown in part, and says so."""
    words = model.sendable.words
    if model.noun.wish != "therapist" or model.reader is None:
        return ""
    if model.sendable.problem == "empty":
        return s._("Nothing yet: there are no words to share.")
    if model.sendable.problem == "too_long":
        return s._("Nothing: it is too long to share.")
    if len(words) <= PREVIEW_MOST:
        return words
    rest = s._("… and the rest of it, word for word.")
    return f"{beginning(words, PREVIEW_MOST)}\n{rest}"


def outcome(s: Surroundings, outcome: Outcome, name: str) -> str:
    """What happened when Done or Share now was tapped."""
    _ = s._
    if outcome == "nobody" and not has_all(s):
        return s.wording.readers_not_known()
    if outcome == "picture_too_long":
        return s.wording.not_shared("too_long")
    if outcome in ("kept", "too_long", "not_saved", "waits", "nobody"):
        return s.wording.not_shared(outcome)
    return {
        "shared": _("Shared with {name}. It is on its way.").format(name=name),
        "updated": _("Your new words are on their way to {name}.").format(name=name),
        "empty": _("There are no words to share yet."),
        "part_gone": _("Not shared: a sentence you marked is not in your words any more."),
        "changed": _("Not shared: something changed meanwhile. Please look at it once more."),
        "taken_back": _("Not shared: it was taken back on another page or device meanwhile."),
    }[outcome]
