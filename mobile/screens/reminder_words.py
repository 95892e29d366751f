"""What a reminder says: on a locked phone one sentence for all of them, which says nothing; or, by choice, what and when.

The words that say nothing are the same for every kind, also for those that are yet to be thought of.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from mobile.device.notifier_port import Notice
from mobile.i18n import Moments, Speech
from mobile.i18n.moments import zone_text
from mobile.reminders.choices import Subject
from mobile.reminders.reminder import Gathered, Reminder
from mobile.reminders.wall_clock import WallClock


def channel_name(speech: Speech) -> str:
    """What the phone's own settings call all of them."""
    return speech.gettext("Reminders")


def neutral(speech: Speech) -> tuple[str, str]:
    """Title and text."""
    _ = speech.gettext
    return _("Reminder"), _("Something is due. Open Lantern to see it.")


@dataclass(frozen=True)
class Telling:
    """In whose language and by whose clock it is told. `zone` None: nobody says which zone the clinic's clocks are in, so no time
    is named. `clock`: where the phone is."""

    speech: Speech
    zone: ZoneInfo | None
    clock: WallClock

    def line(self, one: Reminder) -> str:
        """`Thursday, 2:30 AM: Nothing solid after this`; of what is due on a day only what it is."""
        what, when = self.what(one), self.when(one)
        return self.speech.gettext("{time}: {what}").format(time=when, what=what) if when else what

    def what(self, one: Reminder) -> str:
        """In the clinic's words."""
        return one.item.title.in_language(self.speech.language) or self.speech.gettext("Your session")

    def when(self, one: Reminder) -> str:
        """`Thursday, 2:30 AM`, `Until Friday, 12:30 PM`; "" where no time is to be named."""
        item = one.item
        if not self._names_a_time(one) or item.at is None or self.zone is None:
            return ""
        moments = Moments(self.speech.language, self.zone)
        if one.kind == "waits":
            when = moments.weekday(item.at) if item.is_to_the_day else moments.weekday_and_time(item.at)
            return self.speech.gettext("Until {time}").format(time=when)
        when = moments.weekday_and_time(item.at)
        return f"{when[:1].upper()}{when[1:]}"

    def in_detail(self, gathered: Gathered) -> tuple[str, str]:
        """Title and text, a line each; whose clock it is where it is not the phone's own."""
        _ = self.speech.gettext
        lines = [self.line(one) for one in gathered.reminders]
        if self.zone is not None and any(self._is_elsewhere(one, self.zone) for one in gathered.reminders):
            lines.append(_("Clinic time ({zone})").format(zone=zone_text(self.zone)))
        return _("Reminder"), "\n".join(lines)

    def notices(self, known: Iterable[Gathered], *, has_detail: bool) -> tuple[Notice, ...]:
        """As a phone is handed them."""
        return tuple(
            Notice(
                one.number,
                one.at.replace(microsecond=0),
                *(self.in_detail(one) if has_detail else neutral(self.speech)),
            )
            for one in known
        )

    def _is_elsewhere(self, one: Reminder, zone: ZoneInfo) -> bool:
        at = one.item.at
        if at is None or not self._names_a_time(one):
            return False
        return self.clock.read(at) != at.astimezone(zone).replace(tzinfo=None)

    def _names_a_time(self, one: Reminder) -> bool:
        return one.kind not in ("prepare", "write", "measure")


def subject_name(speech: Speech, subject: Subject) -> str:
    """What can be switched off by itself."""
    _ = speech.gettext
    return {
        "session": _("Your sessions"),
        "food": _("Eating and drinking before a session"),
        "prepare": _("What to prepare before a session"),
        "waits": _("What waits after a session"),
        "write": _("Writing and practices in the days after"),
        "measure": _("Questions about how you’ve been"),
    }[subject]
