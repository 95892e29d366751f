"""What is said of voice notes: how long they are, why one ended, and what of it is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mobile.care.journal.voice import Ended, VoiceNote
from mobile.i18n import N_
from mobile.screens.entry.recording import Recording
from mobile.screens.frame import Surroundings
from mobile.screens.voice_length import length_text

ENDED: Mapping[Ended | None, str] = {
    "left": N_("It stopped when this page was left or locked."),
    "quiet": N_("It stopped because no sound came any more."),
    "taken": N_("It stopped because the microphone was taken away."),
    "gap": N_("It stopped because some of what you said did not arrive."),
    "not_saved": N_("It stopped because no more of it could be saved."),
    None: N_("It broke off."),
}
"""Nothing is said of one that the person stopped."""
REFUSED = {
    "refused": N_(
        "The microphone is not allowed here. Allow it in the settings of your phone or browser to speak. You can write instead."
    ),
    "none": N_("No microphone can be used here. You can write instead."),
}


def line_text(s: Surroundings, notes: Sequence[VoiceNote]) -> str:
    """The line that stands for them where they are shared: `Voice note: 1:42`."""
    time = length_text(sum(note.seconds for note in notes))
    text = s.ngettext("Voice note: {time}", "{n} voice notes: {time}", len(notes))
    return text.format(n=len(notes), time=time)


def ended_text(s: Surroundings, note: VoiceNote) -> str:
    """Why a note is over; "" where the person stopped it."""
    return "" if note.ended == "kept" else s._(ENDED[note.ended])


def before_text(s: Surroundings, note: VoiceNote) -> str:
    """Of the note spoken before: why it ended, and what is kept of it."""
    saved = s._("{time} is saved.").format(time=length_text(note.seconds))
    return f"{ended_text(s, note)} {saved}".strip()


def stopped_text(s: Surroundings, one: Recording) -> str:
    """What ended it just now, what is kept, and what is not."""
    _ = s._
    if one.why == "not_saved":
        reason = s.wording.voice_not_saved(is_full=one.failed == "full")
    else:
        reason = _(ENDED[one.why]) if one.why != "kept" else ""
    lines = [reason] if reason else []
    if one.saved_seconds:
        lines.append(_("{time} is saved.").format(time=length_text(one.saved_seconds)))
    if one.unsaved_seconds:
        lost = max(1, round(one.unsaved_seconds))
        text = s.ngettext("The last second is not saved.", "The last {n} seconds are not saved.", lost)
        lines.append(text.format(n=lost))
    elif not one.saved_seconds:
        lines.append(_("Nothing was heard."))
    return " ".join(lines)


def saved_text(s: Surroundings, one: Recording) -> str:
    """From what the store has committed; "" before the first piece."""
    if not one.saved_seconds:
        return ""
    return s._("Saved so far {time}").format(time=length_text(one.saved_seconds))


def state_text(s: Surroundings, one: Recording) -> str:
    """What the microphone does now."""
    _ = s._
    if one.state == "on":
        return _("Listening")
    if one.state == "asking":
        return _("Waiting for the microphone")
    if one.state == "paused" and one.was_interrupted:
        return _("Paused: something else took the microphone")
    return _("Paused") if one.state == "paused" else _("Not listening")
