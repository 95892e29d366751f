"""The screens that vulture is told of are those the tables of places name, and no other."""

from __future__ import annotations

import re
from pathlib import Path

from mobile.screens.settings.part import PARTS
from mobile.shell import navigation, routes

LIST = Path(__file__).parents[2] / "tools" / "reached.py"


def named() -> set[str]:
    """The classes that a table names in text."""
    found = [value for module in (routes, navigation) for value in vars(module).values()]
    places = [one for one in found if isinstance(one, routes.Place)]
    for one in found:
        inside = one.values() if isinstance(one, dict) else one if isinstance(one, tuple) else ()
        places += [place for place in inside if isinstance(place, routes.Place)]
    return {place.screen.partition(":")[2] for place in places} | {
        one.partition(":")[2] for one in PARTS.values()
    }


def test_every_screen_that_is_excused_is_in_a_table() -> None:
    excused = set(re.findall(r"\bplaces\.(\w+)", LIST.read_text()))
    assert excused - named() == set()


def test_every_table_leads_to_a_screen_that_is_there() -> None:
    for place in (*routes.PLACES, routes.NOT_FOUND, routes.BROKEN):
        assert place.load().__name__ == place.screen.partition(":")[2]
