"""Models lose nothing: unknown elements, siblings, contained resources, nulls in lists, digits. And they are true to R4."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any, get_args

import pytest
from pydantic import ValidationError

from api_client import fhir
from api_client.errors import BadReply
from api_client.exact import loads
from api_client.fhir import (
    CodeableConcept,
    Coding,
    Consent,
    Coverage,
    Extension,
    Goal,
    Observation,
    Patient,
    Quantity,
    Reference,
    Resource,
    Task,
    from_text,
    to_text,
)

RESOURCES = sorted(
    name
    for name in fhir.__all__
    if isinstance(kind := getattr(fhir, name), type)
    and issubclass(kind, Resource)
    and "resourceType" in kind.model_fields
)

PECULIAR = """{"resourceType":"Patient","id":"rowan","meta":{"versionId":"1","x-quirk":{"n":1.50}},
"implicitRules":"https://lantern.example/rules","contained":[{"resourceType":"Organization","id":"o","n":2.00}],
"modifierExtension":[{"url":"https://lantern.example/m","valueBoolean":true}],
"extension":[{"url":"https://lantern.example/e","valueDecimal":1.50},{"url":"https://lantern.example/f","valueAge":{"value":3.0}}],
"name":[{"given":["Rowan",null,"Q"],"_given":[null,{"extension":[{"url":"https://lantern.example/g","valueCode":"x"}]},null]}],
"birthDate":"1990-02","_birthDate":{"id":"b"},"deceasedBoolean":false,"unknownElement":[1,2.0,null,{"deep":[[]]}],"class":"kept","for":["kept"]}"""


def test_nothing_is_lost_on_the_way_through_a_model() -> None:
    assert loads(to_text(from_text(Patient, PECULIAR))) == loads(PECULIAR)
    assert '"valueDecimal":1.50' in to_text(from_text(Patient, PECULIAR))
    assert '"n":2.00' in to_text(from_text(Patient, PECULIAR))


def test_the_sibling_of_a_primitive_can_be_read() -> None:
    patient = from_text(Patient, PECULIAR)
    assert patient.sibling("birthDate") == {"id": "b"}
    assert patient.sibling("gender") is None


def test_a_decimal_keeps_its_digits_both_ways() -> None:
    text = '{"resourceType":"Observation","valueQuantity":{"value":1.50}}'
    observation = from_text(Observation, text)
    assert observation.valueQuantity is not None
    assert observation.valueQuantity.value == Decimal("1.50")
    assert to_text(observation) == text
    assert to_text(Observation(valueQuantity=Quantity(value=Decimal("0.10")))).endswith('{"value":0.10}}')


def test_a_float_is_refused_for_it_has_lost_its_digits() -> None:
    with pytest.raises(ValidationError):
        Quantity(value=1.5)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ('{"resourceType":"Patient","active":"true"}', "Patient.active"),
        ('{"resourceType":"Patient","active":1}', "Patient.active"),
        ('{"resourceType":"Patient","multipleBirthInteger":"2"}', "Patient.multipleBirthInteger"),
        ('{"resourceType":"Patient","multipleBirthInteger":true}', "Patient.multipleBirthInteger"),
        ('{"resourceType":"Patient","birthDate":1990}', "Patient.birthDate"),
        ('{"resourceType":"Patient","name":{"family":"x"}}', "Patient.name"),
    ],
)
def test_no_value_is_bent_to_fit(text: str, path: str) -> None:
    with pytest.raises(BadReply) as caught:
        from_text(Patient, text)
    assert caught.value.path == path


def test_for_and_class_are_written_as_fhir_names_them() -> None:
    assert (
        to_text(Task(for_=Reference(reference="Patient/1")))
        == '{"resourceType":"Task","for":{"reference":"Patient/1"}}'
    )
    text = '{"resourceType":"Coverage","class":[{"type":{"text":"t"},"value":"v"}]}'
    coverage = from_text(Coverage, text)
    assert coverage.class_ is not None
    assert coverage.class_[0].value == "v"
    assert to_text(coverage) == text
    assert '"class":[{"code":"x"}]' in to_text(
        from_text(Consent, '{"resourceType":"Consent","provision":{"class":[{"code":"x"}]}}')
    )


def test_what_is_set_to_none_is_not_written() -> None:
    goal = Goal(description=CodeableConcept(text="rest"), note=None)
    goal.startDate = None
    assert to_text(goal) == '{"resourceType":"Goal","description":{"text":"rest"}}'


def test_an_error_of_a_model_does_not_show_the_value() -> None:
    with pytest.raises(ValidationError) as caught:
        Goal(startDate=["my secret"])  # type: ignore[arg-type]
    assert "secret" not in str(caught.value)


def test_a_concept_knows_its_codings() -> None:
    concept = CodeableConcept(coding=[Coding(system="s", code="a"), Coding(system="s", code="b")])
    assert concept.has("s", "b")
    assert not concept.has("t", "b")


def test_every_resource_names_its_own_type() -> None:
    assert [
        json.loads(to_text(getattr(fhir, name)(**_least(name))))["resourceType"] for name in RESOURCES
    ] == RESOURCES


def _least(name: str) -> dict[str, Any]:
    """What a model will not be made without."""
    reference = Reference(reference="Patient/1")
    concept = CodeableConcept(text="x")
    return {
        "AllergyIntolerance": {"patient": reference},
        "AppointmentResponse": {"appointment": reference},
        "ChargeItem": {"code": concept, "subject": reference},
        "Condition": {"subject": reference},
        "Flag": {"code": concept, "subject": reference},
        "MedicationStatement": {"subject": reference},
        "AuditEvent": {"type": Coding(code="x"), "agent": [], "source": {"observer": reference}},
        "DocumentReference": {"content": []},
        "Provenance": {"target": [reference], "agent": []},
        "RelatedPerson": {"patient": reference},
        "ClaimResponse": {"type": concept},
    }.get(name, {})


def _parts(kind: Any) -> list[type[fhir.Model]]:
    """Every model class an annotation speaks of."""
    if isinstance(kind, type) and issubclass(kind, fhir.Model):
        return [kind]
    return [part for inner in get_args(kind) for part in _parts(inner)]


def _oracle(theirs: Any) -> Any:
    """The fhir.resources class an element of theirs has, if it has one."""
    from fhir_core.fhirabstractmodel import FHIRAbstractModel  # the oracle's own base

    if isinstance(theirs, type) and issubclass(theirs, FHIRAbstractModel):
        return theirs
    from fhir.resources.R4B import get_fhir_model_class

    for inner in (theirs, *get_args(theirs)):
        name = getattr(inner, "__resource_type__", None) or getattr(inner, "__name__", "")
        if name.endswith("Type") and name[:-4]:
            try:
                return get_fhir_model_class(name[:-4])
            except (LookupError, KeyError, ValueError):
                continue
        if inner is not theirs and (found := _oracle(inner)):
            return found
    return None


def _compare(ours: type[fhir.Model], theirs: Any, path: str, seen: set[Any], wrong: list[str]) -> None:
    if (ours, theirs) in seen:
        return
    seen.add((ours, theirs))
    known = {field.alias or name: field for name, field in theirs.model_fields.items()}
    for name, field in ours.model_fields.items():
        element = name.rstrip("_")
        if element == "resourceType":
            continue
        if element not in known:
            wrong.append(f"{path}.{element}")
            continue
        parts, other = _parts(field.annotation), _oracle(known[element].annotation)
        if parts and other is not None and not path.count(".") > 6:
            _compare(parts[0], other, f"{path}.{element}", seen, wrong)


@pytest.mark.parametrize("name", RESOURCES)
def test_every_declared_element_exists_in_the_standard(name: str) -> None:
    from fhir.resources.R4B import get_fhir_model_class

    wrong: list[str] = []
    seen: set[Any] = set()
    _compare(getattr(fhir, name), get_fhir_model_class(name), name, seen, wrong)
    assert wrong == []
    assert fhir.Coding in {ours for ours, _ in seen}  # the comparison went all the way down


def test_extension_values_are_real_choices() -> None:
    from fhir.resources.R4B import get_fhir_model_class

    known = {field.alias or name for name, field in get_fhir_model_class("Extension").model_fields.items()}
    assert set(Extension.model_fields) <= known
