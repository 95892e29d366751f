"""A patient's question to somebody who may take them home: what it is, and what of it is the patient's to say.

- It is a Task of the patient's for one appointment of theirs. They ask, and take it back; all else of it is the clinic's.
- Nobody at the clinic sees it: the address in it is the patient's to hand over, and whoever has that can answer.
- What the clinic's people see is a Task of the clinic's own, of code `ride-home` (`ride_answers`): whether somebody said that
  they will be there, for which time, and how to reach them where the patient said that they may be.
"""

from __future__ import annotations

import re
from typing import Any, cast

from api_client.sandbox.day_links import (
    ASKED,
    LANGUAGE,
    LANGUAGES,
    check_ends_question,
    check_own_question,
    is_coming,
)
from api_client.sandbox.exact import Json
from api_client.sandbox.handed_on import asked_in
from api_client.sandbox.outcome import Refusal
from api_client.sandbox.relations import RIDE, links
from api_client.sandbox.store import Store

DRIVER = "driver-name"
NUMBER = "driver-number"
CALL = "number-to-call"
LONGEST_NAME = 80
_NUMBER = re.compile(r"[+(0-9][0-9 ().\-/]{2,29}", re.ASCII)


def check_asks_for_ride(store: Store, resource: Json, patient: str) -> None:
    """Raises Refusal unless this new Task asks for a ride from an appointment of this patient's, and says nothing more."""
    check_own_question(store, resource, patient, RIDE, ASKED | {"focus"})
    named = links(resource, "focus", store.base)
    if len(named) != 1 or not is_coming(store, named[0], patient):
        raise Refusal(422, "A ride is asked for from a coming appointment.", where=("Task.focus",))
    given: Any = resource.get("input")
    inputs = cast("list[Any]", given) if isinstance(given, list) else []
    if len(inputs) > 4 or len(inputs) != len(inputs_of(resource)) or not _is_whole(inputs_of(resource)):
        raise Refusal(422, "A ride is asked of one person, by name.", where=("Task.input",))


def check_takes_back_ride(old: Json, new: Json) -> None:
    """Raises Refusal unless a patient takes the question back, and changes nothing else of it."""
    check_ends_question(old, new)


def inputs_of(task: Json) -> dict[str, str]:
    """What was said in it, by the codes of this file. Of anything else nothing."""
    return asked_in(task, (DRIVER, NUMBER, CALL, LANGUAGE))


def _is_whole(said: dict[str, str]) -> bool:
    name = said.get(DRIVER, "")
    numbers = (said[one] for one in (NUMBER, CALL) if one in said)
    return (
        0 < len(name) <= LONGEST_NAME
        and said.get(LANGUAGE) in LANGUAGES
        and all(_NUMBER.fullmatch(one) for one in numbers)
    )
