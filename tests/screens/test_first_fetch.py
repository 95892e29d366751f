"""Before the first data is there: every place of the route table says that it is being fetched, or that it could not be,
and none of them says that there is nothing. The store is real and empty; what sync says is said by the test."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mobile.shell.routes import PLACES, Place
from tests.screens.harness import Phone
from tests.screens.test_shell_places import at, english_only, route_of

FETCHING = "Fetching what your clinic has"
FAILED = "Not everything your clinic has is here yet"

BEFORE_ANYBODY = ("/sign-in", "/join", "/join/<code>", "/lock", "/lock/sheet")
"""Nobody is in yet, so nothing is fetched."""

OF_THE_DEVICE = (
    "/settings",
    "/settings/<part>",
    "/support",
    "/support/ground",
    "/journal/trash",
    "/journal/other-days",
    "/entry/<id>/speak",
    "/speak/<id>",
)
"""They show what this device has by itself, and are whole without the clinic."""

SAYS_IT_OTHERWISE = {
    "/intention/<id>": "What your clinic has is still being fetched.",
    "/word/<id>": "What your clinic has is still being fetched.",
    "/commitment/<id>": "What your clinic has is still being fetched.",
    "/not-to-bring-up/<id>": "What your clinic has is still being fetched.",
    "/room-card/<id>": "What your clinic has is still being fetched.",
    "/entry/<id>": "What your clinic has is still being fetched.",
}
"""The words there are the person's own; what is to come is only who may read them."""

CLAIMS_NOTHING = re.compile(
    r"\b(no|nothing|nobody|none|never)\b|not here|not on|any more|has not|have not|does not|all read|only me|this was taken back",
    re.IGNORECASE,
)
MAY_BE_SAID = re.compile(
    r"in real time|nothing else|Saved on this phone|There is no wrong one|for no reason|nobody sees them before|No number of your clinic is here"
    r"|It appears here by itself|Nothing appears by itself here|Lantern sends nothing|Nobody watches live",
    re.IGNORECASE,
)
"""Sentences that say "no" of something that no fetch can change."""

FETCHED = [place for place in PLACES if place.pattern not in (*BEFORE_ANYBODY, *OF_THE_DEVICE)]

