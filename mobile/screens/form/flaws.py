"""What is missing or not right in an answer, in plain words with what to do about it. Never the answer itself, never a verdict.

Said beside a question once its field was left, and all together on the review.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mobile.care.questionnaire.problems import Problem
from mobile.i18n import N_, Speech
from mobile.screens.picture_words import size_text

PLAIN: Mapping[str, str] = {
    "required": N_("This one needs an answer before you can send."),
    "signature": N_("Please sign here."),
    "not_an_option": N_("Please choose one of the answers offered."),
    "not_a_date": N_(
        "This could not be read as a date. Write it like this: {day}. Leave it as it is if you are not sure."
    ),
    "ambiguous_date": N_("Day or month first? Write the month as a word, like this: {day}."),
    "not_a_time": N_("This could not be read as a time. Write it like this: 2:30 PM."),
    "not_a_number": N_("Please write a number, like 12."),
    "early_year": N_("This year is before 1900. Please look at it again, and write all four digits."),
    "ambiguous_number": N_(
        "This number can be read in two ways. Write it without commas, points or spaces, like 1500, "
        "or with one more zero at its end, like 1.5000."
    ),
    "not_whole": N_("Please write a whole number, like 12."),
    "out_of_range": N_("This number is too large to be kept."),
    "not_an_address": N_("This could not be read as a web address. Write it like this: https://example.org"),
    "not_an_answer": N_("This could not be read as an answer. Your words stay here."),
    "file_type": N_("This kind of file is not taken here. Please choose another."),
    "constraint": N_("Something here does not fit together. Please look at it again."),
}
UNSIGNED = N_("This form needs your signature, at the end of this page.")
UNKNOWN = N_("Your clinic's form does not take this answer as it is. Please look at it again.")


@dataclass(frozen=True)
class Flaw:
    """One sentence about one question. `node` "": about the whole form."""

    node: str
    words: str
    is_warning: bool = False
    is_missing: bool = False


def flaws_text(speech: Speech, example_day: str, problems: Iterable[Problem]) -> list[Flaw]:
    """Each problem as a sentence. `example_day`: a day as one may write it."""
    return [
        Flaw(
            one.node_id,
            problem_text(speech, example_day, one),
            is_warning=one.severity == "warning",
            is_missing=one.code in ("required", "signature", "too_few"),
        )
        for one in problems
    ]


def problem_text(speech: Speech, example_day: str, one: Problem) -> str:
    """One problem in words: the form's own where it has some."""
    if one.human:
        return one.human
    if one.code == "signature" and not one.node_id:
        return speech.gettext(UNSIGNED)
    counted = _counted(speech, one)
    return counted or speech.gettext(PLAIN.get(one.code, UNKNOWN)).format(day=example_day)


def _counted(speech: Speech, one: Problem) -> str:
    """The sentences that name a limit."""
    _, many, at = speech.gettext, speech.ngettext, one.params
    least, most, now = at.get("min", 0), at.get("max", 0), at.get("now", 0)
    if one.code == "too_long" and isinstance(most, int) and isinstance(now, int):
        text = many(
            "This is {n} letter longer than the form takes ({most}). Your words stay here until you shorten them.",
            "This is {n} letters longer than the form takes ({most}). Your words stay here until you shorten them.",
            now - most,
        )
        return text.format(n=now - most, most=most)
    if one.code == "too_short":
        return _("Please write a little more: at least {n} letters.").format(n=least)
    if one.code == "too_few" and isinstance(least, int):
        return many("Please give at least {n} answer.", "Please give at least {n} answers.", least).format(
            n=least
        )
    if one.code == "too_many" and isinstance(most, int):
        return many("Please keep {n} answer at most.", "Please keep {n} answers at most.", most).format(
            n=most
        )
    if one.code == "below_min":
        return _("This is less than the form takes: {limit} or more.").format(limit=least)
    if one.code == "above_max":
        return _("This is more than the form takes: {limit} at most.").format(limit=most)
    if one.code == "too_precise":
        return _("Please write it with no more than {n} digits after the point.").format(n=most)
    if one.code == "pattern":
        example = at.get("format")
        return (
            _("This does not look as the form asks for it. Write it like this: {example}").format(
                example=example
            )
            if example
            else _("This does not look as the form asks for it. Please look at it again.")
        )
    if one.code == "file_too_large" and isinstance(most, int):
        return _("This file is too large. It may be up to {size}.").format(size=size_text(most))
    return ""
