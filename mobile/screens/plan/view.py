"""Plan (picture 12): the whole course as one line, in the clinic's wall time. What the clinic did not plan is not shown."""

from __future__ import annotations

from functools import partial

import flet as ft

from mobile.design import parts
from mobile.screens.following import FollowingScreen
from mobile.screens.known import KINDS, Known, known
from mobile.screens.plan.model import Line, Stop, line
from mobile.screens.told import session_detail, session_when


class Plan(FollowingScreen):
    """The third tab."""

    tab = "plan"
    follows = KINDS

    def title(self) -> str:
        return self._("Plan")

    async def load(self) -> None:
        self.known: Known = await known(self.records, self.s.now())
        self.line: Line = line(self.known)

    def drawn(self) -> list[ft.Control]:
        _ = self._
        if not self.line.stops:
            return [
                parts.empty_state(
                    _("No course is planned yet"),
                    _("Your clinic plans your sessions with you. Each appears here with its day and time."),
                    icon=parts.icons.PLAN,
                    action=parts.outline_button(_("Who to call"), self.guard(partial(self.s.go, "/care"))),
                )
            ]
        rows: list[ft.Control] = []
        if self.line.name:
            rows.append(parts.heading(self.line.name))
        if self.line.total is not None:
            total = self.line.total
            said = self.ngettext("Your course: {n} session", "Your course: {n} sessions", total).format(
                n=total
            )
            rows.append(parts.section(said))
        else:
            rows.append(parts.section(_("Your sessions")))
        last = len(self.line.stops) - 1
        rows.append(
            parts.stack(*(self._row(stop, i == last) for i, stop in enumerate(self.line.stops)), spacing=0)
        )
        rows.append(parts.small(_("Times are your clinic's. To change one, call your clinic.")))
        return rows

    def _row(self, stop: Stop, is_last: bool) -> ft.Control:
        _, s = self._, self.s
        name = _("Session {number}").format(number=stop.number)
        if stop.session is None:
            return parts.timeline_row(
                name,
                _("Time not set yet"),
                number=stop.number,
                state="later",
                state_label=_("planned"),
                is_last=is_last,
            )
        when = session_when(s, stop.session)
        detail = [part for part in (session_detail(s, stop.session),) if part]
        if stop.state == "held":
            detail.insert(0, _("Time held, not booked yet"))
        if stop.intentions:
            detail.append(
                self.ngettext("{n} intention", "{n} intentions", stop.intentions).format(n=stop.intentions)
            )
        if stop.state == "next":
            return parts.timeline_row(
                f"{name} · {when}",
                " · ".join(detail),
                number=stop.number,
                state="next",
                state_label=_("next"),
                is_last=is_last,
            )
        label = _("done") if stop.state == "done" else _("planned")
        if stop.state == "done" and stop.session.start_at is not None:
            when = s.moments.day(stop.session.start_at)
        return parts.timeline_row(
            name,
            " · ".join([when, *detail]),
            number=stop.number,
            state="done" if stop.state == "done" else "later",
            state_label=label,
            is_last=is_last,
        )
