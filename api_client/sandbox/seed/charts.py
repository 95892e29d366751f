"""The four invented patients, each at another point of care. Every name, day and word is made up."""

from __future__ import annotations

from api_client.sandbox.exact import Json
from api_client.sandbox.seed import agreements, approvals, cost, given_on, health, receipts, stories, summary
from api_client.sandbox.seed.records import Chart, VisitKind, day_medicine
from api_client.sandbox.seed.when import Days

_SESSION_NOTE = (
    "EXAMPLE, not for clinical use: come in by the side door, and bring the person who takes you home."
)
SESSION = VisitKind("Treatment session", 120, _SESSION_NOTE)
SINGLE = VisitKind("Single session", 120, _SESSION_NOTE)
NASAL = VisitKind(
    "Nasal spray session",
    150,
    "EXAMPLE, not for clinical use: plan to stay until the team says you can go, and bring the person who takes you home.",
)
FIRST_TALK = VisitKind(
    "First conversation", 60, "EXAMPLE: bring a list of what you take, and your questions."
)


def charts(days: Days) -> list[Chart]:
    """All of them."""
    return [rowan(days), ines(days), marlow(days), tova(days)]


def rowan(days: Days) -> Chart:
    """Between the second and the third of six sessions."""
    chart = Chart(days, "rowan")
    chart.patient(
        -30, "Rowan", "Sample", "1988-04-12", "+1-202-555-0151", own_doctor="Dr. Lee Invented, Exampleton"
    )
    chart.team(-30, ["sam", "dr-ash", "coordinator"], left={"nia": -9})
    done = [
        chart.session(1, -7, "10:30", SESSION, "fulfilled"),
        chart.session(2, -3, "10:30", SESSION, "fulfilled"),
    ]
    coming = [chart.session(3, 2, "10:30", SESSION, "booked")]
    coming.append(chart.session(4, 5, "10:30", SESSION, "pending"))
    coming += [
        chart.session(number, offset, "10:30", SESSION, "proposed") for number, offset in ((5, 9), (6, 12))
    ]
    ready = stories.rowan(chart)
    also = [*ready, *_rowans_medicines(days)]
    chart.plan(-14, "Your course: 6 sessions", "example-iv-six", [*done, *coming], 6, also=also)
    chart.add(
        -14,
        "11:40",
        {
            "resourceType": "Goal",
            "id": "rowan-plan-goal",
            "lifecycleStatus": "active",
            "description": {"text": "Back to a full night's sleep most nights"},
            "subject": {"reference": chart.me},
            "startDate": days.date(-14),
            "expressedBy": {"reference": "Practitioner/dr-ash"},
        },
    )
    chart.intention(-8, "19:10", "To notice what I carry before I put it down.", done[0], read=(-8, "20:02"))
    chart.intention(-4, "21:35", "To meet the quiet without running from it.", done[1], read=(-3, "08:15"))
    asked = chart.reply(
        -2,
        "09:12",
        "You wrote of meeting the quiet. What was there when it came?",
        "rowan-goal-2",
        read=(-2, "18:02"),
    )
    chart.reply(
        -2,
        "18:10",
        "Less than I thought. I stayed, and then it was evening.",
        "rowan-goal-2",
        read=(-1, "09:05"),
        answers=asked,
    )
    summary.rowan(chart)
    agreements.rowan(chart)
    cost.rowan(chart)
    receipts.rowan(chart)
    health.rowan(chart)
    return chart


def _rowans_medicines(days: Days) -> list[Json]:
    """Invented, like everything here: no real person's tablets are meant."""
    written = days.utc(-12, "16:20")
    return [
        day_medicine(
            ("Allergy tablet", "Pastilla para la alergia"),
            (
                "Take it at 7 AM as always, with one sip of water.",
                "Tómela a las 7 a. m. como siempre, con un sorbo de agua.",
            ),
            written,
        ),
        day_medicine(
            ("Sleep tablet", "Pastilla para dormir"),
            ("Call us the day before, by 5 PM.", "Llámenos el día anterior, antes de las 5 p. m."),
            written,
        ),
    ]


def ines(days: Days) -> Chart:
    """New, and in intake."""
    chart = Chart(days, "ines")
    chart.patient(
        -3, "Ines", "Example", "1995-09-30", "+1-202-555-0152", contact=[agreements.acting_for_ines()]
    )
    chart.team(-3, ["sam", "dr-ash", "coordinator"])
    visit = chart.session(1, 4, "15:00", FIRST_TALK, "booked", -2)
    ready = stories.ines(chart)
    chart.plan(-2, "Getting ready to start", "example-iv-six", [visit], 0, status="draft", also=ready)
    agreements.ines(chart)
    approvals.ines(chart)
    cost.ines(chart)
    return chart


def marlow(days: Days) -> Chart:
    """Long past the first course; one session now and then."""
    chart = Chart(days, "marlow")
    chart.patient(-210, "Marlow", "Placeholder", "1976-01-23", "+1-202-555-0153")
    chart.team(-210, ["sam", "dr-ash", "coordinator"])
    first = [
        chart.session(n, offset, "09:00", SESSION, "fulfilled", -200)
        for n, offset in enumerate((-185, -181, -178, -174, -171, -167), 1)
    ]
    single = [
        chart.session(n, offset, "09:00", SINGLE, status, max(offset - 30, -160) if offset < 0 else -20)
        for n, offset, status in (
            (7, -124, "fulfilled"),
            (8, -86, "noshow"),
            (9, -79, "fulfilled"),
            (10, -38, "fulfilled"),
            (11, 9, "booked"),
        )
    ]
    ready = stories.marlow(chart)
    sessions = [*first, *single]
    chart.plan(-160, "Single sessions, agreed one by one", "example-maintenance", sessions, 0, also=ready)
    chart.intention(
        -80,
        "18:00",
        "To sit with my father's chair empty, and stay.",
        single[2],
        read=(-80, "18:44"),
        withdrawn=(-70, "07:20"),
    )
    chart.intention(-39, "20:12", "Less holding on.", single[3], read=(-38, "08:05"))
    given_on.marlow(chart, single[3])
    summary.marlow(chart)
    agreements.marlow(chart)
    approvals.marlow(chart)
    cost.marlow(chart)
    receipts.marlow(chart)
    health.marlow(chart)
    return chart


def tova(days: Days) -> Chart:
    """Nasal spray, in the first weeks. No integration therapist on the team."""
    chart = Chart(days, "tova")
    chart.patient(-25, "Tova", "Specimen", "1969-06-08", "+1-202-555-0154")
    chart.team(-25, ["dr-ash", "coordinator"])
    plan = (
        (-11, "fulfilled"),
        (-8, "fulfilled"),
        (-4, "fulfilled"),
        (1, "booked"),
        (3, "booked"),
        (8, "booked"),
        (10, "pending"),
        (15, "pending"),
    )
    visits = [chart.session(n, offset, "14:00", NASAL, status) for n, (offset, status) in enumerate(plan, 1)]
    ready = stories.tova(chart)
    spray = day_medicine(
        ("Nose spray for colds", "Aerosol nasal para el resfriado"),
        ("Not in the last hour before you come.", "No en la última hora antes de venir."),
        days.utc(-12, "15:10"),
    )
    chart.plan(-14, "Nasal spray, first four weeks", "example-nasal", visits, 8, also=[*ready, spray])
    chart.intention(
        -5, "17:30", "To be somewhere without pain for an hour.", visits[2], reader="dr-ash", read=None
    )
    summary.tova(chart)
    agreements.tova(chart)
    approvals.tova(chart)
    cost.tova(chart)
    health.tova(chart)
    return chart
