"""A record that is changed and sent again: what is made here takes its place, and all that others wrote stays."""

from __future__ import annotations

import json

import pytest

from api_client import fhir
from api_client.fhir.making import made
from mobile.care.elements import pointing_to, to, with_extensions
from mobile.care.notices import ShareNotice
from mobile.care.permission import Permission
from mobile.care.resource import NotAResource

from .samples import NOW, PATIENT, SAM
from .test_opened import shared

OTHERS = {"url": "http://others.example", "valueOdd": {"a": 1}, "_url": {"id": "u"}}


def notice(**more: object) -> ShareNotice:
    about, _ = shared()
    resource = ShareNotice.make(
        "n1", about, patient=PATIENT, practitioner=SAM.reference, now=NOW
    ).to_resource()
    return ShareNotice.from_json(json.dumps({**resource, "id": "7", **more}))


def test_only_what_is_named_changes_and_others_elements_stay() -> None:
    before = notice(extension=[OTHERS], odd={"k": [None, 1]})
    after = before.changed(
        made(fhir.Communication, status="completed", recipient=[to("Practitioner/t2", "")]),
        odd2=[1],
        odd=None,
    )
    kept = {**before.to_resource(), "status": "completed", "recipient": [{"reference": "Practitioner/t2"}]}
    del kept["odd"]
    assert after.to_resource() == {**kept, "odd2": [1]}


def test_an_empty_list_is_no_element() -> None:
    assert "extension" not in notice(extension=[OTHERS]).changed(made(fhir.Communication, extension=[])).text
    assert "extension" not in notice(extension=[OTHERS]).changed(extension=[]).text


def test_elements_of_another_type_are_refused() -> None:
    with pytest.raises(NotAResource):
        notice().changed(made(fhir.Goal, statusDate="2030"))
    with pytest.raises(NotAResource):
        Permission.from_made(made(fhir.Goal))


def test_an_extension_takes_the_place_of_its_own_address_only() -> None:
    mine = made(fhir.Extension, url="http://mine.example", valueBoolean=True)
    older = {"url": "http://mine.example", "valueBoolean": False}
    gone = {"url": "http://gone.example"}
    found = with_extensions({"extension": [older, OTHERS, gone, 7]}, mine, without=("http://gone.example",))
    assert [fhir.to_object(one) for one in found] == [
        OTHERS,
        {"url": "http://mine.example", "valueBoolean": True},
    ]
    assert with_extensions({"extension": [gone]}, without=("http://gone.example",)) == []


def test_a_record_made_here_is_pointed_to_by_its_own_name_and_the_clinics_by_the_clinics() -> None:
    copy, _ = shared()
    named = {"reference": f"urn:uuid:{copy.id}", "identifier": copy.to_resource()["identifier"][0]}
    assert fhir.to_object(pointing_to(copy)) == named
    clinics = ShareNotice.from_resource({"resourceType": "Communication", "id": "c"})
    assert fhir.to_object(pointing_to(clinics)) == {"reference": "Communication/c"}
