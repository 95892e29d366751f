"""The made-up clinic's list of help with cost, and the regions it counts in. An EXAMPLE: no such service exists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from api_client.sandbox.exact import Json
from api_client.sandbox.seed.records import CARE, EXTENSION, TERMS, translated
from api_client.sandbox.seed.when import Days

Said = tuple[str, str]
"""In English and in Spanish."""
_MARK: Said = ("EXAMPLE. No such service exists.", "EJEMPLO. Este servicio no existe.")
_LANGUAGES = {"en": "English", "es": "Spanish", "vi": "Vietnamese"}
_COUNTRY, _STATE, _TOWN = "region-country", "region-state", "region-town"


@dataclass(frozen=True)
class _Help:
    id: str
    name: Said
    kind: Said
    about: Said
    for_whom: Said
    price: str = ""
    by: str = ""
    phone: str = ""
    page: str = ""
    languages: Sequence[str] = ("en",)
    region: str = ""
    looked: int | None = -40  # the day, counted from today
    asks_first: bool = False


_LIST = (
    _Help(
        "sliding-scale",
        ("Fees by income", "Precio según sus ingresos"),
        ("Sliding scale", "Escala según ingresos"),
        ("You pay less when you earn less.", "Paga menos quien gana menos."),
        (
            "Anybody who comes here. You say what you earn; nobody asks for papers the first time.",
            "Cualquiera que venga aquí. Usted dice cuánto gana; la primera vez no se piden papeles.",
        ),
        price="disc",
        phone="+1-202-555-0142",
        languages=("en", "es"),
        region=_TOWN,
        looked=-12,
    ),
    _Help(
        "neighbourhood-clinic",
        ("Nowhere Street Community Clinic", "Clínica comunitaria de la calle Ninguna"),
        ("Community clinic", "Clínica comunitaria"),
        ("Doctors, talks and medicines under one roof.", "Médicos, consultas y medicinas en un mismo lugar."),
        (
            "Anybody who lives in Exampleton, with insurance or without.",
            "Cualquiera que viva en Exampleton, con seguro o sin él.",
        ),
        price="free",
        by="Nowhere Street Community Clinic",
        phone="+1-202-555-0171",
        page="https://community.clinic.example/come",
        languages=("en", "es", "vi"),
        region=_TOWN,
    ),
    _Help(
        "fund",
        ("Made-up Help Fund", "Fondo de Ayuda Inventado"),
        ("Assistance programme", "Programa de ayuda"),
        ("Pays a part of the bill, once a year.", "Paga una parte de la cuenta, una vez al año."),
        (
            "People whose insurance said no. You ask with a letter from the clinic.",
            "Personas a quienes el seguro dijo que no. Se pide con una carta de la clínica.",
        ),
        by="Made-up Help Fund",
        page="https://fund.help.example/ask",
        region=_COUNTRY,
        looked=-410,
    ),
    _Help(
        "study",
        ("Study at Example University", "Estudio en la Universidad de Ejemplo"),
        ("Trial", "Estudio clínico"),
        (
            "Treatment within a study costs nothing. Taking part or not changes nothing of your care here.",
            "El tratamiento dentro de un estudio no cuesta nada. Participar o no no cambia su atención aquí.",
        ),
        ("The study asks its own questions first.", "El estudio hace antes sus propias preguntas."),
        price="free",
        by="Example University",
        phone="+1-202-555-0172",
        page="https://study.university.example",
        region=_STATE,
        looked=None,
        asks_first=True,
    ),
    _Help(
        "navigator",
        ("Somebody who looks with you", "Alguien que busca con usted"),
        ("Advice", "Orientación"),
        (
            "Reads bills and letters with you, and knows whom to ask.",
            "Lee con usted cuentas y cartas, y sabe a quién preguntar.",
        ),
        ("Anybody. You need no number and no card.", "Cualquiera. No necesita número ni tarjeta."),
        price="free",
        by="Exampleton Advice Desk",
        phone="+1-202-555-0173",
        languages=("es",),
    ),
)


def regions() -> Iterator[Json]:
    """A town in a state in a country, each part of the next."""
    chain: tuple[tuple[str, Said, str], ...] = (
        (_COUNTRY, ("All states", "Todos los estados"), ""),
        (_STATE, ("State of Example", "Estado de Ejemplo"), _COUNTRY),
        (_TOWN, ("Exampleton", "Exampleton"), _STATE),
    )
    for id_, name, part_of in chain:
        within = {"partOf": {"reference": f"Location/{part_of}"}} if part_of else {}
        physical = {"coding": [{"system": f"{TERMS}/location-physical-type", "code": "area"}]}
        yield {
            "resourceType": "Location",
            "id": id_,
            "status": "active",
            **translated("name", name),
            "physicalType": physical,
            **within,
        }


def cost_help(days: Days) -> Iterator[Json]:
    """The list as the clinic last looked it through."""
    for one in _LIST:
        yield _service(one, days)


def _service(one: _Help, days: Days) -> Json:
    mark: list[Json] = [{"url": "by", "valueReference": {"reference": "Organization/clinic"}}]
    if one.looked is not None:
        mark.append({"url": "on", "valueDate": days.date(one.looked)})
    telecom = [{"system": "phone", "value": one.phone}] if one.phone else []
    telecom += [{"system": "url", "value": one.page}] if one.page else []
    provider: Json = {"display": one.by} if one.by else {"reference": "Organization/clinic"}
    service: Json = {
        "resourceType": "HealthcareService",
        "id": f"help-{one.id}",
        "extension": [{"url": f"{EXTENSION}/listed", "extension": mark}],
        "active": True,
        "providedBy": provider,
        "category": [{"coding": [{"system": CARE, "code": "help-with-cost"}]}],
        "type": [translated("text", one.kind)],
        **translated("name", one.name),
        **translated("comment", one.about),
        **translated("extraDetails", _MARK),
        "telecom": telecom,
        "eligibility": [translated("comment", one.for_whom)],
        "communication": [
            {"coding": [{"system": "urn:ietf:bcp:47", "code": code, "display": _LANGUAGES[code]}]}
            for code in one.languages
        ],
    }
    if one.price:
        conditions = f"{TERMS}/service-provision-conditions"
        service["serviceProvisionCode"] = [{"coding": [{"system": conditions, "code": one.price}]}]
    if one.region:
        service["coverageArea"] = [{"reference": f"Location/{one.region}"}]
    if one.asks_first:
        service["appointmentRequired"] = True
    return service
