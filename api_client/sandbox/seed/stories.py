"""What the four invented people answered, where they stand before a session, and one safety plan. All of it is made up.

Each function adds to a chart and answers with the activities its plan says the readiness steps with.
"""

from __future__ import annotations

from collections.abc import Sequence

from api_client.sandbox.exact import Json
from api_client.sandbox.seed.answering import When, Withheld, measured, response
from api_client.sandbox.seed.published import plan
from api_client.sandbox.seed.readiness import Form, Step, readiness, track_forms
from api_client.sandbox.seed.records import CARE, EXTENSION, NAMES, TERMS, Chart, own_identifier

_STEPS = ("psychiatric-evaluation", "medical-screen", "records", "medicines", "clearance", "consent", "cost")


def rowan(chart: Chart) -> list[Json]:
    """Every step behind; seven answers to the PHQ-9, one of them with a question skipped, one sent late."""
    history = response(chart, "health-history", 1, When(-29, "19:20"), _HEALTH)
    hopes = response(
        chart,
        "expectations",
        1,
        When(-27, "20:05"),
        {"hope": "To sleep, and to call my sister again.", "worry": "That nothing changes."},
    )
    phq9 = (
        (When(-28, "20:15"), [3, 2, 3, 2, 2, 3, 2, 1, 0]),
        (When(-21, "20:40"), [3, 2, 2, 2, 2, 3, 2, 1, 0]),
        (When(-14, "19:50"), [2, 3, 3, 2, 2, 3, 2, 1, 0]),
        (When(-8, "21:05"), [2, 2, 3, 2, 2, 2, 2, 1, 0]),
        (When(-6, "22:10", arrived=(-5, "07:30")), [1, 2, 2, 2, 1, 2, 1, 1, 0]),
        (When(-4, "20:30"), [1, 1, 2, 2, 1, None, 1, 1, 0]),
        (When(-1, "20:20"), [1, 1, 2, 1, 1, 2, 1, 1, 0]),
    )
    for number, (when, scores) in enumerate(phq9, 1):
        measured(chart, "phq-9", number, when, scores, difficulty="LA6573-5" if number > 3 else "LA6575-0")
    gad7 = ((-28, [3, 2, 2, 2, 2, 2, 1]), (-14, [2, 2, 2, 2, 2, 2, 1]), (-6, [2, 1, 2, 2, 1, 1, 1]))
    for number, (day, scores) in enumerate((*gad7, (-1, [1, 1, 2, 1, 1, 1, 1])), 1):
        measured(chart, "gad-7", number, When(day, "20:45"), scores)
    _safety_plan(
        chart,
        -26,
        (
            "Lying awake after four. Not answering messages for two days.",
            "Walk to the river. Wash the dishes with the radio on.",
            "The library. Saturday football with Jo.",
            "Jo, 202-555-0111. My sister Ada, 202-555-0112.",
            "Made-up Meadow Clinic, 202-555-0142. Call or text 988 at any hour.",
            "Jo keeps the spare tablets. Nothing else in the house.",
        ),
    )
    _agreement(chart, "sam", -12)
    forms = [
        Form("health-history", "completed", -29, history, reviewed=-26),
        Form("expectations", "completed", -27, hopes, reviewed=-26),
    ]
    return readiness(chart, -30, forms, [Step(name, "completed", -16) for name in _STEPS])


