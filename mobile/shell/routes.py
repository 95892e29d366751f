"""The one route table: which path is which place, who may be there, and where it lies.

Classes are named, not imported: a place is loaded when it is first asked for. Nothing here decides what is shown
instead; `mobile.app` does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Literal
from urllib.parse import unquote

from mobile.screens.frame import Role, Screen

Lies = Literal["behind_the_door", "where_opened", "before_the_door", "over_everything"]
"""`behind_the_door`: needs somebody signed in and an open store. `where_opened`: so too, and Back, Stop and Done lead to the place
it was opened from. `before_the_door`: on the way in, and only then. `over_everything`: laid over whatever is there, locked and
signed out too."""

MOST_NAME = 512
"""No record, measure or invitation has a longer name."""


@dataclass(frozen=True)
class Place:
    """One row of the table. `role` None: whoever is signed in. `is_tab`: of that role."""

    pattern: str
    screen: str  # "package.module:Class"
    role: Role | None = None
    lies: Lies = "behind_the_door"
    is_tab: bool = False

    def match(self, path: str) -> Mapping[str, str] | None:
        """The named parts of the path, decoded, or None: also where a part is nothing anybody was ever named."""
        found = re.fullmatch(re.sub(r"<(\w+)>", r"(?P<\1>[^/]+)", self.pattern), path)
        if found is None:
            return None
        try:
            parts = {name: unquote(value, errors="strict") for name, value in found.groupdict().items()}
        except UnicodeDecodeError:
            return None
        return parts if all(_is_name(value) for value in parts.values()) else None

    def load(self) -> type[Screen]:
        """The class. Raises ImportError where nobody built it yet."""
        module, _, name = self.screen.partition(":")
        return getattr(import_module(module), name)


def _is_name(part: str) -> bool:
    return len(part) <= MOST_NAME and part.isprintable() and part not in (".", "..")


PLACES: tuple[Place, ...] = (
    Place("/", "mobile.screens.today.view:Today", role="patient", is_tab=True),
    Place("/journal", "mobile.screens.journal.view:Journal", role="patient", is_tab=True),
    Place("/journal/trash", "mobile.screens.journal.trash:Trash", role="patient"),
    Place("/journal/other-days", "mobile.screens.journal.other_days:OtherDays", role="patient"),
    Place("/plan", "mobile.screens.plan.view:Plan", role="patient", is_tab=True),
    Place("/care", "mobile.screens.care.view:Care", role="patient", is_tab=True),
    Place("/session/<id>", "mobile.screens.session.view:OneSession", "patient", lies="where_opened"),
    Place("/session/<id>/calendar", "mobile.screens.calendar.view:ForCalendar", role="patient"),
    Place("/calendar", "mobile.screens.calendar.view:ForCalendar", role="patient"),
    Place("/reminders", "mobile.screens.reminders.view:ReminderList", role="patient"),
    Place("/reminders/texts", "mobile.screens.texts.view:TextMessages", role="patient"),
    Place("/reminders/<number>", "mobile.screens.reminders.tapped:TappedReminder"),
    Place("/session/<id>/date", "mobile.screens.date_change.view:AnotherDate", "patient"),
    Place("/session/<id>/page", "mobile.screens.day_page.view:PlainDayPage", "patient", lies="where_opened"),
    Place("/session/<id>/ate", "mobile.screens.session.ate:Ate", "patient", lies="where_opened"),
    Place("/ride/<id>", "mobile.screens.ride.view:RideHome", "patient", lies="where_opened"),
    Place("/room-card/<id>", "mobile.screens.room_card.view:OneRoomCard", "patient", lies="where_opened"),
    Place(
        "/room-card/<id>/show", "mobile.screens.room_card.show:ShownRoomCard", "patient", lies="where_opened"
    ),
    Place("/forms", "mobile.screens.readiness.view:Readiness", role="patient"),
    Place("/forms/<step>", "mobile.screens.readiness.step:OneStep", role="patient"),
    Place("/measures", "mobile.screens.measures.view:Measures", role="patient"),
    Place("/measures/<measure>", "mobile.screens.measures.one:OneMeasure", role="patient"),
    Place("/safety-plan", "mobile.screens.safety_plan.view:OnePlan", role="patient"),
    Place("/answers/<id>", "mobile.screens.answers.view:SentAnswers", role="patient"),
    Place("/intentions", "mobile.screens.intention.list:Intentions", role="patient"),
    Place("/intention/<id>", "mobile.screens.intention.view:OneIntention", "patient", lies="where_opened"),
    Place("/word/<id>", "mobile.screens.daily_word.view:OneDailyWord", "patient", lies="where_opened"),
    Place("/commitment/<id>", "mobile.screens.commitment.view:OneCommitment", "patient", lies="where_opened"),
    Place(
        "/not-to-bring-up/<id>",
        "mobile.screens.not_to_bring_up.view:OneNotToBringUp",
        "patient",
        lies="where_opened",
    ),
    Place("/entry/<id>", "mobile.screens.entry.view:OneEntry", "patient", lies="where_opened"),
    Place("/entry/<id>/share", "mobile.screens.entry.share:ShareEntry", role="patient"),
    Place(
        "/first-minutes/<id>",
        "mobile.screens.first_minutes.view:FirstMinutes",
        "patient",
        lies="where_opened",
    ),
    Place("/entry/<id>/speak", "mobile.screens.entry.speak:SpeakEntry", role="patient"),
    Place("/speak/<id>", "mobile.screens.entry.speak:SpeakAtNight", "patient", lies="where_opened"),
    Place("/session-day/<id>", "mobile.screens.session_day.view:OpenSessionDay", role="patient"),
    Place("/session-day/<id>/leaving", "mobile.screens.session_day.leaving:Leaving", role="patient"),
    Place("/session-day/<id>/hand-over", "mobile.screens.session_day.hand_over:HandOver", role="patient"),
    Place("/session-day/<id>/look-ins", "mobile.screens.session_day.look_ins:LookIns", role="patient"),
    Place("/form/<id>", "mobile.screens.form.view:OneForm", "patient", lies="where_opened"),
    Place("/sharing", "mobile.screens.sharing.view:Sharing", role="patient"),
    Place("/care-notes", "mobile.screens.care_notes.view:CareNotes", role="patient"),
    Place("/team", "mobile.screens.team.view:WhoIsWhoPlace", role="patient"),
    Place("/team/<who>", "mobile.screens.team.person:OnePersonOfTheTeam", role="patient"),
    Place("/practice", "mobile.screens.practice.view:PracticePlace", role="patient"),
    Place("/help-with-cost", "mobile.screens.cost_help.view:HelpWithCost", role="patient"),
    Place("/receipts", "mobile.screens.receipts.view:ReceiptsOfPaid", "patient", lies="where_opened"),
    Place("/portable-summary", "mobile.screens.portable_summary.view:PortableSummary", role="patient"),
    Place("/agreements", "mobile.screens.agreements.view:Agreements", role="patient"),
    Place("/agreements/paper/<id>", "mobile.screens.agreements.paper:OnePaper", role="patient"),
    Place("/agreements/paper/<id>/sign", "mobile.screens.agreements.sign_paper:SignPaper", role="patient"),
    Place("/agreements/signed/<id>", "mobile.screens.agreements.signed:OneSigned", role="patient"),
    Place("/agreements/signed/<id>/withdraw", "mobile.screens.agreements.withdraw:Withdraw", role="patient"),
    Place("/agreements/<id>", "mobile.screens.agreements.document:OneAgreement", role="patient"),
    Place("/agreements/<id>/ask/<part>", "mobile.screens.agreements.ask:AskAboutPart", role="patient"),
    Place("/agreements/<id>/sign", "mobile.screens.agreements.sign:SignAgreement", role="patient"),
    Place("/sharing/invitation/<id>", "mobile.screens.sharing.invitation:OneInvitation", role="patient"),
    Place("/sharing/times", "mobile.screens.sharing.times:SessionTimes", role="patient"),
    Place("/approval", "mobile.screens.approval.view:ApprovalPage", role="patient"),
    Place("/cost", "mobile.screens.cost.view:CostAndCover", role="patient"),
    Place("/cost/prices", "mobile.screens.cost.prices:Prices", role="patient"),
    Place("/cost/ways", "mobile.screens.cost.ways:WaysToPay", role="patient"),
    Place("/cost/ask", "mobile.screens.cost.ask:AskAboutCost", role="patient"),
    Place("/cost/bill/<id>", "mobile.screens.cost.bill:OneBill", role="patient"),
    Place("/cost/bill/<id>/ask", "mobile.screens.cost.ask:AskAboutBill", role="patient"),
    Place("/cost/estimate/<id>", "mobile.screens.cost.estimate:OneEstimate", role="patient"),
    Place("/cost/estimate/<id>/ask", "mobile.screens.cost.ask:AskAboutEstimate", role="patient"),
    Place("/messages", "mobile.screens.messages.view:Messages", role="patient"),
    Place("/alerts/<alert>", "mobile.screens.shared.alert:OpenAlert", role="practitioner"),
    Place("/shared", "mobile.screens.shared.view:SharedWithMe", role="practitioner", is_tab=True),
    Place("/shared/<patient>", "mobile.screens.shared.patient:SharedByPatient", role="practitioner"),
    Place(
        "/shared/<patient>/answers/<id>", "mobile.screens.shared.answers:GivenAnswers", role="practitioner"
    ),
    Place("/shared/<patient>/brief", "mobile.screens.shared.brief.view:OpenBrief", role="practitioner"),
    Place("/shared/<patient>/summary", "mobile.screens.shared.summary.view:OpenSummary", role="practitioner"),
    Place("/shared/<patient>/suggest", "mobile.screens.shared.suggest:Suggest", role="practitioner"),
    Place("/shared/<patient>/<copy>", "mobile.screens.shared.copy:SharedCopy", role="practitioner"),
    Place("/agreed", "mobile.screens.agreed.view:AgreedDesk", role="practitioner"),
    Place("/agreed/<patient>", "mobile.screens.agreed.view:AgreedDesk", role="practitioner"),
    Place("/bookings/waiting", "mobile.screens.bookings.view:Waiting", role="practitioner", is_tab=True),
    Place("/bookings/waiting/<id>", "mobile.screens.bookings.view:Waiting", role="practitioner"),
    Place("/approvals", "mobile.screens.approvals.view:ApprovalsDesk", role="practitioner", is_tab=True),
    Place("/approvals/<id>", "mobile.screens.approvals.view:ApprovalsDesk", role="practitioner"),
    Place("/team-messages", "mobile.screens.messages.team:TeamMessages", role="practitioner", is_tab=True),
    Place("/team-messages/<patient>", "mobile.screens.messages.team:TeamThread", role="practitioner"),
    Place("/settings", "mobile.screens.settings.view:SettingsHome"),
    Place("/settings/<part>", "mobile.screens.settings.part:SettingsPart"),
    Place("/sign-in", "mobile.screens.sign_in.view:SignIn", lies="before_the_door"),
    Place("/join", "mobile.screens.join.view:Join", lies="before_the_door"),
    Place("/join/<code>", "mobile.screens.join.view:Join", lies="before_the_door"),
    Place("/lock", "mobile.screens.lock.view:Lock", lies="before_the_door"),
    Place("/lock/sheet", "mobile.screens.lock.sheet:WithSheet", lies="before_the_door"),
    Place("/support", "mobile.screens.support.view:Support", lies="over_everything"),
    Place("/support/ground", "mobile.screens.support.ground:Ground", lies="over_everything"),
)

NOT_FOUND = Place("", "mobile.screens.lost.view:NotFound")
BROKEN = Place("", "mobile.screens.lost.view:CannotShow")

ABOVE: Mapping[str, str] = {
    "/session": "/plan",
    "/calendar": "/plan",
    "/reminders": "/plan",
    "/session-day": "/",
    "/speak": "/journal",
    "/ride": "/plan",
    "/room-card": "/plan",
    "/forms": "/plan",
    "/answers": "/forms",
    "/measures": "/plan",
    "/safety-plan": "/care",
    "/intention": "/intentions",
    "/intentions": "/",
    "/word": "/journal",
    "/commitment": "/journal",
    "/entry": "/journal",
    "/not-to-bring-up": "/journal",
    "/first-minutes": "/",
    "/form": "/forms",
    "/sharing": "/care",
    "/messages": "/care",
    "/care-notes": "/care",
    "/approval": "/care",
    "/team": "/care",
    "/practice": "/care",
    "/help-with-cost": "/care",
    "/cost": "/care",
    "/agreements": "/care",
    "/portable-summary": "/care",
    "/receipts": "/care",
    "/settings": "/care",
    "/alerts": "/shared",
    "/agreed": "/shared",
}
"""Where Back leads when the path itself does not say it: of a place that is there, a patient; of a bare beginning, anybody."""

TABS: Mapping[Role, tuple[str, ...]] = {
    "patient": tuple(one.pattern for one in PLACES if one.is_tab and one.role == "patient"),
    "practitioner": (
        *(one.pattern for one in PLACES if one.is_tab and one.role == "practitioner"),
        "/settings",
    ),
}
"""The settings are a patient's under Care, and a tab of a practitioner."""

HOME: Mapping[Role, str] = {"patient": "/", "practitioner": "/shared"}


def clean(route: str | None) -> str:
    """The path alone: no query, no fragment, no trailing slash."""
    path = (route or "/").split("?")[0].split("#")[0].rstrip("/")
    return path if path.startswith("/") else "/" + path


def find(path: str) -> tuple[Place, Mapping[str, str]] | None:
    """The place of a path and the path's named parts."""
    for place in PLACES:
        params = place.match(path)
        if params is not None:
            return place, params
    return None


def parent_of(path: str, role: str) -> str | None:
    """The place structurally above: what Back leads to. None for a tab of this role and for what stands alone."""
    if path in TABS.get("practitioner" if role == "practitioner" else "patient", ()):
        return None
    if role == "patient" and path in ABOVE:
        return ABOVE[path]
    for prefix in _prefixes(path):
        above = ABOVE.get(prefix, prefix) if find(prefix) is None else prefix
        if find(above) is not None:
            return above
    return None


def _prefixes(path: str) -> Iterator[str]:
    parts = path.strip("/").split("/")
    for end in range(len(parts) - 1, 0, -1):
        yield "/" + "/".join(parts[:end])