WITH_NOTHING = {
    "/": "No session is planned",
    "/journal": "Nothing written yet",
    "/plan": "No course is planned yet",
    "/care": "Nobody can see anything",
    "/session/<id>": "This session is not on your plan any more.",
    "/session/<id>/calendar": "No session with a fixed time is planned.",
    "/calendar": "No session with a fixed time is planned.",
    "/reminders/texts": "Your clinic does not offer text messages here.",
    "/reminders": "Nothing is due now.",
    "/reminders/<number>": "This is done, or not planned any more",
    "/session-day/<id>": "This session is not on your plan any more.",
    "/session-day/<id>/leaving": "This session is not on your plan any more.",
    "/session-day/<id>/hand-over": "This session is not on your plan any more.",
    "/session-day/<id>/look-ins": "This session is not on your plan any more.",
    "/session/<id>/date": "This session is not on your plan any more.",
    "/session/<id>/page": "This session is not on your plan any more.",
    "/session/<id>/ate": "This session is not on your plan any more.",
    "/ride/<id>": "This session is not on your plan any more.",
    "/forms": "Nothing to prepare now",
    "/forms/<step>": "This step is not on your list any more.",
    "/measures": "Nothing is measured yet",
    "/measures/<measure>": "This measure is not part of your plan now.",
    "/safety-plan": "There is no plan here yet",
    "/answers/<id>": "These answers are not on this device.",
    "/intentions": "No intentions yet",
    "/intention/<id>": "Your clinic has not named a therapist for you yet.",
    "/word/<id>": "Your clinic has not named a therapist for you yet.",
    "/commitment/<id>": "Your clinic has not named a therapist for you yet.",
    "/entry/<id>": "Your clinic has not named a therapist for you yet.",
    "/not-to-bring-up/<id>": "Your clinic has not named a therapist for you yet.",
    "/room-card/<id>": "Your clinic has not named a therapist for you yet.",
    "/room-card/<id>/show": "This card is not here.",
    "/entry/<id>/share": "There are no words to share yet.",
    "/first-minutes/<id>": "Nothing is asked now",
    "/form/<id>": "This form is not here.",
    "/sharing": "Nobody else can see anything of yours.",
    "/care-notes": "Nothing is written for you yet",
    "/approval": "No approval is recorded",
    "/team": "Your clinic has not listed anybody yet",
    "/team/<who>": "This person is not on your team, and can see nothing of yours.",
    "/practice": "Your clinic has said nothing of itself here yet.",
    "/help-with-cost": "No help with cost is listed yet",
    "/cost": "Nothing about cost yet",
    "/cost/prices": "Your clinic has not put its prices here.",
    "/cost/ways": "Your clinic names no other way to pay here.",
    "/cost/bill/<id>": "This bill is not here.",
    "/cost/estimate/<id>": "This estimate is not here.",
    "/cost/ask": "Your clinic has not listed your team yet, so there is nobody to write to.",
    "/cost/bill/<id>/ask": "What you want to ask about is not here.",
    "/cost/estimate/<id>/ask": "What you want to ask about is not here.",
    "/agreements": "No agreements yet",
    "/receipts": "No receipts yet",
    "/portable-summary": "Nothing to hand over yet",
    "/agreements/paper/<id>": "This agreement is not here.",
    "/agreements/paper/<id>/sign": "This agreement is not here.",
    "/agreements/<id>": "This agreement is not here.",
    "/agreements/<id>/sign": "This agreement is not here.",
    "/agreements/signed/<id>": "This agreement is not here.",
    "/agreements/signed/<id>/withdraw": "This agreement is not here.",
    "/agreements/<id>/ask/<part>": "This agreement is not here.",
    "/sharing/invitation/<id>": "This invitation is not here.",
    "/sharing/times": "No session with a fixed time is planned.",
    "/messages": "No messages yet",
    "/team-messages": "No messages to the team",
    "/team-messages/<patient>": "There is nothing of this person to read now.",
    "/bookings/waiting": "Only who books sessions sees what is asked about dates.",
    "/bookings/waiting/<id>": "Only who books sessions sees what is asked about dates.",
    "/approvals": "Only who records approvals sees them.",
    "/approvals/<id>": "This approval is not here any more.",
    "/agreed": "No agreements to see",
    "/agreed/<patient>": "There is nothing of this person to see here now.",
    "/shared": "Nothing is shared with you yet",
    "/shared/<patient>": "There is nothing of this person to read now.",
    "/shared/<patient>/answers/<id>": "There is nothing of this person to read now.",
    "/shared/<patient>/brief": "There is nothing of this person to read now.",
    "/shared/<patient>/summary": "You are not one of those who keep a summary of this person.",
    "/shared/<patient>/suggest": "shares nothing with you now",
    "/shared/<patient>/<copy>": "There is nothing of this person to read now.",
    "/alerts/<alert>": "This alert is not here any more.",
}
"""What each place says once all was read and there was nothing. A new place is a new row."""


def claims(phone: Phone, place: Place) -> list[str]:
    found = [words for words in phone.texts() if CLAIMS_NOTHING.search(words)]
    is_choice = place.pattern in SAYS_IT_OTHERWISE  # "Only me" is what one may choose there
    return [
        words for words in found if not MAY_BE_SAID.search(words) and not (is_choice and words == "Only me")
    ]


def test_every_place_that_is_fetched_has_its_words_for_nothing() -> None:
    assert {place.pattern for place in FETCHED} == WITH_NOTHING.keys()


