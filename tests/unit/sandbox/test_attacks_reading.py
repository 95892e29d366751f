"""Attempts to read what one may not, each of which must fail. What is hidden looks exactly like what is not there."""

from __future__ import annotations

import pytest

from api_client.sandbox import Sandbox
from tests.unit.sandbox.visitor import Visitor, bundle, consent, entry, goal

OTHERS = [
    "Patient/ines",
    "Goal/marlow-goal-10",
    "Consent/rowan-goal-1-grant",
    "Communication/rowan-goal-1-notice",
    "Appointment/rowan-session-3",
    "CarePlan/rowan-plan",
    "CareTeam/rowan-team",
]


@pytest.fixture
def tova(clinic: Sandbox) -> Visitor:
    """A patient who is not the owner of anything in OTHERS."""
    return Visitor(clinic, "tova")


@pytest.mark.parametrize("name", OTHERS)
async def test_a_patient_reading_anothers_record_learns_no_more_than_of_one_that_never_was(
    tova: Visitor, name: str
) -> None:
    hidden, absent = await tova.get(name), await tova.get(f"{name.split('/')[0]}/never-was")
    assert hidden.status_code == absent.status_code == 404
    assert hidden.text == absent.text


@pytest.mark.parametrize("name", OTHERS)
async def test_a_patient_cannot_read_anothers_history_or_version(tova: Visitor, name: str) -> None:
    assert (await tova.get(f"{name}/_history")).status_code == 404
    assert (await tova.get(f"{name}/_history/1")).status_code == 404


@pytest.mark.parametrize(
    "type_", ["Patient", "Goal", "Consent", "Communication", "Appointment", "CarePlan", "CareTeam"]
)
async def test_a_patient_searching_without_filters_finds_only_their_own(rowan: Visitor, type_: str) -> None:
    for name in await rowan.found(f"{type_}?_count=1000"):
        assert "rowan" in name


async def test_a_patient_searching_by_anothers_name_finds_nothing(rowan: Visitor) -> None:
    for query in (
        "Goal?patient=marlow",
        "Goal?subject=Patient/marlow",
        "Patient?_id=marlow",
        "Patient?name=Marlow",
    ):
        assert await rowan.found(query) == []


async def test_a_count_does_not_count_what_is_hidden(rowan: Visitor) -> None:
    assert (await rowan.get("Goal?patient=marlow&_summary=count")).json()["total"] == 0


async def test_a_type_history_holds_nobody_elses_versions(rowan: Visitor) -> None:
    bundle_ = (await rowan.get("Goal/_history?_count=1000")).json()
    assert {e["resource"]["subject"]["reference"] for e in bundle_["entry"]} == {"Patient/rowan"}


async def test_an_include_cannot_fetch_what_a_read_would_refuse(clinic: Sandbox, rowan: Visitor) -> None:
    await rowan.made(consent("Patient/rowan", "Practitioner/sam", "Goal/marlow-goal-10"))
    answer = await rowan.get("Consent?_include=Consent:data&_count=100")
    assert "Goal/marlow-goal-10" not in [
        f"Goal/{e['resource']['id']}"
        for e in answer.json()["entry"]
        if e["resource"]["resourceType"] == "Goal"
    ]


async def test_a_revinclude_cannot_fetch_what_a_search_would_hide(sam: Visitor) -> None:
    answer = await sam.get("Patient?_id=rowan&_revinclude=Goal:patient&_revinclude=AuditEvent:patient")
    found = [e["resource"] for e in answer.json()["entry"]]
    assert {one["id"] for one in found if one["resourceType"] == "Goal"} == {"rowan-goal-1", "rowan-goal-2"}
    assert not [one for one in found if one["resourceType"] == "AuditEvent"]


async def test_a_consent_naming_anothers_record_opens_nothing(
    rowan: Visitor, sam: Visitor, tova: Visitor
) -> None:
    theirs = await tova.made(goal("Patient/tova"))
    await rowan.made(consent("Patient/rowan", "Practitioner/sam", f"Goal/{theirs['id']}"))
    assert (await sam.get(f"Goal/{theirs['id']}")).status_code == 404
    assert f"Goal/{theirs['id']}" not in await sam.found("Goal?_count=1000")


async def test_a_therapist_sees_nothing_a_patient_wrote_and_did_not_share(
    rowan: Visitor, sam: Visitor
) -> None:
    kept = await rowan.made(goal("Patient/rowan"))
    assert (await sam.get(f"Goal/{kept['id']}")).status_code == 404
    assert f"Goal/{kept['id']}" not in await sam.found("Goal?patient=Patient/rowan")
    answer = await sam.post("", bundle("batch", entry("GET", f"Goal/{kept['id']}")))
    assert answer.json()["entry"][0]["response"]["status"] == "404"


