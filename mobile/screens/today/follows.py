"""What Today looks again for: every kind that something on it is read from."""

from __future__ import annotations

from mobile.screens.panels.alerts import KINDS as ALERTS
from mobile.screens.reads import dates as asking
from mobile.screens.reads import given_times as handed
from mobile.screens.reads import groups as grouping
from mobile.screens.reads import ride as rides
from mobile.screens.reads import team as teams
from mobile.screens.reads import visits as visiting
from mobile.screens.reads import writings as written
from mobile.screens.reads.to_sign import KINDS as TO_SIGN
from mobile.screens.today.days import KINDS as DAYS
from mobile.screens.today.errand import KINDS as ERRANDS
from mobile.screens.today.invitations import KINDS as INVITED
from mobile.screens.today.layer import KINDS as LAYERS
from mobile.screens.today.news import KINDS as NEWS
from mobile.screens.today.preparing import KINDS as PREPARED
from mobile.screens.today.reminders_line import KINDS as REMINDED
from mobile.screens.today.slept_on import KINDS as SLEPT_ON
from mobile.screens.today.suggestions import KINDS as SUGGESTED

FOLLOWS = tuple(
    dict.fromkeys(
        (
            *visiting.KINDS,
            *written.KINDS,
            *teams.KINDS,
            *ERRANDS,
            *ALERTS,
            *SLEPT_ON,
            *NEWS,
            *DAYS,
            *PREPARED,
            *rides.KINDS,
            *SUGGESTED,
            *LAYERS,
            *grouping.KINDS,
            *handed.KINDS,
            *INVITED,
            *asking.KINDS,
            *REMINDED,
            *TO_SIGN,
        )
    )
)