@pytest.mark.parametrize("place", FETCHED, ids=lambda place: place.pattern)
async def test_a_place_never_says_that_there_is_nothing_before_all_was_read(
    place: Place, tmp_path: Path
) -> None:
    own = SAYS_IT_OTHERWISE.get(place.pattern)
    async with await at(place, tmp_path) as phone:
        pretended = phone.wiring.pretended  # type: ignore[attr-defined]
        pretended.says(first="coming")
        await phone.start(route_of(place))
        await phone.sees(re.compile("^" + (own or FETCHING)))
        await phone.rest()
        assert claims(phone, place) == []
        assert phone.faults() == []
        pretended.says(first="failed", phase="offline", reason="offline")
        await phone.sees(re.compile("^" + (own or FAILED)))
        await phone.sees_no(re.compile("^" + FETCHING))
        await phone.rest()
        assert claims(phone, place) == []
        assert phone.faults() == []
        if own is None:
            await phone.tap("Try again")
            assert phone.wiring.done[-1] == "sync_now"  # type: ignore[attr-defined]
            pretended.says(first="coming")
            await phone.sees(re.compile("^" + FETCHING))
        pretended.says(first="here", phase="idle", reason=None)
        says = WITH_NOTHING[place.pattern]
        await phone.until(lambda: any(says in words for words in phone.texts()), says)
        await phone.sees_no(re.compile(f"^({FETCHING}|{FAILED})"))
        assert phone.reported == []


@pytest.mark.parametrize("place", FETCHED, ids=lambda place: place.pattern)
async def test_it_is_said_in_spanish_too(place: Place, tmp_path: Path) -> None:
    async with await at(place, tmp_path, language="es", width=1280) as phone:
        pretended = phone.wiring.pretended  # type: ignore[attr-defined]
        pretended.says(first="coming")
        await phone.start(route_of(place))
        await phone.sees(re.compile("[Rr]ecibiendo lo que tiene su clínica"))
        await phone.rest()
        assert phone.faults(untranslated=english_only()) == []
        pretended.says(first="failed", phase="offline", reason="offline")
        await phone.rest()
        assert phone.faults(untranslated=english_only()) == []


@pytest.mark.parametrize(
    ("reason", "why"),
    [
        ("offline", "Your clinic cannot be reached now."),
        ("server_broken", "Your clinic's server has trouble of its own."),
        ("timed_out", "Your clinic's server took too long to answer."),
    ],
)
async def test_why_it_could_not_be_fetched_is_said(reason: str, why: str, tmp_path: Path) -> None:
    async with await at(PLACES[0], tmp_path) as phone:
        phone.wiring.pretended.says(first="failed", phase="offline", reason=reason)  # type: ignore[attr-defined]
        await phone.start("/")
        await phone.sees(re.compile(re.escape(why)))


async def test_where_the_sign_in_has_ended_the_way_to_sign_in_is_offered(tmp_path: Path) -> None:
    async with await at(PLACES[0], tmp_path) as phone:
        phone.wiring.pretended.says(first="failed", phase="signed_out", reason="signed_out")  # type: ignore[attr-defined]
        await phone.start("/")
        await phone.tap("Sign in again")
        assert phone.page.route == "/settings/sync"


async def test_where_all_is_kept_says_nothing_of_the_clinic_that_is_not_known_yet(tmp_path: Path) -> None:
    place = next(one for one in PLACES if one.pattern == "/settings/<part>")
    async with await at(place, tmp_path) as phone:
        phone.wiring.pretended.says(first="coming")  # type: ignore[attr-defined]
        await phone.start("/settings/where")
        await phone.sees(re.compile("still being fetched"))
        assert not [words for words in phone.texts() if "Nothing of yours that is known here" in words]


async def test_support_says_of_the_clinic_and_of_the_plan_only_what_is_known(tmp_path: Path) -> None:
    place = next(one for one in PLACES if one.pattern == "/support")
    async with await at(place, tmp_path) as phone:
        phone.wiring.card = {"region": "US", "phones": []}  # type: ignore[attr-defined]
        phone.wiring.pretended.says(first="coming")  # type: ignore[attr-defined]
        await phone.start("/support")
        await phone.sees("No number of your clinic is here yet.")
        await phone.sees(re.compile("^If you have a plan at your clinic"))
        phone.wiring.card = {"region": "US", "phones": [{"label": "Nurse", "phone": "+1 555 010 0199"}]}  # type: ignore[attr-defined]
        phone.wiring.pretended.says(first="here")  # type: ignore[attr-defined]
        await phone.sees(re.compile("Nurse"))
        await phone.sees(re.compile("^There is no plan here yet"))
        await phone.sees_no("No number of your clinic is here yet.")
