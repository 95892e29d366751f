"""Words by their facts: moments read as people say them, and every sentence of the app has Spanish."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta, timezone
from pathlib import Path
from string import Formatter
from zoneinfo import ZoneInfo

import pytest
from PIL import ImageFont

from mobile.i18n import Moments, Speech, country_in, ended
from mobile.i18n.sentence import Sentence
from tools import messages

EN = Moments("en", ZoneInfo("America/Chicago"))
ES = Moments("es", ZoneInfo("America/Chicago"))
AT = datetime(2026, 3, 10, 15, 30, tzinfo=UTC)  # a Tuesday, two days after the clocks changed there


def test_a_session_is_told_in_the_clinics_wall_time() -> None:
    assert EN.weekday_and_time(AT) == "Tuesday, 10:30\u00a0AM"
    assert ES.weekday_and_time(AT) == "martes, 10:30\u00a0a.\u00a0m."
    assert EN.moment(AT) == "Tuesday, March 10, 10:30\u00a0AM"
    assert ES.moment(AT) == "martes, 10 de marzo, 10:30\u00a0a.\u00a0m."


@pytest.mark.parametrize(
    ("speaks", "country"),
    [
        ("en-US", "US"), ("es-MX", "MX"), ("en_US", "US"), ("zh-Hant-TW", "TW"), ("es-419", None), ("es", None), ("", None),
        ("en-US-u-mu-celsius", "US"), ("en-US-u-ca-gregory", "US"), ("en-u-hc-h23", None), ("en_US_#u-fw-mon-mu-celsius", "US"),
    ],
)  # fmt: skip
def test_a_country_is_read_from_a_language_and_from_nothing_a_device_adds(
    speaks: str, country: str | None
) -> None:
    assert country_in(speaks) == country


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (datetime.min.replace(tzinfo=UTC), "Monday, January 1, 12:00\u00a0AM"),
        (
            datetime.max.replace(tzinfo=timezone(timedelta(hours=-12))),
            "Friday, December 31, 11:59\u00a0PM",
        ),
    ],
)
def test_where_the_calendar_ends_a_moment_is_told_as_it_was_given(at: datetime, said: str) -> None:
    assert EN.moment(at) == said


@pytest.mark.parametrize(
    ("hour", "said"), [(5, "12:05\u00a0AM"), (17, "12:05\u00a0PM"), (4, "11:05\u00a0PM")]
)
def test_midnight_and_noon_are_twelve(hour: int, said: str) -> None:
    assert EN.time(datetime(2026, 6, 1, hour, 5, tzinfo=UTC)) == said


@pytest.mark.parametrize(
    ("days", "english", "spanish"),
    [
        (0, "today", "hoy"),
        (1, "tomorrow", "mañana"),
        (-1, "yesterday", "ayer"),
        (2, "in 2 days", "en 2 días"),
        (-3, "3 days ago", "hace 3 días"),
    ],
)
def test_days_away_are_calendar_days(days: int, english: str, spanish: str) -> None:
    assert EN.away(AT + timedelta(days=days), AT) == english
    assert ES.away(AT + timedelta(days=days), AT) == spanish


def test_tonight_to_tomorrow_morning_is_tomorrow_though_hours_are_few() -> None:
    evening = datetime(2026, 3, 11, 4, 50, tzinfo=UTC)  # 11:50 PM there
    assert EN.away(evening + timedelta(minutes=20), evening) == "tomorrow"


def test_the_day_the_clocks_change_is_one_day() -> None:
    before = datetime(2026, 3, 7, 18, 0, tzinfo=UTC)
    assert EN.days_between(before, before + timedelta(hours=23)) == 1


def test_near_moments_are_told_as_near_as_they_are() -> None:
    assert EN.near(AT, AT) == "10:30\u00a0AM"
    assert EN.near(AT - timedelta(days=1), AT) == "yesterday, 10:30\u00a0AM"
    assert EN.near(AT + timedelta(days=3), AT) == "Friday, 10:30\u00a0AM"
    assert EN.near(AT + timedelta(days=30), AT) == "April 9"
    assert ES.near(AT - timedelta(days=400), AT) == "3 de febrero de 2025"


def test_a_day_that_is_still_to_begin_begins_with_no_hour() -> None:
    midnight = datetime.combine(EN.local(AT).date(), time.min, EN.local(AT).tzinfo)
    assert EN.near(midnight + timedelta(days=1), AT) == "tomorrow"
    assert ES.near(midnight + timedelta(days=1), AT) == "mañana"
    assert EN.near(midnight + timedelta(days=3), AT) == "Friday"
    assert EN.near(midnight - timedelta(days=1), AT) == "yesterday, 12:00\u00a0AM"


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        EN.time(datetime(2026, 3, 10))


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "1 second"),
        (1, "1 second"),
        (29.2, "30 seconds"),
        (60, "1 minute"),
        (61, "2 minutes"),
        (3600, "1 hour"),
    ],
)
def test_waits_are_rounded_up_never_down(seconds: float, said: str) -> None:
    assert EN.span(timedelta(seconds=seconds)) == said


def test_a_missing_translation_shows_english_and_an_unknown_language_is_english() -> None:
    assert Speech("es").gettext("a sentence nobody wrote") == "a sentence nobody wrote"
    assert Speech("fr").language == "en"
    assert Speech("es-US").gettext("Support") == "Apoyo"


def test_two_languages_live_in_one_process() -> None:
    english, spanish = Speech("en"), Speech("es")
    assert (english.gettext("Back"), spanish.gettext("Back")) == ("Back", "Atrás")


def test_every_placeholder_survives_translation() -> None:
    import re

    for catalog in messages.catalogues().values():
        for message in catalog:
            if not message.id:
                continue
            ids = message.id if isinstance(message.id, tuple) else (message.id,)
            strings = message.string if isinstance(message.string, tuple) else (message.string,)
            for string in strings:
                if string:
                    assert set(re.findall(r"{\w+}", string)) <= set(re.findall(r"{\w+}", " ".join(ids))), ids
                    assert set(re.findall(r"{\w+}", ids[0])) <= set(re.findall(r"{\w+}", string)), ids


def test_no_spanish_sentence_counts_the_hour_that_is_put_into_it() -> None:
    """One o'clock is `la 1:00`, two is `las 2:00`: a sentence does not know which it will be given."""
    import re

    said = re.compile(r"\b[Ll]as? {(time|when|at|until)}")
    for catalog in messages.catalogues().values():
        for message in catalog:
            strings = message.string if isinstance(message.string, tuple) else (message.string,)
            for string in strings:
                assert not said.search(string or ""), string