def ines(chart: Chart) -> list[Json]:
    """New: some forms done, one begun on another device, and most of the steps with somebody else or still to come."""
    draft = response(
        chart,
        "health-history",
        1,
        When(-1, "21:40"),
        {
            "sex": "sex-female",
            "weight": {"value": 64, "unit": "kg", "system": "http://unitsofmeasure.org", "code": "kg"},
            "blood-pressure": True,
            "blood-pressure-steady": True,
            "blood-pressure-more": "Tablets since last year.",
            "aneurysm": Withheld("not-sure"),
            "avm": False,
        },
        status="in-progress",
        resume_at="heart/brain-bleed",
    )
    needs = response(
        chart,
        "access-needs",
        1,
        When(-2, "18:30"),
        {"language": "es", "interpreter": False, "called": "Ines", "touch": "touch-ask"},
    )
    done = {"access-needs": needs}
    begun = {"health-history": draft}
    forms = [
        Form(name, "completed", -2, done[name])
        if name in done
        else Form(
            name,
            "in-progress" if name in begun else "requested",
            -1 if name in begun else -2,
            begun.get(name),
        )
        for name in track_forms("depression")
    ]
    steps = [
        Step("psychiatric-evaluation", "in-progress", -2, is_so=("Booked", "Reservada")),
        Step("medical-screen", "requested", -2),
        Step(
            "records",
            "requested",
            -2,
            turn="patient",
            is_so=(
                "Waiting for the form about earlier records",
                "A la espera del formulario sobre el historial anterior",
            ),
        ),
        Step(
            "medicines",
            "requested",
            -2,
            turn="patient",
            is_so=("Waiting for the list of medicines", "A la espera de la lista de medicamentos"),
        ),
        Step(
            "clearance",
            "in-progress",
            -1,
            is_so=("The clinic wrote to your doctor", "La clínica escribió a su médico"),
        ),
        Step("consent", "requested", -2),
        Step(
            "cost",
            "in-progress",
            -1,
            is_so=("The estimate is being written", "Se está preparando el presupuesto"),
        ),
        Step(
            "insurance-approval",
            "on-hold",
            -2,
            turn="clinic",
            is_so=(
                "Not needed unless the prescriber says so",
                "No hace falta, salvo que quien receta diga lo contrario",
            ),
        ),
    ]
    return readiness(chart, -2, forms, steps)


def marlow(chart: Chart) -> list[Json]:
    """Months of answers, the last two of them higher; the consent is due again."""
    totals = (
        (-206, [3, 3, 3, 2, 2, 2, 2, 2, 0]),
        (-184, [2, 2, 2, 2, 2, 2, 1, 1, 0]),
        (-166, [1, 1, 2, 1, 1, 1, 1, 1, 0]),
        (-138, [1, 1, 1, 1, 1, 1, 1, 0, 0]),
        (-110, [1, 1, 1, 1, 1, 1, 0, 0, 0]),
        (-82, [1, 1, 2, 1, 1, 1, 1, 0, 0]),
        (-54, [1, 0, 1, 1, 1, 1, 0, 0, 0]),
        (-26, [1, 1, 1, 1, 1, 1, 1, 1, 0]),
        (-3, [2, 1, 2, 1, 1, 2, 1, 1, 0]),
    )
    for number, (day, scores) in enumerate(totals, 1):
        measured(chart, "phq-9", number, When(day, "18:20"), scores)
    for number, (day, score) in enumerate(((-206, 2), (-138, 1), (-82, 1), (-26, 1)), 1):
        measured(chart, "gad-7", number, When(day, "18:30"), [score] * 7)
    clear = {f"bladder-five-{name}": False for name in ("pain", "often", "sudden", "leak", "blood")}
    response(chart, "bladder-five", 1, When(-82, "18:35"), clear)
    steps = [Step(name, "completed", -190) for name in _STEPS if name != "consent"]
    steps.append(
        Step("consent", "requested", -5, is_so=("A new version to read", "Una versión nueva para leer"))
    )
    return readiness(chart, -200, [], steps)


def tova(chart: Chart) -> list[Json]:
    """Nasal esketamine: all but the insurance's answer for the weeks to come."""
    for number, (day, scores) in enumerate(((-22, [1, 1, 0, 1, 2]), (-6, [2, 2, 1, 2, 2])), 1):
        measured(chart, "who-5", number, When(day, "16:10"), scores, times=4)
    measured(chart, "phq-9", 1, When(-22, "16:00"), [3, 3, 2, 3, 2, 3, 2, 2, 0])
    measured(chart, "phq-9", 2, When(-6, "16:00"), [2, 2, 2, 2, 2, 2, 2, 1, 0])
    steps = [Step(name, "completed", -15) for name in _STEPS if name != "cost"]
    steps.append(
        Step(
            "cost",
            "in-progress",
            -9,
            is_so=("It waits for the insurance's answer", "A la espera de la respuesta del seguro"),
        )
    )
    steps.append(
        Step(
            "insurance-approval",
            "in-progress",
            -9,
            is_so=("Sent to the insurance", "Enviada al seguro"),
            due=7,
        )
    )
    return readiness(chart, -20, [], steps)


