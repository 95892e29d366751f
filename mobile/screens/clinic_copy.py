"""What a screen may ask of the sealed copy at the clinic, and its days in plain words. A face only: wiring implements it.

Every sentence about the copy is made from its `Standing`: what was acknowledged, and not what was meant to be.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from mobile.clinic_copy.standing import AtClinic, Found, Last, Standing
from mobile.records.ports import Brought
from mobile.screens.frame import Surroundings

Progress = Callable[[int, int], None]


class ClinicCopy(Protocol):
    """Of the person whose records are open. Every verb raises Trouble."""

    @property
    def now(self) -> Standing: ...

    def watch(self, on_change: Callable[[], None]) -> Callable[[], None]:
        """Calls back after every change of `now`. Returns the end of it."""
        ...

    async def listed(self) -> Sequence[AtClinic]:
        """What the clinic has of it now, of any device."""
        ...

    async def turn_on(self) -> None:
        """For the recovery sheet there is. The caller proves the PIN first."""
        ...

    async def turn_off(self) -> None:
        """Nothing is sent any more, and this device's copy is deleted there."""
        ...

    async def remove(self, name: str) -> None:
        """One copy that is listed is deleted there."""
        ...

    async def try_again(self) -> None: ...

    async def take_fewer(self) -> None:
        """The next copy may hold much less than the last one."""
        ...

    async def found(self, words: str) -> Found:
        """What these words open. Raises Trouble(not_a_sheet | copy_words | clinic_copy_damaged | no_clinic_copy | ...)."""
        ...

    async def bring(
        self,
        words: str,
        name: str,
        on_fetched: Progress,
        on_progress: Progress,
        *,
        with_deleted: bool = False,
    ) -> Brought:
        """Adds what this copy has and this device has not, all of it or nothing; overwrites nothing newer, and leaves out what
        was deleted here unless it is `with_deleted`. `on_fetched` hears of its parts as they come, `on_progress` of its records
        as they are looked at.

        Raises Trouble(not_fetched_yet | clinic_copy_damaged | copy_words | not_saved | ...).
        """
        ...


def standing_of(s: Surroundings) -> Standing | None:
    """None where there is no such copy: for who is no patient, or keeps nothing here."""
    found = s.services.clinic_copy
    return found.now if found is not None else None


def day_text(s: Surroundings, at: datetime) -> str:
    """`June 9`; with the year where it is another."""
    is_this_year = s.moments.local(at).year == s.moments.local(s.now()).year
    return s.moments.day(at) if is_this_year else s.moments.full_date(at)


def last_text(s: Surroundings, last: Last) -> str:
    """`Last copy: June 9. It has everything up to 9:10 AM.`"""
    is_one_day = s.moments.local(last.made_at).date() == s.moments.local(last.sent_at).date()
    until = s.moments.time(last.made_at) if is_one_day else s.moments.near(last.made_at, s.now())
    return s._("Last copy: {day}. It has everything up to {time}.").format(
        day=day_text(s, last.sent_at), time=until
    )


def in_short(s: Surroundings, standing: Standing) -> str:
    """One line, for a list of settings."""
    _ = s._
    if not standing.is_on:
        if not standing.leaving:
            return _("Off")
        return (
            _("Off. Your clinic did not delete it")
            if standing.is_deletion_refused
            else _("Off. Not deleted there yet")
        )
    if standing.hindrance is not None:
        return _("On, and something stands in the way")
    if standing.was_missing:
        return _("On. Your clinic does not have the last copy any more")
    if standing.last is None:
        return _("On. Not sent yet")
    last = _("Last copy: {day}").format(day=day_text(s, standing.last.sent_at))
    return f"{last} · {_('Newer words are not in it yet')}" if standing.is_changed else last


def there_text(s: Surroundings, standing: Standing | None) -> str:
    """What of it the clinic has, where something is or may be; "" where nothing is."""
    _ = s._
    if standing is None or not standing.has_some_there:
        return ""
    if standing.last is not None and standing.is_for_earlier_sheet:
        return _(
            "A sealed copy of what you keep here, of {day}. It opens only with the words of an earlier recovery sheet."
        ).format(day=day_text(s, standing.last.sent_at))
    if standing.last is not None:
        return _(
            "A sealed copy of what you keep here, of {day}. It opens only with the words of your recovery sheet."
        ).format(day=day_text(s, standing.last.sent_at))
    if standing.is_on:
        return _(
            "Parts of a sealed copy may be there. They open only with the words of the recovery sheet they were sealed for."
        )
    return _(
        "A sealed copy of what you keep here may still be there. It opens only with the words of the recovery sheet it was "
        "sealed for."
    )