def test_a_sentence_put_together_at_run_time_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "mobile" / "bad.py"
    source.parent.mkdir()
    source.write_text("_(f'hello {name}')")
    with pytest.raises(ValueError, match="plain text"):
        list(messages.sentences_in(source, tmp_path))


def test_sentences_are_found_in_methods_names_and_plurals(tmp_path: Path) -> None:
    source = tmp_path / "mobile" / "screens" / "journal" / "view.py"
    source.parent.mkdir(parents=True)
    source.write_text(
        "self._('one')\n_('two')\nself.ngettext('{n} day', '{n} days', n)\nN_('four')\n_(kept)\n"
    )
    said = list(messages.sentences_in(source, tmp_path))
    assert [one.what for one in said] == ["one", "two", ("{n} day", "{n} days"), "four"]
    assert {one.place for one in said} == {"journal"}


def test_a_day_within_a_sentence_has_its_article_in_spanish() -> None:
    spanish = [ES.on_day(AT - timedelta(days=days), AT) for days in (0, 1, 3, 40, 400)]
    assert spanish == ["hoy", "ayer", "el sábado", "el 29 de enero", "el 3 de febrero de 2025"]
    english = [EN.on_day(AT - timedelta(days=days), AT) for days in (0, 1, 3, 40, 400)]
    assert english == ["today", "yesterday", "Saturday", "January 29", "February 3, 2025"]


def test_no_line_ends_between_a_time_and_its_half_of_the_day() -> None:
    assert " " not in EN.time(AT) + ES.time(AT)


def test_every_sentence_of_the_app_has_spanish_and_the_compiled_words_are_fresh() -> None:
    assert messages.main(["--check"]) == 0


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_sentence_of_the_app_ends_twice_whatever_is_put_into_it(language: str) -> None:
    """Every sentence with something to be put in, of both languages, with parts that end with a full stop themselves."""
    gettext = Speech(language).gettext
    told = [gettext(messages.key_of(one.what)) for one in messages.every_sentence()]
    seen = 0
    for sentence in told:
        names = {name for _, name, _, _ in Formatter().parse(sentence) if name}
        said = sentence.format(**dict.fromkeys(names, "5:41 a. m."))
        seen += bool(names)
        assert ".." not in said.replace("...", ""), said
        assert said.replace(" ", "").count("5:41a.m.") == sentence.count("{"), said
    assert seen > 100


def test_a_sentence_is_formatted_as_any_other_text() -> None:
    def said(text: str, *args: object, **values: object) -> str:
        return Sentence(text).format(*args, **values)

    assert said("{a}. {b}", a="x", b="y") == "x. y"
    assert said("{a}. {b}", a="x.", b="y") == "x. y"
    assert said("{a}... {b}", a="x.", b="y") == "x.... y"
    assert said("{{{a:>3}}} {0!r}.", "q", a=1) == "{  1} 'q'."
    assert said("{a}.", a="{b}") == "{b}."
    assert said("Plain.") == "Plain."
    assert said("{a}.", a="and the rest…") == "and the rest…"


@pytest.mark.parametrize(
    ("words", "whole"), [("", ""), ("a", "a."), ("a. m.", "a. m."), ("a?", "a?"), ("a…", "a…")]
)
def test_a_sentence_is_ended_once(words: str, whole: str) -> None:
    assert ended(words) == whole


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_name_of_a_field_of_one_line_fits_into_it_in_letters_twice_as_large(language: str) -> None:
    """A longer one is laid in lines over one another. On a phone 390 wide, in a card."""
    font = ImageFont.truetype(messages.ROOT / "assets" / "fonts" / "AtkinsonHyperlegibleNext-400.ttf", 32)
    names = (
        "Their name",
        "Their number",
        "Your own number",
        "Your full name",
        "Passphrase",
        "Passphrase again",
    )
    said = [Speech(language).gettext(name) for name in (*names, "Title", "Add a tag")]
    assert [name for name in said if font.getlength(name) > 270] == []
    assert language == "en" or set(said).isdisjoint(names)
