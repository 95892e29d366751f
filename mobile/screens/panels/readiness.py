"""How a step is said: whose turn, since when, how far, what comes next. The clinic's words where it has any, none invented.

One place for all of it, so that the board, Plan and Today say the same of one step.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from mobile.care.readiness import Step
from mobile.screens.frame import Surroundings
from mobile.screens.reads.readiness import Board, Held, Unsent, is_sent
from mobile.screens.status_text import begun, left_text


def step_title(s: Surroundings, step: Step) -> str:
    """In the clinic's words; a step it did not name is called what it is."""
    text = step.guidance.title.in_language(s.language)
    if text:
        return text
    return s._("A form from your clinic") if step.form else s._("A step your clinic is taking")


def day_text(s: Surroundings, at: datetime) -> str:
    """`today`, `yesterday`, `Monday`, `June 2`, with the year where it is another one."""
    days = s.moments.days_between(s.now(), at)
    if days in (0, -1):
        return s.moments.away(at, s.now())
    if -7 < days < 0:
        return s.moments.weekday(at)
    is_this_year = s.moments.local(at).year == s.moments.local(s.now()).year
    return s.moments.day(at) if is_this_year else s.moments.full_date(at)


def turn_text(s: Surroundings, step: Step) -> str:
    """Whose turn it is: `Your turn`, `The clinic`, `The insurance`, as the clinic calls whoever it is."""
    _, role = s._, step.guidance.role.in_language(s.language)
    if step.state == "done":
        return _("Done")
    if step.state == "on_hold":
        return _("On hold")
    if step.is_yours:
        return _("Your turn")
    if step.turn == "third_party":
        return role or _("Somebody outside the clinic")
    return role or _("The clinic")


def unsent_title(s: Surroundings, one: Unsent) -> str:
    """In the clinic's words, where the form is here."""
    return one.title.in_language(s.language) or s._("A form from your clinic")


def since_text(s: Surroundings, step: Step) -> str:
    """`since Monday`, `sent yesterday`; "" where nobody said since when."""
    _ = s._
    if step.since is None:
        return ""
    day = s.moments.on_day(step.since, s.now())
    if is_sent(step):
        return _("sent {day}").format(day=day)
    if step.state == "done":
        return day
    return _("since {day}").format(day=day)


def row_text(s: Surroundings, step: Step) -> str:
    """The line under a step's name on the board."""
    _, language = s._, s.language
    if step.is_yours and step.form is not None:
        line = " · ".join(part for part in (progress_text(s, step), minutes_text(s, step)) if part)
        return begun(line)
    if is_sent(step) and step.state != "done":
        text = [begun(since_text(s, step)), _("the clinic will look at it")]
    elif step.state == "done":
        text = [begun(since_text(s, step))]
    elif step.state == "on_hold":
        text = [step.guidance.so.in_language(language) or _("Not needed for now")]
    else:
        text = [turn_text(s, step), since_text(s, step), step.guidance.usual_time.in_language(language)]
        if step.guidance.answer_by is not None:
            text.append(_("answer by {day}").format(day=s.moments.day(step.guidance.answer_by)))
    return " · ".join(part for part in text if part)


def is_begun(step: Step) -> bool:
    """Whether the patient has answered something of it that was not sent."""
    return step.progress is not None and step.progress.state == "begun"


def progress_text(s: Surroundings, step: Step) -> str:
    """`Begun, not sent · about 12 questions left`, `About 12 questions left`, or "" where the form is not here."""
    if step.progress is None:
        return ""
    left = left_text(s, step.progress.left) if step.progress.left is not None else ""
    parts = [s._("Begun, not sent") if is_begun(step) else "", left]
    return " · ".join(part for part in parts if part)


def minutes_text(s: Surroundings, step: Step) -> str:
    """How long it takes, as the clinic says."""
    if step.minutes is None:
        return ""
    return s.ngettext("about {n} minute", "about {n} minutes", step.minutes).format(n=step.minutes)


def held_text(s: Surroundings, held: Held, until: datetime | None = None) -> str:
    """Why a form cannot be filled in now, and from when it can, where that is known."""
    _ = s._
    if held == "not_today" and until is not None:
        text = _("Not on the day of a session: it asks for your signature. It is here again {when}.")
        return text.format(when=s.moments.near(until, s.now()))
    return {
        "not_here": _("This form has not reached this device yet. It opens here when it has."),
        "not_set_up": _("Your clinic has not finished setting this form up. There is nothing for you to do."),
        "not_today": _(
            "Not on the day of a session: it asks for your signature. It is here again when your clinic's rest time is over."
        ),
    }[held]


def done_text(s: Surroundings, board: Board) -> str:
    """`4 of 6 done`."""
    return s._("{done} of {total} done").format(done=board.done, total=board.total)


def left_for_you(s: Surroundings, board: Board) -> str:
    """`13 left for you`, or that nothing is."""
    count = len(board.turns.yours)
    if not count:
        return s._("Nothing left for you")
    return s.ngettext("{n} left for you", "{n} left for you", count).format(n=count)


def minutes_of(s: Surroundings, steps: Sequence[Step]) -> str:
    """`About 46 minutes` for all forms of these together; `At least 46 minutes` where the clinic does not say it of each."""
    minutes = [step.minutes for step in steps if step.form is not None]
    total = sum(one or 0 for one in minutes)
    if not total:
        return ""
    if None in minutes:
        return s.ngettext("At least {n} minute", "At least {n} minutes", total).format(n=total)
    return s.ngettext("About {n} minute", "About {n} minutes", total).format(n=total)


def others_text(s: Surroundings, board: Board) -> str:
    """`13 left for you · 2 with the clinic`."""
    text = [left_for_you(s, board)]
    waiting = sum(1 for step in board.turns.clinic if not is_sent(step))
    if waiting:
        text.append(s.ngettext("{n} with the clinic", "{n} with the clinic", waiting).format(n=waiting))
    third = len(board.turns.third_party)
    if third:
        text.append(s.ngettext("{n} with somebody else", "{n} with others", third).format(n=third))
    return " · ".join(text)
