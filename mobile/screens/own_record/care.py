"""What stands around the person's own words, for their paper: sessions, messages that ask for help, and who reads what."""

from __future__ import annotations

from mobile.printing import Line, Part
from mobile.records.ports import Keeping
from mobile.screens.clinic_words import role_text
from mobile.screens.first_fetch import has_all
from mobile.screens.frame import Surroundings
from mobile.screens.ledger_words import not_listed_text, opened_text, part_named, people_text, right_text
from mobile.screens.own_record.moments import exact
from mobile.screens.panels.alerts import alert_text, alert_title, read_alerts
from mobile.screens.reads.ledger import patient_ledger
from mobile.screens.reads.team import Team
from mobile.screens.reads.visits import Visits
from mobile.screens.status_text import session_detail, session_name


def sessions(s: Surroundings, seen: Visits) -> list[Part]:
    """All of them, the first first, with what the clinic wrote for each."""
    lines: list[Line] = []
    timed = [one for one in seen.sessions if one.start_at is not None]
    for one in sorted(timed, key=lambda each: each.start_at or s.now()):
        assert one.start_at is not None
        name = session_name(s, seen.place(one), otherwise=one.name)
        text = [
            f"{s.moments.weekday(one.start_at)}, {exact(s, one.start_at)}",
            session_detail(s, one),
            one.instruction,
        ]
        lines.append(Line(name, tuple(part for part in text if part)))
    count = s.ngettext("{n} session", "{n} sessions", len(lines)).format(n=len(lines))
    return [Part(s._("Sessions"), tuple(lines), count=count)] if lines else []


async def calls_for_help(s: Surroundings, records: Keeping) -> list[Part]:
    """What asked the clinic for help, and how far each is; what was put away too."""
    found = await read_alerts(records, s.language, with_put_away=True)
    lines: list[Line] = []
    for one in reversed(found):
        on = exact(s, one.alert.made_at) if one.alert.made_at is not None else ""
        lines.append(
            Line(" · ".join(part for part in (alert_title(s, one), on) if part), (alert_text(s, one),))
        )
    return [Part(s._("Messages that ask for help"), tuple(lines))] if lines else []


async def readers(s: Surroundings, records: Keeping, people: Team) -> list[Part]:
    """The whole ledger by person: what, by which right, since when, last opened."""
    _, known = s._, await patient_ledger(records, s.now())
    about = [people_text(s, known)] if has_all(s) else []
    if has_all(s) and (not_listed := not_listed_text(s, known)):
        about.append(not_listed)
    if known.readers and has_all(s) and not known.is_reading_recorded:
        about.append(_("Your clinic’s system has not said who opened what."))
    lines: list[Line] = []
    for one in known.readers:
        name = people.name_of(one.reference) or _("Somebody of your clinic")
        role = role_text(_, people.role_of(one.reference))
        text = [
            " · ".join(
                part for part in (part_named(s, entry), right_text(s, entry), opened_text(s, entry)) if part
            )
            for entry in one.entries
        ]
        lines.append(Line(" · ".join(part for part in (name, role) if part), tuple(text)))
    count = s.ngettext("{n} person", "{n} people", len(lines)).format(n=len(lines))
    if not lines and not about:
        return []
    return [Part(_("Who can see what"), tuple(lines), about=tuple(about), count=count if lines else "")]