def earlier_sheet_text(s: Surroundings, standing: Standing | None) -> str:
    """What an earlier sheet still opens at the clinic after a new one was made, and what becomes of that; "" where it opens nothing."""
    _ = s._
    if standing is None or not standing.is_opened_by_earlier_sheet:
        return ""
    if standing.leaving_for_earlier_sheet and standing.is_deletion_refused:
        return _(
            "An earlier sheet still opens a sealed copy at your clinic, which did not let Lantern delete it. Ask your clinic to "
            "remove it."
        )
    if standing.is_for_earlier_sheet and standing.hindrance == "fewer":
        return _(
            "An earlier sheet still opens the sealed copy at your clinic. Much less is kept here than in that copy, so it stays "
            "until you say otherwise."
        )
    if standing.is_for_earlier_sheet and standing.hindrance == "no_sheet":
        return _(
            "An earlier sheet still opens the sealed copy at your clinic. It stays until you make a new sheet or turn the copy off."
        )
    return _(
        "An earlier sheet still opens a sealed copy at your clinic until that is gone there. Lantern removes it as soon as your "
        "clinic answers."
    )


def ending_sheet_text(s: Surroundings, standing: Standing | None) -> str:
    """Before a sheet is turned off: what its words open afterwards, here and at the clinic, and what becomes of a copy there."""
    _ = s._
    if standing is None or not (standing.is_on or standing.has_some_there):
        return _("The words you have then open nothing, and only your PIN does.")
    return (
        f"{_('The words you have then open nothing here, and only your PIN does.')} {_copy_then(s, standing)}"
    )


def _copy_then(s: Surroundings, standing: Standing) -> str:
    _ = s._
    if not standing.has_some_there:
        return _("The sealed copy is turned off too. Nothing of it is at your clinic.")
    if standing.is_deletion_refused:
        return _(
            "A sealed copy is still at your clinic, which did not let Lantern delete it. The words it was sealed for still open it "
            "there."
        )
    if standing.is_on:
        return _(
            "The sealed copy is turned off too, and your clinic is asked to delete what it has of it. Until your clinic has "
            "answered, the words it was sealed for still open it there."
        )
    return _(
        "Your clinic has not answered yet that a sealed copy is deleted there. Until then the words it was sealed for still open "
        "it."
    )


def ended_sheet_text(s: Surroundings, standing: Standing | None) -> str:
    """What the words of a sheet open after it was turned off, and what to do with the paper."""
    _ = s._
    if standing is None or not standing.is_opened_by_earlier_sheet:
        return _("Its words open nothing any more. You can throw the paper away.")
    still = _(
        "Its words open nothing here any more. They still open the sealed copy at your clinic until that is gone there. Lantern "
        "removes it as soon as your clinic answers."
    )
    if standing.is_deletion_refused:
        still = _(
            "Its words open nothing here any more. They still open the sealed copy at your clinic, which did not let Lantern "
            "delete it. Ask your clinic to remove it."
        )
    return f"{still} {_('Until then let nobody find the paper, or tear it up.')}"


def removed_text(s: Surroundings) -> str:
    """Before something private is removed for good here: what the clinic still has of it; "" where no copy is there."""
    standing = standing_of(s)
    if standing is None or not standing.has_some_there:
        return ""
    if standing.is_on:
        return s._("Until the next sealed copy, it may still be in the one at your clinic.")
    return s._("It may still be in the sealed copy at your clinic until that is gone there.")


def removed_later_text(s: Surroundings) -> str:
    """Beside things that are removed for good after a time: what the clinic still has of them then; "" where no copy is there."""
    standing = standing_of(s)
    if standing is None or not standing.has_some_there:
        return ""
    if standing.is_on:
        return s._(
            "What is gone from here may still be in the sealed copy at your clinic until the next one."
        )
    return s._(
        "What is gone from here may still be in the sealed copy at your clinic until that is gone there."
    )
