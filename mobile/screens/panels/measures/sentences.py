"""A measure in words: when, how it went, why there is no total. Facts about numbers; none says better, worse, good or enough."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from mobile.care.measures import Point, Stretch, Why, Word, stretches
from mobile.screens.frame import Surroundings
from mobile.screens.panels.readiness import day_text
from mobile.screens.reads.measures import Measure
from mobile.screens.status_text import begun


def name_text(s: Surroundings, one: Measure) -> str:
    """What it is called: `Mood · PHQ-9`, as far as the clinic says it plainly."""
    return one.form.called(s.language) or s._("A measure")


def headline_text(s: Surroundings, one: Measure, *, is_own: bool) -> str:
    """The whole trend in one sentence: a fact about two numbers. `is_own`: it is said to the person themselves."""
    _, trend = s._, one.trend
    word = trend.words[0] if trend is not None and trend.words else None
    if word is None or word.kind == "no_answers":
        return _("There is no total yet")
    if word.kind == "one_answer":
        return _("{total} on {day}").format(total=number(word.numbers["total"]), day=day(s, word.dates["at"]))
    text = {
        "lower_than_first": (_("{n} lower than when you began"), _("{n} lower than the first")),
        "higher_than_first": (_("{n} higher than when you began"), _("{n} higher than the first")),
        "same_as_first": (_("The same as when you began"), _("The same as the first")),
    }[word.kind]
    return text[not is_own].format(n=number(word.numbers["difference"]))


def figure_text(s: Surroundings, one: Measure) -> list[str]:
    """What one must know to read the drawing: which way lower is, and what its dotted lines and rings are."""
    _, trend = s._, one.trend
    if trend is None:
        return []
    text: list[str] = []
    more = one.instrument.more_is if one.instrument is not None else None
    if more == "more-symptoms":
        text.append(_("Lower means less was marked as troubling."))
    if more == "better":
        text.append(_("Lower means less wellbeing was marked."))
    bridged = [part for part in stretches(trend.points) if part.why != "joined"]
    text += _bridged(s, [part for part in bridged if part.why == "not_answered"])
    if any(part.why == "no_total" for part in bridged):
        text.append(_("A dotted line passes over an answer without a total."))
    if any(point.total is None for point in trend.points):
        text.append(_("A ring is an answer without a total."))
    return text


def _bridged(s: Surroundings, gaps: list[Stretch]) -> list[str]:
    _ = s._
    if len(gaps) == 1:
        between = _("The dotted line bridges the time from {from_day} to {to_day}, which was not answered.")
        return [between.format(from_day=day(s, gaps[0].start.at), to_day=day(s, gaps[0].end.at))]
    if not gaps:
        return []
    several = _("Dotted lines bridge {n} times that were not answered.")
    return [several.format(n=len(gaps))]


def number(value: Decimal) -> str:
    """`11`, `3.3`: as exact as a person needs it."""
    return f"{value:f}" if value == value.to_integral_value() else f"{value:.1f}"


def day(s: Surroundings, at: datetime) -> str:
    """A date, with the year where it is another one."""
    is_this_year = s.moments.local(at).year == s.moments.local(s.now()).year
    return s.moments.day(at) if is_this_year else s.moments.full_date(at)


def row_text(s: Surroundings, one: Measure) -> str:
    """`Due now · about 2 minutes · last yesterday`, `Due June 15 · about 2 minutes · last Monday`."""
    _ = s._
    last = (
        _("last {day}").format(day=day_text(s, one.last_at))
        if one.last_at is not None
        else _("not answered yet")
    )
    if one.due is not None and one.can_be_asked:
        text = [_("Begun") if one.due.draft else _("Due now"), minutes_text(s, one), last]
    else:
        coming = due_on_text(s, one)
        text = [coming, minutes_text(s, one), last] if coming else [begun(last)]
    return " · ".join(part for part in text if part)


def minutes_text(s: Surroundings, one: Measure) -> str:
    minutes = one.form.minutes
    return s.ngettext("about {n} minute", "about {n} minutes", minutes).format(n=minutes) if minutes else ""


def next_text(s: Surroundings, one: Measure) -> str:
    """`next June 15`; "" where there is no rhythm."""
    if one.next_at is None or one.next_at <= s.now():
        return ""
    return s._("next {day}").format(day=day(s, one.next_at))


def due_on_text(s: Surroundings, one: Measure) -> str:
    """`Due Thursday`, `Due June 15`; "" where there is no rhythm."""
    if one.next_at is None or one.next_at <= s.now():
        return ""
    is_near = 0 < s.moments.days_between(s.now(), one.next_at) < 7
    when = s.moments.weekday(one.next_at) if is_near else day(s, one.next_at)
    return s._("Due {day}").format(day=when)


def due_text(s: Surroundings, one: Measure) -> str:
    """Why it is asked now."""
    _ = s._
    if one.due is None:
        return ""
    text = [begun(_why(s, why)) + "." for why in one.due.why]
    if one.due.until is not None:
        text.append(_("It closes {when}.").format(when=s.moments.near(one.due.until, s.now())))
    if one.due.skipped:
        skipped = s.ngettext(
            "{n} time went by without an answer. It is asked once now, and the gap stays a gap.",
            "{n} times went by without an answer. It is asked once now, and the gap stays a gap.",
            one.due.skipped,
        )
        text.append(skipped.format(n=one.due.skipped))
    return " ".join(text)


def _why(s: Surroundings, why: Why) -> str:
    _ = s._
    if why.when == "baseline":
        return _("asked once before your first session")
    if why.when == "before-session":
        return (
            _("asked before session {n}").format(n=why.number) if why.number else _("asked before a session")
        )
    if why.when == "after-session":
        return _("asked after session {n}").format(n=why.number) if why.number else _("asked after a session")
    if why.interval is None:
        return _("asked again and again")
    count = int(why.interval.value)
    forms = {
        "d": s.ngettext("asked every day", "asked every {n} days", count),
        "wk": s.ngettext("asked every week", "asked every {n} weeks", count),
        "mo": s.ngettext("asked every month", "asked every {n} months", count),
    }
    return forms.get(why.interval.unit, _("asked again and again")).format(n=count)


def words_text(s: Surroundings, words: tuple[Word, ...]) -> list[str]:
    """The trend in sentences."""
    return [text for word in words if (text := _word(s, word))]


def _word(s: Surroundings, word: Word) -> str:
    _ = s._
    numbers = {name: number(value) for name, value in word.numbers.items()}
    dates = {f"{name}_day": day(s, at) for name, at in word.dates.items()}
    if word.kind == "without_total":
        n = int(word.numbers["count"])
        text = s.ngettext(
            "Answered {n} time without a total, last on {last_day}.",
            "Answered {n} times without a total, last on {last_day}.",
            n,
        )
        return text.format(n=n, **dates)
    text = {
        "no_answers": _("There is no total yet."),
        "one_answer": _("{total} on {at_day}. With a second answer there is a line."),
        "lower_than_first": _(
            "{last} on {last_day}: {difference} lower than the first, {first} on {first_day}."
        ),
        "higher_than_first": _(
            "{last} on {last_day}: {difference} higher than the first, {first} on {first_day}."
        ),
        "same_as_first": _("{last} on {last_day}: the same as the first, on {first_day}."),
        "lower_than_previous": _("{difference} lower than the time before, {previous} on {previous_day}."),
        "higher_than_previous": _("{difference} higher than the time before, {previous} on {previous_day}."),
        "same_as_previous": _("The same as the time before, on {previous_day}."),
        "lowest_of_all": _("The lowest was {total}, on {at_day}."),
        "highest_of_all": _("The highest was {total}, on {at_day}."),
        "nothing_between": _("Nothing was answered between {from_day} and {to_day}."),
    }[word.kind]
    return text.format(**numbers, **dates)


def range_text(s: Surroundings, one: Measure) -> str:
    """What the numbers can be and which way they go, as the instrument was published."""
    _, instrument = s._, one.instrument
    if instrument is None or instrument.least is None or instrument.most is None:
        return ""
    least, most = number(instrument.least), number(instrument.most)
    text = {
        "more-symptoms": _(
            "It goes from {least} to {most}. A higher number means more was marked as troubling."
        ),
        "better": _("It goes from {least} to {most}. A higher number means more wellbeing was marked."),
    }.get(instrument.more_is or "", _("It goes from {least} to {most}."))
    return text.format(least=least, most=most)


def no_total_text(s: Surroundings, one: Measure, point: Point) -> str:
    """Why an answer has no total, in as many words as are true."""
    _, missing = s._, one.missing(point.names)
    if missing:
        listed = ", ".join(str(n) for n in missing)
        text = s.ngettext(
            "No total, because question {numbers} was skipped",
            "No total, because questions {numbers} were skipped",
            len(missing),
        )
        return text.format(numbers=listed)
    if point.reason == "asked-unknown":
        return _("No total, because of a “not sure”")
    if point.reason == "asked-declined":
        return _("No total, because a question was skipped")
    return _("No total")