_HEALTH = {
    "sex": "sex-male",
    "weight": {"value": 171, "unit": "lb", "system": "http://unitsofmeasure.org", "code": "[lb_av]"},
    **dict.fromkeys(("blood-pressure", "aneurysm", "avm", "brain-bleed", "stroke", "heart-attack"), False),
    **dict.fromkeys(("heart-other", "head-injury", "seizures", "eye-pressure", "lungs", "liver"), False),
    **dict.fromkeys(("thyroid", "porphyria", "cystitis", "ketamine-allergy", "ketamine-before"), False),
    **{f"bladder-{name}": False for name in ("pain", "often", "sudden", "leak", "blood")},
    "sleep-apnea": True,
    "cpap": True,
    "anesthesia-reaction": Withheld("in-person"),
}


def _safety_plan(chart: Chart, offset: int, words: Sequence[str]) -> None:
    definition = plan("safety-plan")
    steps: list[Json] = []
    for action, stated in zip(definition["action"], words, strict=True):
        heading: Json = {
            "coding": [{"system": CARE, "code": f"safety-{action['id']}"}],
            "text": action["title"],
        }
        heading["_text"] = action["_title"]
        mark = {"url": f"{EXTENSION}/patient-words", "valueBoolean": True}
        steps.append(
            {
                "detail": {
                    "extension": [mark],
                    "code": heading,
                    "status": "in-progress",
                    "description": stated,
                }
            }
        )
    chart.add(
        offset,
        "15:30",
        {
            "resourceType": "CarePlan",
            "id": f"{chart.id}-safety-plan",
            "instantiatesCanonical": [f"{definition['url']}|{definition['version']}"],
            "status": "active",
            "intent": "plan",
            "category": [{"coding": [{"system": "http://snomed.info/sct", "code": "401276009"}]}],
            "title": "My safety plan",
            "subject": {"reference": chart.me},
            "created": chart.days.date(offset),
            "author": {"reference": "Practitioner/dr-ash"},
            "contributor": [{"reference": chart.me}],
            "activity": steps,
        },
    )


def _agreement(chart: Chart, reader: str, offset: int) -> None:
    """The patient lets their therapist read the measures."""
    since = chart.days.utc(offset, "18:00")
    chart.add(
        offset,
        "18:00",
        {
            "resourceType": "Consent",
            "id": f"{chart.id}-measures-agreement",
            "identifier": [own_identifier(f"{chart.id}/measures/{reader}")],
            "status": "active",
            "scope": {"coding": [{"system": f"{TERMS}/consentscope", "code": "patient-privacy"}]},
            "category": [{"coding": [{"system": CARE, "code": "measures-agreement"}]}],
            "patient": {"reference": chart.me},
            "dateTime": since,
            "performer": [{"reference": chart.me}],
            "policyRule": {"coding": [{"system": f"{TERMS}/v3-ActCode", "code": "OPTIN"}]},
            "provision": {
                "type": "permit",
                "period": {"start": since},
                "actor": [
                    {
                        "role": {"coding": [{"system": f"{TERMS}/v3-ParticipationType", "code": "IRCP"}]},
                        "reference": {"reference": f"Practitioner/{reader}", "display": NAMES[reader]},
                    }
                ],
                "action": [{"coding": [{"system": f"{TERMS}/consentaction", "code": "access"}]}],
                "code": [{"coding": [{"system": CARE, "code": "measures"}]}],
            },
        },
    )