async def test_a_share_opens_one_record_to_one_person(rowan: Visitor, sam: Visitor, ash: Visitor) -> None:
    shared, other = await rowan.made(goal("Patient/rowan")), await rowan.made(goal("Patient/rowan"))
    await rowan.made(consent("Patient/rowan", "Practitioner/sam", f"Goal/{shared['id']}"))
    assert (await sam.get(f"Goal/{shared['id']}")).status_code == 200
    assert (await sam.get(f"Goal/{other['id']}")).status_code == 404
    assert (await ash.get(f"Goal/{shared['id']}")).status_code == 404


async def test_a_share_ends_the_moment_its_consent_does(rowan: Visitor, sam: Visitor) -> None:
    shared = await rowan.made(goal("Patient/rowan"))
    grant = await rowan.made(consent("Patient/rowan", "Practitioner/sam", f"Goal/{shared['id']}"))
    assert (await sam.get(f"Goal/{shared['id']}")).status_code == 200
    ended = {**grant, "status": "inactive"}
    assert (await rowan.put(f"Consent/{grant['id']}", ended)).status_code == 200
    name = f"Goal/{shared['id']}"
    for path in (name, f"{name}/_history", f"{name}/_history/1"):
        assert (await sam.get(path)).status_code == 404
    assert name not in await sam.found("Goal?_count=1000")
    history = (await sam.get("Goal/_history?_count=1000")).json()
    assert name not in [f"Goal/{e['resource']['id']}" for e in history["entry"]]
    assert (await sam.get(f"Consent/{grant['id']}")).json()["status"] == "inactive"


@pytest.mark.parametrize(
    "changed",
    [
        {"status": "proposed"},
        {"status": "rejected"},
        {"provision": {"type": "deny"}},
        {"provision": {"period": {"end": "2020-01-01"}}},
        {"provision": {"period": {"start": "2999-01-01"}}},
        {"provision": {"period": {"start": "yesterday"}}},
        {"provision": {"action": [{"coding": [{"code": "correct"}]}]}},
        {"provision": {"provision": [{"type": "deny"}]}},
        {"provision": {"actor": []}},
        {"provision": {"data": []}},
    ],
)
async def test_a_consent_that_does_not_permit_now_opens_nothing(
    rowan: Visitor, sam: Visitor, changed: dict[str, object]
) -> None:
    shared = await rowan.made(goal("Patient/rowan"))
    grant = consent("Patient/rowan", "Practitioner/sam", f"Goal/{shared['id']}")
    provision = {**grant["provision"], **changed.pop("provision", {})}  # type: ignore[dict-item]
    answer = await rowan.post("Consent", {**grant, **changed, "provision": provision})
    assert answer.status_code in (201, 422)
    assert (await sam.get(f"Goal/{shared['id']}")).status_code == 404


async def test_a_grant_that_runs_out_closes_by_itself(clinic: Sandbox, rowan: Visitor, sam: Visitor) -> None:
    shared = await rowan.made(goal("Patient/rowan"))
    grant = consent("Patient/rowan", "Practitioner/sam", f"Goal/{shared['id']}")
    until = clinic.clock().timestamp() + 600
    grant["provision"]["period"] = {
        "end": clinic.clock().fromtimestamp(until, clinic.clock().tzinfo).isoformat()
    }
    await rowan.made(grant)
    assert (await sam.get(f"Goal/{shared['id']}")).status_code == 200
    clinic.clock.shift(601)
    again = Visitor(clinic, "sam")
    assert (await again.get(f"Goal/{shared['id']}")).status_code == 404


async def test_what_was_said_before_it_was_shared_stays_closed(rowan: Visitor, sam: Visitor) -> None:
    first = await rowan.made(goal("Patient/rowan"))
    await rowan.put(f"Goal/{first['id']}", {**first, "description": {"text": "other words"}})
    await rowan.made(consent("Patient/rowan", "Practitioner/sam", f"Goal/{first['id']}"))
    assert (await sam.get(f"Goal/{first['id']}/_history/1")).status_code == 404
    history = (await sam.get(f"Goal/{first['id']}/_history")).json()
    assert [e["resource"]["meta"]["versionId"] for e in history["entry"]] == ["2"]


async def test_a_therapist_off_the_team_sees_nothing_of_a_patient(sam: Visitor) -> None:
    for type_ in ("Patient", "CareTeam", "CarePlan", "Appointment"):
        assert not [name for name in await sam.found(f"{type_}?_count=1000") if "tova" in name]
    assert (await sam.get("Patient/tova")).status_code == 404


async def test_a_therapist_taken_off_the_team_loses_the_patient(clinic: Sandbox, sam: Visitor) -> None:
    (team,) = clinic.find("CareTeam", patient="Patient/ines")
    assert (await sam.get("Patient/ines")).status_code == 200
    left = [part for part in team["participant"] if part["member"]["reference"] != "Practitioner/sam"]
    clinic.write({**team, "participant": left})
    for path in ("Patient/ines", "CareTeam/ines-team", "CarePlan/ines-plan", "Appointment/ines-session-1"):
        assert (await sam.get(path)).status_code == 404


