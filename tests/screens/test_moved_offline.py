"""A session is moved at the clinic while the patient's device is offline, from booked to home: agenda, ride, reminders and calendar
agree about the new time once it is heard of, and nothing of the old one is left."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from mobile.care.agenda import Session
from mobile.care.session_day import SessionDay
from mobile.reminders.wall_clock import WallClock
from mobile.screens.reads.agenda import Agenda, AgendaReading
from mobile.screens.reads.reminders import RemindersReading
from mobile.screens.reads.ride import read_ride
from mobile.screens.reads.visits import visits
from tests.screens.clinic_of import person
from tests.screens.harness import Phone, PretendWiring
from tests.screens.test_dates_both_sides import NOW, Sides, clinic, sides
from tests.screens.test_own_calendar import Dialog, saves
from tests.screens.test_session_day import hold
from tests.unit.care.samples import CHICAGO
from tests.unit.sandbox.test_rides import answers, asked, link_of, moved
from tests.unit.sandbox.visitor import Visitor

__all__ = ["clinic", "sides"]

OLD = datetime(2026, 6, 11, 15, 30, tzinfo=UTC)
NEW = OLD + timedelta(days=1)
NAME = "Appointment/rowan-session-3"
PAGE = "/session/rowan-session-3"
OLD_DAY, NEW_DAY = "Thursday, June 11", "Friday, June 12"


async def the_session(records: Any) -> Session:
    return next(one for one in await records.every(Session) if NAME in one.names)


async def agenda(records: Any, at: datetime) -> Agenda:
    return await AgendaReading().read(records, await visits(records, at), CHICAGO)


async def of_session(records: Any, at: datetime) -> dict[str, datetime]:
    """The times of what is due around it, by their keys."""
    known = await agenda(records, at)
    return {one.key: one.at for one in known.of(await the_session(records)) if one.at is not None}


async def reminded(records: Any, at: datetime) -> dict[str, datetime]:
    """When each thing of it comes up."""
    found = await RemindersReading().read(records, at, CHICAGO, WallClock(CHICAGO))
    return {
        f"{one.kind} {one.item.key}": one.at
        for one in found.known
        if one.item.session is not None and NAME in one.item.session.names
    }


async def test_a_session_moved_while_offline_is_at_its_new_time_everywhere(sides: Sides) -> None:
    rowan, records, dialog = Visitor(sides.clinic, "rowan"), sides.rowan.records, Dialog()
    there = PretendWiring(records=records, person=person("rowan"), at=NOW)
    async with rowan.http:  # booked: with a ride that was answered yes, and in the patient's calendar
        task = await asked(rowan, "en", "Jo")
        await answers(sides.clinic, link_of(task), "yes")
        await sides.sync()
        async with Phone(there) as phone:
            await phone.start("/calendar")
            (event,) = [one for one in await saves(phone, dialog) if one["DTSTART"].dt == OLD]
            assert (await read_ride(records, await the_session(records), NOW)).stand == "yes"
            before, came = await of_session(records, NOW), await reminded(records, NOW)
            assert before
            assert came

            moved(sides.clinic, 1)  # the device hears nothing of it yet, and goes on with what it knows
            await phone.start(PAGE)
            await phone.sees(re.compile("Jo takes you home"))
            assert await of_session(records, NOW) == before
            await sides.sync()

            await phone.sees(re.compile("Not confirmed: the answer was for another time"))
            await phone.sees_no(re.compile("Jo takes you home"))
            assert OLD_DAY not in "\n".join(phone.texts())
            assert (await the_session(records)).start_at == NEW
            after = await of_session(records, NOW)
            later = {key: at + timedelta(days=1) for key, at in before.items()}
            assert after.items() <= later.items(), "nothing at an old time"
            gone = later.keys() - after.keys()  # what fits no more before the session after it
            assert all(" practice " in key or " layer " in key for key in gone)
            again = await reminded(records, NOW)
            still = {key: at for key, at in again.items() if key in came and came[key] > NOW}
            assert still
            assert all(at == came[key] + timedelta(days=1) for key, at in still.items())
            ride = next(
                one
                for one in (await agenda(records, NOW)).items
                if one.kind == "ride" and one.session is not None and NAME in one.session.names
            )
            assert not ride.is_done

            await phone.start("/")
            await phone.sees("Your calendar has an old session time", "heading")
            await phone.tap("Put it right", "button")
            events = await saves(phone, dialog)
            (put_right,) = [one for one in events if one["UID"] == event["UID"]]
            assert put_right["DTSTART"].dt == NEW
            assert put_right["SEQUENCE"] > event["SEQUENCE"]
            assert not [one for one in events if one["DTSTART"].dt == OLD]

            await answers(sides.clinic, link_of(task), "yes")  # for the new time
            await sides.sync()
            await phone.start(PAGE)
            await phone.sees(re.compile("Jo takes you home"))
            there.at = OLD + timedelta(minutes=5)  # the old time begins, and is nothing
            await phone.start("/")
            await phone.sees_no("Open session day")
            there.at = NEW - timedelta(minutes=20)
            await phone.start("/")
            await phone.tap("Open session day")
            await phone.tap("Open it")
            await phone.tap("I am here")
            there.at = NEW + timedelta(hours=2)
            await hold(phone, "Leaving")
            await hold(phone, "Hold to finish")
            await phone.until(lambda: not phone.page.route.startswith("/session-day"), "home")
            assert phone.faults() == []
            assert phone.reported == []
    (day,) = await records.every(SessionDay)
    assert day.arrived_at == NEW - timedelta(minutes=20)
    assert day.over_at == NEW + timedelta(hours=2)
