"""Which places a route leads to, given what stands before them. Decides; shows nothing.

Whatever the route, a closed door shows itself and the route is left as it was, so that unlocking or signing in leads to
where the person wanted to go. On a person's own device the first PIN stands before every place in the same manner.
Support is laid over whatever was there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from mobile.shell.ports import Door, Wiring
from mobile.shell.routes import HOME, NOT_FOUND, TABS, Place, find, parent_of

SIGN_IN, LOCK = "/sign-in", "/lock"
SHEET = "/lock/sheet"
SUPPORT = "/support"
OPENED_BY_SHEET: frozenset[Door] = frozenset(("locked", "out_of_tries", "key_gone"))
FIRST_PIN = Place("/settings/pin", "mobile.screens.settings.pin:FirstPin")
GATES: Mapping[Door, Place] = {
    "starting": Place("", "mobile.screens.lock.starting:Starting"),
    "locked": Place("", "mobile.screens.lock.view:Lock"),
    "out_of_tries": Place("", "mobile.screens.lock.out_of_tries:OutOfTries"),
    "key_unavailable": Place("", "mobile.screens.lock.trouble:KeyUnavailable"),
    "key_gone": Place("", "mobile.screens.lock.key_gone:KeyGone"),
    "damaged": Place("", "mobile.screens.lock.damaged:Damaged"),
    "behind": Place("", "mobile.screens.lock.behind:StoreBehind"),
    "missing": Place("", "mobile.screens.lock.missing:StoreMissing"),
    "too_new": Place("", "mobile.screens.lock.trouble:TooNew"),
}


@dataclass(frozen=True)
class Entry:
    """One view of the stack. `path` is its key; `is_root`: a tab of this person."""

    path: str
    place: Place
    params: Mapping[str, str] = field(default_factory=dict)
    is_root: bool = False


class Navigator:
    """Remembers only where a person was before they opened Support, or what lies where it was opened."""

    def __init__(self, wiring: Wiring) -> None:
        self._wiring = wiring
        self._before_support = "/"
        self._opened_from: str | None = None

    def forget(self) -> None:
        """Nobody has been anywhere yet."""
        self._before_support, self._opened_from = "/", None

    def home(self) -> str:
        """The first tab of whoever is signed in."""
        person = self._wiring.person
        return HOME[person.role] if person else "/"

    def to(self, path: str) -> list[Entry]:
        """The stack for a path, deepest last. Empty: this path only leads home."""
        found = find(path)
        lies = found[0].lies if found is not None else None
        if lies == "over_everything":
            return [*self._below_support(), *self._chain(path)]
        self._before_support = path
        is_patients = found is not None and lies == "behind_the_door" and found[0].role == "patient"
        if is_patients and not self._is_part_of_opened(path):
            self._opened_from = path
        return self._plain(path)

    def back_from(self, path: str) -> str:
        """Where Back leads from a path."""
        if path == SUPPORT:
            return self._before_support
        if self._wiring.door != "open":
            return parent_of(path, "patient") or "/"
        return self._above(path) or self.home()

    def _above(self, path: str) -> str | None:
        """By the table; what lies where it was opened leads back there."""
        found = find(path)
        if found is not None and found[0].lies == "where_opened" and self._opened_from is not None:
            return self._opened_from
        return parent_of(path, self._role())

    def _is_part_of_opened(self, path: str) -> bool:
        """Whether it lies upon a place that leads back to where it was opened: that place stays the same one's."""
        above = parent_of(path, self._role())
        found = find(above) if above is not None else None
        return found is not None and found[0].lies == "where_opened"

    def _role(self) -> str:
        person = self._wiring.person
        return person.role if person else "patient"

    def _below_support(self) -> list[Entry]:
        below = self._plain(self._before_support)
        return below or self._plain(self.home())

    def _plain(self, path: str) -> list[Entry]:
        found = find(path)
        door = self._wiring.door
        if door != "open":
            return self._before_the_door(path, door)
        if self._needs_first_pin():
            return [Entry(FIRST_PIN.pattern, FIRST_PIN)]
        if found is None:
            return [Entry(path, NOT_FOUND)]
        place, _ = found
        person = self._wiring.person
        role = self._role()
        if place.lies == "before_the_door":
            return []
        if place.role is not None and (person is None or place.role != role):
            return [] if path == "/" else [Entry(path, NOT_FOUND)]
        return self._chain(path)

    def _needs_first_pin(self) -> bool:
        """Elsewhere nothing outlives the page or the demonstration; here it lies on the disk from the first word on."""
        return self._wiring.is_own_device and not self._wiring.settings.has_pin

    def _before_the_door(self, path: str, door: Door) -> list[Entry]:
        found = find(path)
        if door == "signed_out":
            stops = [self._stop(SIGN_IN)]
            is_way_in = (
                found is not None
                and found[0].lies == "before_the_door"
                and path not in (SIGN_IN, LOCK, SHEET)
            )
            return [*stops, self._stop(path)] if is_way_in else stops
        gate = Entry(f"door:{door}", GATES[door])
        if path == SHEET and door in OPENED_BY_SHEET and self._wiring.has_sheet:
            return [gate, self._stop(path)]
        return [gate]

    def _chain(self, path: str) -> list[Entry]:
        stops = [self._stop(path)]
        while not stops[0].is_root and (above := self._above(stops[0].path)) is not None:
            stops.insert(0, self._stop(above))
        return stops

    def _stop(self, path: str) -> Entry:
        found = find(path)
        if found is None:
            return Entry(path, NOT_FOUND)
        person = self._wiring.person
        is_root = person is not None and self._wiring.door == "open" and path in TABS[person.role]
        return Entry(path, found[0], found[1], is_root)