async def test_a_team_membership_that_is_over_opens_nothing(clinic: Sandbox, sam: Visitor) -> None:
    (team,) = clinic.find("CareTeam", patient="Patient/ines")
    for part in team["participant"]:
        part["period"] = {"start": "2020-01-01", "end": "2020-02-01"}
    clinic.write(team)
    assert (await sam.get("Patient/ines")).status_code == 404


async def test_a_practitioner_cannot_read_a_patients_audit_trail(sam: Visitor, rowan: Visitor) -> None:
    await sam.get("Patient/rowan")
    assert await rowan.found("AuditEvent")
    assert await sam.found("AuditEvent") == []


async def test_messages_between_others_are_not_seen(rowan: Visitor, ash: Visitor) -> None:
    found = [name for name in await ash.found("Communication?_count=1000") if "rowan" in name]
    to_or_from_ash = {"1-read-sam", "1-read-rowan", "2-read-dr-ash", "3-read-dr-ash"}
    assert set(found) == {f"Communication/rowan-summary-{one}" for one in to_or_from_ash}
    assert (await ash.get("Consent/rowan-goal-1-grant")).status_code == 404


@pytest.mark.parametrize(
    "path", ["Patient/rowan", "Goal", "Goal/_history", "Goal/rowan-goal-1/_history/1", "Organization"]
)
async def test_nobody_reads_without_signing_in(stranger: Visitor, path: str) -> None:
    answer = await stranger.get(path)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert answer.json()["resourceType"] == "OperationOutcome"


@pytest.mark.parametrize(
    "header", ["Bearer", "Bearer nonsense", "Basic cm93YW46eA==", "bearer  ", "Bearer \u00ff"]
)
async def test_a_made_up_token_opens_nothing(stranger: Visitor, header: str) -> None:
    answer = await stranger.http.get("Goal", headers={"authorization": header.encode("latin-1")})
    assert answer.status_code == 401


async def test_another_persons_page_link_shows_nothing(rowan: Visitor, tova: Visitor) -> None:
    first = (await rowan.get("Appointment?_sort=-date&_count=2")).json()
    onward = next(link["url"] for link in first["link"] if link["relation"] == "next")
    assert (await rowan.get(onward)).status_code == 200
    assert (await tova.get(onward)).status_code == 410


async def test_a_page_link_does_not_outlive_the_share(rowan: Visitor, sam: Visitor) -> None:
    first = (await sam.get("Goal?_sort=-start-date&_count=1")).json()
    onward = next(link["url"] for link in first["link"] if link["relation"] == "next")
    for grant in (await rowan.get("Consent")).json()["entry"]:
        await rowan.put(f"Consent/{grant['resource']['id']}", {**grant["resource"], "status": "inactive"})
    page = (await sam.get(onward)).json()
    assert not [e for e in page.get("entry", []) if e["resource"]["subject"]["reference"] == "Patient/rowan"]


async def test_a_forged_page_link_is_refused(rowan: Visitor) -> None:
    for forged in ("x", "eyJ1IjoxfQ", "eyJ1IjoiMSBPUiAxIiwiayI6MSwidCI6MX0", "bnVsbA", "W10"):
        assert (await rowan.get(f"Goal?_cursor={forged}")).status_code == 400


@pytest.mark.parametrize(
    "value", ["x' OR '1'='1", 'x" OR 1=1 --', "%' UNION SELECT * FROM token --", "*", "%"]
)
async def test_a_search_value_is_only_ever_a_value(rowan: Visitor, value: str) -> None:
    for name in ("patient", "identifier", "category", "_id", "_profile"):
        answer = await rowan.http.get("Goal", params={name: value})
        assert answer.status_code == 200
        assert answer.json().get("entry", []) == []


async def test_a_conditional_create_cannot_probe_for_anothers_record(rowan: Visitor, tova: Visitor) -> None:
    mine = goal("Patient/rowan")
    await rowan.made(mine)
    value = mine["identifier"][0]["value"]
    twin = goal("Patient/tova", identifier=mine["identifier"])
    answer = await tova.post("Goal", twin, if_none_exist=f"identifier=urn:ietf:rfc:3986|{value}")
    assert answer.status_code == 201


async def test_a_conditional_reference_cannot_find_anothers_record(rowan: Visitor) -> None:
    asking = entry("POST", "Goal", goal("Patient/rowan", addresses=[{"reference": "Patient?name=Marlow"}]))
    answer = await rowan.post("", bundle("transaction", asking))
    assert answer.status_code == 412
    assert "marlow" not in answer.text.lower()
