"""A clinic's list of help with cost: its own words, its own order, and nothing taken off by what it leaves unsaid."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from fhir.resources.R4B.healthcareservice import HealthcareService
from hypothesis import given
from hypothesis import strategies as st

from mobile.care.clinic import Clinic
from mobile.care.clinic_service import ClinicService
from mobile.care.cost_help import CostHelp, chosen, is_cost_help, languages_of, listed_by, regions_of
from mobile.care.cost_help.choosing import OLD, standing
from mobile.care.locations import Location, by_reference
from mobile.care.web_page import https_page

CARE = "https://lantern.example/fhir/CodeSystem/care"
LISTED = "https://lantern.example/fhir/StructureDefinition/listed"
PROVISION = "http://terminology.hl7.org/CodeSystem/service-provision-conditions"
CLINIC = Clinic.from_resource({"resourceType": "Organization", "id": "c", "name": "Clinic"})


def help_document(id: str = "h", *, by: str = "Organization/c", on: str | None = None, **more: Any) -> Any:
    mark: list[Any] = [{"url": "by", "valueReference": {"reference": by}}]
    if on is not None:
        mark.append({"url": "on", "valueDate": on})
    return {
        "resourceType": "HealthcareService",
        "id": id,
        "extension": [{"url": LISTED, "extension": mark}],
        "category": [{"coding": [{"system": CARE, "code": "help-with-cost"}]}],
        "name": id,
        **more,
    }


def a_help(id: str = "h", **more: Any) -> CostHelp:
    resource = help_document(id, **more)
    assert is_cost_help(resource)
    return CostHelp.from_resource(resource)


def priced(code: str) -> dict[str, Any]:
    return {"serviceProvisionCode": [{"coding": [{"system": PROVISION, "code": code}]}]}


def speaking(*codes: str) -> dict[str, Any]:
    return {"communication": [{"coding": [{"code": code}]} for code in codes]}


def within(*names: str) -> dict[str, Any]:
    return {"coverageArea": [{"reference": f"Location/{name}"} for name in names]}


def places() -> dict[str, Location]:
    chain = (("town", "state"), ("state", "country"), ("country", None), ("other", "country"))
    made = [
        Location.from_resource(
            {
                "resourceType": "Location",
                "id": id,
                "name": id.title(),
                **({"partOf": {"reference": f"Location/{part_of}"}} if part_of else {}),
            }
        )
        for id, part_of in chain
    ]
    return dict(by_reference(made))


def test_it_reads_what_the_clinic_wrote_and_is_valid_r4() -> None:
    resource = help_document(
        on="2026-05",
        comment="Pays a part.",
        eligibility=[{"comment": "Anybody."}],
        telecom=[
            {"system": "phone", "value": "+1-202-555-0171"},
            {"system": "phone", "value": "+1-202-555-0199", "use": "old"},
            {"system": "url", "value": "https://fund.example/ask"},
            {"system": "url", "value": "http://fund.example"},
            {"system": "url", "value": "javascript:alert(1)"},
            {"system": "email", "value": "a@fund.example"},
        ],
        specialty=[{"text": "canary"}],
        characteristic=[{"text": "canary"}],
        **priced("disc"),
        **speaking("es-MX", "en"),
    )
    HealthcareService.model_validate({**resource, "extension": []})
    one = CostHelp.from_resource(resource)
    assert [phone.number for phone in one.phones] == ["+1-202-555-0171"]
    assert [page.address for page in one.pages] == ["https://fund.example/ask"]
    assert [spoken.code for spoken in one.languages] == ["es", "en"]
    assert (one.price, one.looked_on) == ("less", date(2026, 5, 1))
    shown = [words.text for words in (one.name, *one.about, *one.for_whom, one.kind_of_help)]
    assert "canary" not in shown
    assert ClinicService.from_resource(resource).times == ()


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://fund.example/ask?a=1", "fund.example"),
        ("https://FUND.example", "fund.example"),
        ("http://fund.example", None),
        ("https://fund.example@evil.example/", None),
        ("https://fund.example:8443/", None),
        ("https://localhost/", None),
        ("https://fund.example\\@evil.example", None),
        ("https://fünd.example/", None),
        ("https://[::1", None),
        ("data:text/html,hello", None),
        ("", None),
        (7, None),
    ],
)
def test_a_page_is_https_to_a_host_that_is_seen_as_it_is(address: object, host: str | None) -> None:
    page = https_page(address)
    assert (page.host if page is not None else None) == host


def test_free_and_cheaper_come_first_of_these_the_clinics_own_and_the_rest_by_name() -> None:
    own = {"providedBy": {"reference": "Organization/c"}}
    known = [
        a_help("z-fund", **priced("cost")),
        a_help("a-study", **priced("free")),
        a_help("b-own", **priced("disc"), **own),
        a_help("c-unsaid"),
    ]
    assert [one.id.split("/")[1] for one in listed_by(CLINIC, known)] == [
        "b-own", "a-study", "c-unsaid", "z-fund",
    ]  # fmt: skip


def test_what_another_clinic_lists_what_is_over_and_what_has_no_name_is_not_on_the_list() -> None:
    known = [
        a_help("theirs", by="Organization/other"),
        a_help("over", active=False),
        a_help("nameless", name=""),
        a_help("ours", by="https://clinic.test/fhir/Organization/c"),
    ]
    assert [one.name.text for one in listed_by(CLINIC, known)] == ["ours"]
    assert listed_by(None, known) == ()


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("2026-06-01", "looked"),
        ("2026-05", "looked"),
        ("2025", "old"),
        ("2025-06-08", "old"),
        ("2027-01-01", "unsaid"),
        ("soon", "unsaid"),
        (None, "unsaid"),
    ],
)
def test_how_long_ago_the_clinic_looked_is_said_and_a_day_to_come_says_nothing(
    stated: str | None, expected: str
) -> None:
    today = date(2025, 6, 8) + OLD + timedelta(days=1)
    assert standing(a_help(on=stated), today) == expected


def test_what_covers_the_country_counts_in_the_town_and_another_state_does_not() -> None:
    known = [
        a_help("wide", **within("country")),
        a_help("near", **within("town")),
        a_help("far", **within("other")),
    ]
    seen = chosen(listed_by(CLINIC, known), places(), region="Location/town")
    assert [one.name.text for one in seen.fitting] == ["near", "wide"]
    assert seen.others == 1
    assert {one.name.text for one in chosen(known, places(), region="Location/none").fitting} == set()


def test_places_that_are_part_of_one_another_in_a_circle_end() -> None:
    circle = [
        Location.from_resource(
            {"resourceType": "Location", "id": a, "name": a, "partOf": {"reference": f"Location/{b}"}}
        )
        for a, b in (("a", "b"), ("b", "a"))
    ]
    seen = chosen([a_help(**within("a"))], by_reference(circle), region="Location/b")
    assert len(seen.fitting) == 1


LANGUAGES = st.lists(st.sampled_from(("en", "es", "vi")), unique=True, max_size=3)
REGIONS = st.lists(st.sampled_from(("town", "state", "country", "other")), unique=True, max_size=2)
LISTS = st.lists(st.tuples(LANGUAGES, REGIONS, st.sampled_from(("free", "disc", "cost", ""))), max_size=8)


@given(LISTS, st.none() | st.sampled_from(("en", "es", "vi")), st.none() | st.sampled_from(tuple(places())))
def test_whatever_is_chosen_nothing_is_lost_and_what_is_shown_says_nothing_against_it(
    drawn: list[tuple[list[str], list[str], str]], language: str | None, region: str | None
) -> None:
    known = [
        a_help(f"h{number}", **speaking(*spoken), **within(*covered), **(priced(price) if price else {}))
        for number, (spoken, covered, price) in enumerate(drawn)
    ]
    listed = listed_by(CLINIC, known)
    assert sorted(one.id for one in listed) == sorted(one.id for one in known)
    seen = chosen(listed, places(), language, region)
    shown = [*seen.fitting, *seen.unsaid]
    assert len(shown) + seen.others == len(listed)
    assert len({one.id for one in shown}) == len(shown)
    for one in shown:
        spoken = {each.key for each in one.languages}
        assert language is None or not spoken or language in spoken
    for one in seen.fitting:
        assert language is None or language in {each.key for each in one.languages}
        assert region is None or one.areas
    for one in listed:
        if one not in shown:  # it says itself that it is for others
            elsewhere = region is not None and one.areas
            assert elsewhere or (language is not None and one.languages)
    prices = [one.is_cheap for one in listed]
    assert prices == sorted(prices, reverse=True)
    assert chosen(listed, places()).fitting == listed


def test_only_what_is_on_the_list_can_be_chosen_each_once() -> None:
    known = [
        a_help("a", **speaking("en", "es"), **within("town")),
        a_help("b", **speaking("es"), **within("town", "gone")),
    ]
    assert [one.key for one in languages_of(known)] == ["en", "es"]
    assert [one.name.text for one in regions_of(known, places())] == ["Town"]
