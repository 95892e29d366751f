"""What nothing in the product names in code and is reached all the same, each with its reason. Read by vulture, never run.

Names of frameworks (attributes that Flet, pydantic or the FHIRPath grammar read) stand in `[tool.vulture]` of pyproject.
What only a test calls does not belong here: it is wired or it goes.
"""

from __future__ import annotations

from typing import Any

places: Any = None
"""Screens: the tables in mobile/shell/routes.py, mobile/shell/navigation.py and mobile/screens/settings/part.py name them in text, so that each
is loaded when it is first gone to. A test holds this list to those tables."""

places.Care, places.GivenAnswers, places.Intentions, places.Join, places.Journal, places.Measures
(
    places.OneCommitment,  # mobile/screens/commitment
    places.OtherDays,
    places.Trash,
    places.OneDailyWord,  # mobile/screens/daily_word
    places.OneEntry,
    places.OneNotToBringUp,
    places.ShareEntry,
    places.FirstMinutes,  # mobile/screens/first_minutes
    places.SpeakEntry,
    places.OneForm,
    places.OneIntention,
    places.OneInvitation,
    places.SessionTimes,  # mobile/screens/sharing
    places.OpenAlert,
    places.OpenBrief,
    places.OpenSummary,  # mobile/screens/shared/summary
    places.CareNotes,  # mobile/screens/care_notes
    places.HelpWithCost,  # mobile/screens/cost_help
    places.WhoIsWhoPlace,
    places.OnePersonOfTheTeam,  # mobile/screens/team
    places.PracticePlace,  # mobile/screens/practice
    places.Suggest,
    places.OneMeasure,
    places.Ate,  # mobile/screens/session
    places.OneSession,
    places.OneSession,  # mobile/screens/session
    places.OpenSessionDay,  # mobile/screens/session_day
    places.Leaving,
    places.HandOver,
    places.LookIns,
    places.SpeakAtNight,  # mobile/screens/entry
    places.Waiting,  # mobile/screens/bookings
    places.ApprovalPage,  # mobile/screens/approval
    places.ApprovalsDesk,  # mobile/screens/approvals
    places.AgreedDesk,  # mobile/screens/agreed
    places.AnotherDate,  # mobile/screens/date_change
    places.TextMessages,  # mobile/screens/texts
    places.PlainDayPage,  # mobile/screens/day_page
    places.RideHome,  # mobile/screens/ride
    places.OneRoomCard,  # mobile/screens/room_card
    places.ShownRoomCard,
    places.OnePlan,
    places.ReceiptsOfPaid,  # mobile/screens/receipts
    places.PortableSummary,  # mobile/screens/portable_summary
    places.OneStep,
    places.Readiness,
)
(
    places.SentAnswers,
    places.SessionTimes,
    places.SharedByPatient,
    places.SharedWithMe,
    places.Sharing,
    places.SignIn,
)
places.Agreements, places.AskAboutPart, places.OneAgreement, places.OnePaper  # mobile/screens/agreements
places.OneSigned, places.SignAgreement, places.SignPaper, places.Withdraw
(
    places.CostAndCover,
    places.Prices,
    places.WaysToPay,
    places.OneBill,
    places.OneEstimate,
)  # mobile/screens/cost
places.AskAboutCost, places.AskAboutBill, places.AskAboutEstimate
places.ForCalendar, places.ReminderList, places.RemindersPart, places.TappedReminder
places.Messages, places.TeamMessages, places.TeamThread  # mobile/screens/messages
places.CannotShow, places.FirstPin, places.KeyGone, places.OutOfTries, places.Starting
places.StoreBehind, places.StoreMissing
(
    places.SettingsHome,
    places.SettingsPart,
    places.AboutPart,
    places.BringPart,
    places.BiometricsPart,
    places.HiddenPart,
    places.KeysPart,
    places.LanguagePart,
)
places.LockPart, places.LookPart, places.ReadingDaysPart, places.SheetPart, places.WithSheet
places.ClinicCopyPart, places.ClinicCopyBringPart  # mobile/screens/settings
places.RemovePinPart, places.SignOutPart, places.SyncPart, places.TakePart, places.WherePart, places.WipePart

strangers: Any = None
"""`api_client` is a library of its own: what a stranger's program asks of a clinic and Lantern does not."""

strangers.transaction
strangers.is_silent, strangers.fhir_version, strangers.has_transaction, strangers.has_type, strangers.can
strangers.on_socket  # the sandbox served within somebody's own tests

library: Any = None
"""Set here, read by a library."""

(
    library.request_alert_permission,
    library.request_sound_permission,
)  # by flet-notifications, in mobile/device/notifier.py
library.max_message_size  # by websockets, in mobile/hosting/connections.py

elements: Any = None
"""Names of FHIR that are given as keywords, and leave with the document."""

elements.linkId  # mobile/care/questionnaire/responding.py
elements.dueDate  # mobile/care/shared_commitment.py

held: Any = None
"""Kept so that it is not collected while it runs."""

held._learning  # a task of mobile/wiring/account_session.py

design: Any = None
"""Parts of the design that `tools/gallery.py` draws and checks, for places that are drawn in it first."""

design.check_row, design.page_body
