"""The plain page of one day, and of whatever opens none: time, place, food, the ride, and whom to call. No script, one answer.

It must never say what kind of place it is, what is done there, or a word of anybody's health; whatever comes from outside is escaped.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape

from api_client.plain_html import call_link, whole_page
from api_client.sandbox.asked_times import Food
from api_client.sandbox.day_answers import DayPage
from api_client.sandbox.day_facts import DayFacts, Visit
from api_client.sandbox.day_words import TEXTS
from api_client.sandbox.public_lines import PublicLine
from api_client.sandbox.wall_words import day_words, time_words, weekday_words, zone_words


def day_page(page: DayPage) -> str:
    """HTML, whole."""
    return _Writing(page.language).day(page.facts)


def nothing_open(language: str, numbers: Sequence[tuple[str, str]], lines: Sequence[PublicLine]) -> str:
    """For whatever opens nothing, whyever it does not: it tells nothing of anybody."""
    writing = _Writing(language)
    texts = TEXTS[language]
    inside = f"<h1>{texts['gone']}</h1><p>{texts['gone_more']}</p>{writing.whom_to_call(numbers, lines)}"
    return whole_page(language, texts["gone"], inside)


def numbers_page(language: str, numbers: Sequence[tuple[str, str]], lines: Sequence[PublicLine]) -> str:
    """Whom to call, for anybody."""
    texts = TEXTS[language]
    inside = f"<h1>{texts['numbers']}</h1>{_Writing(language).whom_to_call(numbers, lines, is_alone=True)}"
    return whole_page(language, texts["numbers"], inside)


class _Writing:
    """In one language."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._texts: Mapping[str, str] = TEXTS[language]

    def day(self, facts: DayFacts) -> str:
        first = next((one.start for one in facts.visits if one.start is not None), None)
        heading = day_words(first.date(), self._language) if first is not None else self._texts["no_day"]
        parts = [f"<h1>{escape(heading[:1].upper() + heading[1:])}</h1>"]
        if facts.is_moved:
            parts.append(f'<p role="status">{self._texts["moved"]}</p>')
        if not facts.visits:
            parts.append(f'<p role="status">{self._texts["gone_off"]}</p>')
        parts += map(self._visit, facts.visits)
        parts.append(self.whom_to_call(facts.numbers, facts.lines))
        ends = [self._texts["ends"]]
        if first is not None:
            ends.insert(0, self._say("zone", zone=zone_words(first)))
        parts.append(f"<footer>{'<br>'.join(ends)}</footer>")
        return whole_page(self._language, self._texts["title"], "".join(parts))

    def whom_to_call(
        self, numbers: Sequence[tuple[str, str]], lines: Sequence[PublicLine], *, is_alone: bool = False
    ) -> str:
        """The clinic's numbers and those that answer anybody, as links to call. `is_alone`: under a heading that says so already."""
        heading = "" if is_alone else f"<h2>{self._texts['call']}</h2>"
        own = [
            f"<li>{call_link(number)}{f'<br>{escape(label)}' if label else ''}</li>"
            for number, label in numbers
        ]
        if not own:
            own = [f"<li>{self._texts['no_number']}</li>"]
        listed = [self._line(*one) for one in lines]
        public = (
            f"<h2>{self._texts['public']}</h2><ul>{''.join(listed)}</ul>"
            if listed
            else f"<p>{self._texts['no_public']}</p>"
        )
        return f"{heading}<ul>{''.join(own)}</ul>{public}"

    def _line(self, kind: str, number: str) -> str:
        scheme = "sms" if kind == "text" else "tel"
        words = self._say("text_to" if kind == "text" else "call_to", number=number)
        return f'<li><a href="{scheme}:{escape(number)}">{words}</a></li>'

    def _visit(self, visit: Visit) -> str:
        texts, at = self._texts, visit.start
        if visit.state == "off":
            time = time_words(at, self._language) if at is not None else ""
            return f'<p role="status">{self._say("off_at", time=time) if time else texts["off"]}</p>'
        rows = [self._row("when", self._when(visit))]
        rows.append(
            self._row("where", f"<dd>{'<br>'.join(map(escape, visit.place)) or texts['no_place']}</dd>")
        )
        rows.append(self._row("before", self._food(visit.food, at.date() if at is not None else None)))
        rows.append(self._row("ride", f'<dd class="line">{self._ride(visit)}</dd>'))
        return f'<dl class="card">{"".join(rows)}</dl>'

    def _ride(self, visit: Visit) -> str:
        name, somebody = f"ride_{visit.ride}", self._texts["somebody"]
        if not self._texts[name].startswith("{who}"):
            somebody = somebody.lower()
        return self._say(name, who=visit.driver or somebody)

    def _when(self, visit: Visit) -> str:
        if visit.start is None:
            return f"<dd>{self._texts['no_time']}</dd>"
        language = self._language
        lines = [f"<dd>{time_words(visit.start, language)}</dd>"]
        if visit.state == "held":
            lines.append(f'<dd class="also">{self._texts["held"]}</dd>')
        if visit.arrive is not None:
            lines.append(
                f'<dd class="also">{self._say("arrive", time=time_words(visit.arrive, language))}</dd>'
            )
        if visit.until is not None:
            when = time_words(visit.until, language)
            if visit.until.date() != visit.start.date():
                when = f"{when}, {weekday_words(visit.until.date(), language)}"
            lines.append(f'<dd class="also">{self._say("until", time=when)}</dd>')
        return "".join(lines)

    def _food(self, food: Sequence[Food] | None, day: date | None) -> str:
        if food is None:
            return f'<dd class="line">{self._texts["food_unsaid"]}</dd>'
        lines: list[str] = []
        for one in food:
            named = f"food_{one.about}" if f"food_{one.about}" in self._texts else ""
            if one.at is None or not named:
                lines.append(self._texts["food_ask"])
                continue
            when = time_words(one.at, self._language)
            if one.at.date() != day:
                when = f"{when}, {weekday_words(one.at.date(), self._language)}"
            lines.append(self._say(named, time=when))
        return "".join(f'<dd class="line">{one}</dd>' for one in dict.fromkeys(lines))

    def _row(self, name: str, inside: str) -> str:
        return f"<div><dt>{self._texts[name]}</dt>{inside}</div>"

    def _say(self, name: str, **values: str) -> str:
        words = self._texts[name].format(**values)
        for half in (" AM", " PM"):
            words = words.replace(half, f"\u00a0{half.strip()}")  # a time is not broken into two lines
        return escape(words)
