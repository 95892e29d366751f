"""What the parts with a memory remember and tell, without a page."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import flet as ft
import pytest

from mobile import design as d
from mobile.screens.reconcile import settle

CHOICES = [d.Choice("me", "Only me"), d.Choice("therapist", "My therapist")]
PIN = "483920"


class Heard(list[Any]):
    """An async handler that keeps what it was told."""

    async def __call__(self, value: Any) -> None:
        self.append(value)


def every(control: Any) -> list[ft.Control]:
    """The control and everything inside it."""
    found = [control]
    for name in ("content", "label", "icon"):
        inside = getattr(control, name, None)
        if isinstance(inside, ft.Control):
            found += every(inside)
    for inside in getattr(control, "controls", None) or []:
        found += every(inside)
    return found


def words_of(control: ft.Control) -> str:
    return " ".join(
        str(value)
        for inside in every(control)
        for value in (getattr(inside, "value", None), getattr(inside, "label", None))
        if value
    )


def test_the_title_of_an_empty_place_is_centred_however_many_lines_it_has() -> None:
    empty = d.empty_state("A title that takes two lines on a phone", "Words", icon=d.icons.SEARCH)
    (title,) = [c for c in every(empty) if isinstance(c, ft.Text) and str(c.value).startswith("A title")]
    assert title.text_align is ft.TextAlign.CENTER
    assert not [c for c in every(empty) if isinstance(c, ft.Row) and title in every(c)]


@pytest.mark.parametrize("make", [d.segmented, d.choice_list])
async def test_a_choice_that_is_about_to_be_heard_is_not_drawn_over(make: Any) -> None:
    heard = Heard()
    group = make(CHOICES, "me", heard)
    group.value = "therapist"  # as Flet sets it before the event
    group.choose("me")  # something else was saved in between
    await group.on_change(SimpleNamespace(data=None))
    assert (group.value, heard) == ("therapist", ["therapist"])
    group.choose("me")
    assert group.value == "me"


@pytest.mark.parametrize("make", [d.tick_row, d.check_row, d.toggle_row])
async def test_a_turn_that_is_about_to_be_heard_is_not_drawn_over(make: Any) -> None:
    heard = Heard()
    row = make("A walk", is_on=False, on_change=heard)
    (box,) = [c for c in every(row) if isinstance(c, (ft.Checkbox, ft.Switch))]
    box.value = True  # as Flet sets it before the event
    row.set(False)  # something else was saved in between
    await box.on_change(SimpleNamespace(data=None))
    assert (row.is_on, heard) == (True, [True])
    row.set(False)
    assert not row.is_on


@pytest.mark.parametrize(
    "make",
    [
        lambda heard: d.segmented(CHOICES, "me", heard),
        lambda heard: d.choice_list(CHOICES, "me", heard),
        lambda heard: d.step_scale(CHOICES, "me", heard, label="How much"),
        lambda heard: d.word_steps("Mood", ["low", "high"], 1, heard),
        lambda heard: d.tick_row("A walk", on_change=heard),
        lambda heard: d.check_row("A walk", on_change=heard),
        lambda heard: d.toggle_row("A walk", on_change=heard),
    ],
)
async def test_drawn_anew_it_keeps_its_numbers_unless_it_tells_somebody_else(make: Any) -> None:
    """What is tapped is known by its number: a tap on its way finds the part that stands there a moment later."""

    async def heard(_: Any) -> None: ...
    async def heard_elsewhere(_: Any) -> None: ...

    first, again, of_others = make(heard), make(heard), make(heard_elsewhere)
    numbers = tapped(first)
    settle([first], [again])
    assert len(numbers) in (1, len(CHOICES))
    assert tapped(again) == numbers
    assert not settle([first], [of_others])
    assert not set(tapped(of_others)) & set(numbers)


def tapped(control: ft.Control) -> list[int]:
    return [one._i for one in every(control) if getattr(one, "on_click", None)]


@pytest.mark.parametrize("make", [d.segmented, d.choice_list])
async def test_choosing_tells_the_value_once(make: Any) -> None:
    heard = Heard()
    group = make(CHOICES, "me", heard)
    group.value = "therapist"  # as Flet sets it before the event
    await group.on_change(SimpleNamespace(data="therapist"))
    assert (group.value, heard) == ("therapist", ["therapist"])


@pytest.mark.parametrize("make", [d.segmented, d.choice_list])
async def test_a_choice_set_from_outside_tells_nobody(make: Any) -> None:
    heard = Heard()
    group = make(CHOICES, "me", heard)
    group.choose("therapist")
    group.choose(None)
    assert (group.value, heard) == (None, [])


async def test_tapping_what_is_chosen_already_tells_nothing() -> None:
    heard = Heard()
    group = d.segmented(CHOICES, "me", heard)
    taps = [c.on_click for c in every(group) if isinstance(c, ft.Container) and c.on_click]
    await taps[0](None)  # type: ignore[operator]
    await taps[1](None)  # type: ignore[operator]
    assert heard == ["therapist"]


@pytest.mark.parametrize("make", [d.toggle_row, d.check_row])
async def test_a_row_that_is_on_or_off_tells_what_it_became(make: Any) -> None:
    heard = Heard()
    row = make("Show it on session day", is_on=False, on_change=heard)
    await row.content.on_click(None)
    await row.content.on_click(None)
    row.set(True)
    assert (row.is_on, heard) == (True, [True, False])


def test_a_switch_that_is_off_limits_does_not_answer_taps() -> None:
    row = d.toggle_row("Sharing", is_on=False, on_change=Heard(), is_off_limits=True)
    assert row.content is not None
    assert row.content.on_click is None  # type: ignore[attr-defined]


def pad(heard: Heard) -> d.PinPad:
    return d.PinPad(d.PinWords("Erase", lambda n, of: f"{n} of {of}"), heard)


async def test_the_pin_is_handed_over_once_with_its_last_digit() -> None:
    heard = Heard()
    pin_pad = pad(heard)
    for digit in PIN:
        await pin_pad.press(digit)
    assert heard == [PIN]
    assert pin_pad.count == 0


async def test_digits_never_stand_in_a_control() -> None:
    pin_pad = pad(Heard())
    before = words_of(pin_pad)
    for digit in PIN[:-1]:
        await pin_pad.press(digit)
    assert words_of(pin_pad) == before.replace("0 of 6", "5 of 6")
    assert PIN[:-1] not in repr([vars(one) for one in pin_pad.controls])


async def test_a_keyboard_types_and_erases() -> None:
    heard = Heard()
    pin_pad = pad(heard)
    for key in ("4", "x", "Numpad 8", "9", "Backspace", "F1", "Tab", "3", "9", "2", "0"):
        await pin_pad.type_key(key)
    assert heard == [PIN]


async def test_a_pad_that_waits_takes_no_digit() -> None:
    pin_pad = pad(Heard())
    pin_pad.set_enabled(False)
    await pin_pad.press("1")
    assert pin_pad.count == 0
    pin_pad.set_enabled(True)
    await pin_pad.press("1")
    pin_pad.clear()
    assert pin_pad.count == 0


async def test_digits_pressed_while_a_pin_is_checked_are_not_kept() -> None:
    pin_pad: d.PinPad

    async def check(_: str) -> None:
        await pin_pad.press("7")

    pin_pad = d.PinPad(d.PinWords("Erase", lambda n, of: ""), check)
    for digit in PIN:
        await pin_pad.press(digit)
    assert pin_pad.count == 0


def test_the_saved_line_says_what_it_is_told() -> None:
    line = d.saved_line("Saved on this phone")
    line.say("Sent 10:42", "sent")
    assert line.text == "Sent 10:42"


def test_no_writing_place_teaches_the_keyboard() -> None:
    fields = [d.writing_field("Intention").field, d.text_field("Code"), d.search_field("Search").field]
    for field in fields:
        assert not field.autocorrect
        assert not field.enable_suggestions
        assert not field.enable_ime_personalized_learning
        assert field.max_length is None


@pytest.mark.parametrize(
    "control",
    [
        d.primary_button("Go", None),
        d.soft_button("Go", None),
        d.outline_button("Go", None),
        d.big_button("Go", None),
    ],
)
def test_no_button_has_a_height_that_would_clip_large_text(control: ft.Button) -> None:
    assert control.height is None


def test_everything_exported_says_what_it_is_for() -> None:
    for name in d.parts.__all__:
        thing = getattr(d.parts, name)
        if callable(thing) and getattr(thing, "__module__", "").startswith("mobile.design"):
            assert thing.__doc__, name
