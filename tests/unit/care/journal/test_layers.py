"""The layers of a session, from the clinic's protocol: none that it does not ask for, at no time it does not say, by its own clock."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from fhir.resources.R4B.plandefinition import PlanDefinition
from hypothesis import given, settings
from hypothesis import strategies as st

from mobile.care.agenda import Session
from mobile.care.journal.layers import Begun, begun_under, offered_now
from mobile.care.journal.layers_asked_for import layers_asked_for
from mobile.care.prompts import Protocol
from tests.unit.care.test_practices import URL, ZONE, a_course, a_protocol

CARE = "https://lantern.example/fhir/CodeSystem/care"
IV, PTSD = (f"https://lantern.example/fhir/PlanDefinition/example-{name}" for name in ("iv-six", "ptsd"))


def published(name: str) -> list[Any]:
    return json.loads(files("api_client.sandbox.content").joinpath(f"plans/{name}.json").read_text("utf-8"))


PROTOCOLS = [Protocol.from_resource(one) for name in ("protocols", "tracks") for one in published(name)]
LAYERS = layers_asked_for(PROTOCOLS, a_course(IV))


def a_session(id: str, at: datetime, status: str = "fulfilled", hours: float = 2) -> Session:
    return Session.from_resource(
        {
            "resourceType": "Appointment",
            "id": id,
            "status": status,
            "start": at.isoformat(),
            "end": (at.astimezone(UTC) + timedelta(hours=hours)).isoformat(),
        }
    )


def at(day: date, clock: str = "10:30", zone: ZoneInfo = ZONE) -> datetime:
    return datetime.fromisoformat(f"{day.isoformat()}T{clock}").replace(tzinfo=zone)


DAY = date(2026, 6, 6)
SESSION = a_session("s1", at(DAY))


def offered(when: datetime, *sessions: Session, layers: Any = LAYERS) -> list[str]:
    return [one.layer.name for one in offered_now(layers, sessions or (SESSION,), when.astimezone(UTC), ZONE)]


@pytest.mark.parametrize(
    ("days", "clock", "names"),
    [
        (0, "12:29", []),  # it is not over
        (0, "12:30", ["first-minutes", "ride"]),
        (0, "15:29", ["first-minutes", "ride"]),
        (0, "15:30", []),
        (0, "17:59", []),
        (0, "18:00", ["evening"]),
        (0, "23:59", ["evening"]),
        (1, "00:00", []),  # nobody is asked at night
        (1, "08:00", ["day"]),
        (2, "08:00", []),
        (3, "08:00", ["three-days"]),
        (5, "00:00", []),
        (7, "09:00", ["week"]),
        (10, "00:00", []),
    ],
)
def test_each_is_offered_when_the_clinic_says(days: int, clock: str, names: list[str]) -> None:
    session = a_session("s1", at(DAY), "booked")
    assert offered(at(DAY + timedelta(days=days), clock), session) == names


def test_a_session_that_the_clinic_calls_over_is_over_before_its_planned_end() -> None:
    assert offered(at(DAY, "12:00"), a_session("s1", at(DAY), "fulfilled")) == ["first-minutes", "ride"]
    assert offered(at(DAY, "12:00"), a_session("s1", at(DAY), "arrived")) == []


def test_a_session_without_an_end_is_over_only_once_the_clinic_says_so() -> None:
    bare = {"resourceType": "Appointment", "id": "s1", "start": at(DAY).isoformat()}
    running = Session.from_resource({**bare, "status": "arrived"})
    assert offered(at(DAY, "11:00"), running) == []
    assert offered(at(DAY, "18:00"), running) == ["evening"]
    assert offered(at(DAY, "11:00"), Session.from_resource({**bare, "status": "fulfilled"})) == [
        "first-minutes",
        "ride",
    ]


def test_after_an_evening_session_the_first_minutes_come_before_the_evening() -> None:
    late = a_session("s1", at(DAY, "17:30"))
    assert offered(at(DAY, "19:40"), late) == ["first-minutes", "ride", "evening"]


def test_none_is_offered_from_the_next_sessions_day_on_nor_before_any_session() -> None:
    following = a_session("s2", at(DAY + timedelta(days=1), "14:00"), "booked")
    assert offered(at(DAY + timedelta(days=1), "09:00"), SESSION, following) == []
    assert offered(at(DAY, "19:00"), SESSION, following) == ["evening"]
    called_off = a_session("s2", at(DAY + timedelta(days=1), "14:00"), "cancelled")
    assert offered(at(DAY + timedelta(days=1), "09:00"), SESSION, called_off) == ["day"]
    assert offered(at(DAY - timedelta(days=1)), a_session("s1", at(DAY), "booked")) == []


@pytest.mark.parametrize(
    "day", [date(2026, 3, 7), date(2026, 10, 31)]
)  # the clocks change in the night after
def test_the_clinics_clock_counts_where_the_clocks_change(day: date) -> None:
    session, following = a_session("s1", at(day, "20:00")), day + timedelta(days=1)
    assert offered(at(following, "07:59"), session) == []
    assert offered(at(following, "08:00"), session) == ["day"]
    assert offered(at(following, "23:59"), session) == ["day"]


def test_hours_are_hours_where_the_clocks_change() -> None:
    session = a_session("s1", at(date(2026, 3, 7), "23:00"))  # until 1 a.m.; 2 a.m. does not exist
    assert "first-minutes" in offered(at(date(2026, 3, 8), "04:59"), session)
    assert "first-minutes" not in offered(at(date(2026, 3, 8), "05:00"), session)


ZONES = (
    "America/Chicago",
    "Europe/Madrid",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "America/Sao_Paulo",
    "UTC",
)


@settings(max_examples=10, deadline=None)
@given(
    st.sampled_from(ZONES),
    st.datetimes(datetime(2024, 1, 1), datetime(2027, 12, 31)),
    st.floats(0.25, 8),
)
def test_each_is_offered_in_one_stretch_in_order_and_never_before_the_session_is_over(
    name: str, begins: datetime, hours: float
) -> None:
    zone = ZoneInfo(name)
    session = a_session("s1", begins.replace(tzinfo=zone), "booked", hours)
    assert session.end_at is not None
    seen: list[str] = []
    for step in range(-1, 12 * 24):
        now = session.end_at + timedelta(hours=step)
        for one in offered_now(LAYERS, [session], now, zone):
            layer = one.layer.name
            assert now >= session.end_at
            assert layer not in seen[:-3]  # what is over does not come back
            if layer not in seen:
                seen.append(layer)
            local = now.astimezone(zone)
            if one.layer.at is not None and layer != "evening":
                days = (local.date() - session.end_at.astimezone(zone).date()).days
                assert days >= int(one.layer.after.value if one.layer.after else 0)
            if layer == "evening":
                assert local.date() == session.end_at.astimezone(zone).date()
                assert local.hour >= 18
    assert [one for one in seen if one != "evening"] == ["first-minutes", "ride", "day", "three-days", "week"]


def test_without_a_course_that_names_one_nothing_is_asked() -> None:
    assert layers_asked_for(PROTOCOLS, None) == ()
    assert layers_asked_for(PROTOCOLS, a_course()) == ()
    assert layers_asked_for(PROTOCOLS, a_course("https://lantern.example/fhir/PlanDefinition/unknown")) == ()
    bipolar = IV.replace("iv-six", "bipolar-depression")
    assert layers_asked_for(PROTOCOLS, a_course(bipolar)) == ()


def test_a_track_named_last_asks_otherwise_and_leaves_the_rest_as_it_is() -> None:
    both = {one.name: one for one in layers_asked_for(PROTOCOLS, a_course(IV, PTSD))}
    assert list(both) == [one.name for one in LAYERS]
    assert both["evening"].prompts[0].text.text == "What around you feels safe right now?"
    assert both["day"].prompts[0].text.text == "What helped, even a little?"
    assert both["week"] == next(one for one in LAYERS if one.name == "week")


def test_what_the_clinic_publishes_is_valid_and_said_in_both_languages() -> None:
    found = [
        (resource, action)
        for name in ("protocols", "tracks")
        for resource in published(name)
        for action in resource["action"]
        if action.get("id") == "layers"
    ]
    assert len(found) == 5
    for resource, action in found:
        PlanDefinition.model_validate({**resource, "action": [action]})
        assert "EXAMPLE" in resource["title"]
    for layer in layers_asked_for(PROTOCOLS, a_course(IV, PTSD)):
        texts = [layer.title, layer.text, *(one.text for one in layer.every_prompt)]
        texts += [
            text for one in layer.questions for text in (one.name, *(each.name for each in one.answers))
        ]
        texts += [layer.nothing.words] if layer.nothing else []
        assert all(text.others.get("es") for text in texts)
    first = LAYERS[0]
    assert [(one.key, len(one.answers)) for one in first.questions] == [
        ("word", 6),
        ("colour", 6),
        ("feeling", 6),
    ]


def a_layer(**other: Any) -> dict[str, Any]:
    code = {"system": CARE, "code": "layer-write"}
    ask = {"id": "p", "title": "What?", "code": [{"coding": [{"system": CARE, "code": "layer-prompt"}]}]}
    follows = {
        "actionId": "session",
        "relationship": "after-end",
        "offsetDuration": {"value": 1, "code": "d"},
    }
    return {
        "id": "day",
        "title": "A day",
        "code": [{"coding": [code]}],
        "relatedAction": [follows],
        "action": [ask],
        **other,
    }


@pytest.mark.parametrize(
    "other",
    [
        {"id": None},
        {"title": None},
        {"action": []},
        {"relatedAction": []},
        {"relatedAction": [{"actionId": "session", "relationship": "before-start"}]},
        {
            "relatedAction": [
                {"actionId": "session", "relationship": "after-end", "offsetDuration": {"value": -1}}
            ]
        },
        {
            "relatedAction": [
                {"actionId": "session", "relationship": "after-end", "offsetRange": {"high": {"value": "x"}}}
            ]
        },
        {"timingTiming": {"repeat": {"timeOfDay": ["evening"]}}},
        {"timingTiming": {"repeat": {"when": ["EVE"]}}},
        {"code": [{"coding": [{"system": CARE, "code": "layer-dance"}]}]},
        {"code": [{"coding": [{"system": "urn:other", "code": "layer-write"}]}]},
    ],
)
def test_what_cannot_be_read_is_not_offered(other: dict[str, Any]) -> None:
    whole = layers_asked_for([a_protocol(a_layer())], a_course(URL))
    assert [one.name for one in whole] == ["day"]
    assert layers_asked_for([a_protocol(a_layer(**other))], a_course(URL)) == ()


def test_one_without_an_end_is_offered_until_the_next_begins() -> None:
    later = a_layer(id="week")
    later["relatedAction"] = [{**later["relatedAction"][0], "offsetDuration": {"value": 7, "code": "d"}}]
    layers = layers_asked_for([a_protocol(a_layer(), later)], a_course(URL))
    assert offered(at(DAY + timedelta(days=6)), layers=layers) == ["day"]
    assert offered(at(DAY + timedelta(days=7)), layers=layers) == ["week"]
    assert offered(at(DAY + timedelta(days=70)), layers=layers) == ["week"]


def test_each_prompt_is_kept_under_an_id_of_its_own_that_is_found_again_once_it_has_begun() -> None:
    evening = next(one for one in LAYERS if one.name == "evening")
    every = list(Begun(evening, SESSION).each)
    assert len({one.id for one in every}) == len(every) == len(evening.prompts) + 2
    assert [one.is_of_nothing for one in every] == [False, False, False, True, True]
    sessions = (a_session("s0", at(DAY - timedelta(days=7))), SESSION)
    for one in every:
        assert begun_under(one.id, LAYERS, sessions, at(DAY, "19:00").astimezone(UTC), ZONE) == one
        assert begun_under(one.id, LAYERS, sessions, at(DAY, "17:00").astimezone(UTC), ZONE) is None
    assert begun_under("anything", LAYERS, sessions, at(DAY, "19:00").astimezone(UTC), ZONE) is None


def test_what_has_no_key_or_one_that_is_taken_is_left_out() -> None:
    def coded(kind: str) -> list[Any]:
        return [{"coding": [{"system": CARE, "code": f"layer-{kind}"}]}]

    answers = [{"id": "soft", "title": "Soft"}, {"id": "soft", "title": "Hard"}]
    questions = [
        {"title": name, "code": coded("question"), "action": answers, **({"id": id} if id else {})}
        for name, id in (("Word", "word"), ("Colour", ""), ("Feeling", "word"))
    ]
    action = a_layer(id="first", title="Right after", code=coded("taps"), action=questions)
    (layer,) = layers_asked_for([a_protocol(action)], a_course(URL))
    assert [(one.key, [each.name.text for each in one.answers]) for one in layer.questions] == [
        ("word", ["Soft"])
    ]


def test_a_prompt_for_when_nothing_comes_back_never_takes_the_place_of_another() -> None:
    ask = {
        "id": "body",
        "title": "Your body?",
        "code": [{"coding": [{"system": CARE, "code": "layer-prompt"}]}],
    }
    nothing = {
        "id": "none",
        "title": "That is common.",
        "code": [{"coding": [{"system": CARE, "code": "layer-nothing"}]}],
        "action": [{**ask, "title": "From the feet up?"}, {**ask, "id": "mood", "title": "As weather?"}],
    }
    (layer,) = layers_asked_for([a_protocol(a_layer(action=[ask, nothing]))], a_course(URL))
    ids = [one.id for one in Begun(layer, SESSION).each]
    assert len(set(ids)) == len(ids) == 2
    assert [one.text.text for one in layer.every_prompt] == ["Your body?", "As weather?"]


@pytest.mark.parametrize("unit", ["h", "d", "wk", "mo", "a"])
@pytest.mark.parametrize("value", [9_000, 100_000, 10**9])
def test_a_span_beyond_every_calendar_breaks_nothing(unit: str, value: int) -> None:
    span = {"value": value, "system": "http://unitsofmeasure.org", "code": unit}
    follows = {"actionId": "session", "relationship": "after-end"}
    for more in ({"offsetRange": {"high": span}}, {"offsetDuration": span}):
        action = a_layer(relatedAction=[{**follows, **more}])
        offered(at(DAY, "18:00"), layers=layers_asked_for([a_protocol(action)], a_course(URL)))
