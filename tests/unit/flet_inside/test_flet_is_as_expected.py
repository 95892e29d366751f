"""What `mobile.flet_inside` takes for granted of Flet, fact by fact: another version that differs is found out here first."""

from __future__ import annotations

import asyncio
import inspect
import weakref
from typing import Any

import flet as ft
import msgpack
import pytest
from flet.messaging.session import Session

from mobile.flet_inside import numbers, wire
from mobile.flet_inside.socket import FletSocket, app_manager
from mobile.flet_inside.wire import Message, MessageAction, PatchControlBody
from tests.screens.harness import Phone, PretendWiring


@pytest.fixture
def phone() -> Phone:
    return Phone(PretendWiring())


async def test_every_control_has_a_number_of_its_own_and_can_take_anothers() -> None:
    one, other = ft.Text("a"), ft.Text("a")
    assert type(numbers.number_of(one)) is int
    assert numbers.number_of(one) != numbers.number_of(other)
    numbers.take_number(other, one)
    assert numbers.number_of(other) == numbers.number_of(one)


async def test_a_session_knows_the_controls_of_its_page_by_their_numbers_and_holds_them_weakly(
    phone: Phone,
) -> None:
    async with phone:
        await phone.start("/support")
        session: Any = phone.session
        assert isinstance(session.index, weakref.WeakValueDictionary)
        top = phone.page.views[-1]
        assert numbers.indexed(session, numbers.number_of(top)) is top
        assert numbers.resolved(session, numbers.number_of(top)) is top
        assert numbers.indexed(session, 10**9) is None
        assert numbers.indexed(session, "1") is None
        assert numbers.resolved(session, True) is None


async def test_a_stand_in_hears_what_was_meant_for_a_field_that_is_gone(phone: Phone) -> None:
    async with phone:
        await phone.start("/support")
        field, stand_in = ft.TextField(), ft.TextField()
        heard: list[str] = []
        stand_in.on_change = lambda e: heard.append(e.control.value)
        numbers.answer_for(stand_in, field, phone.page)
        assert stand_in.page is phone.page
        phone.session.apply_patch(numbers.number_of(field), {"value": "late"})
        await phone.session.dispatch_event(numbers.number_of(field), "change", "late")
        assert heard == ["late"]


def test_what_a_control_was_given_is_known_in_one_order_and_lists_are_among_it() -> None:
    column = ft.Column([ft.Text("a")], spacing=3)
    found = dict(numbers.given(column) or ())
    assert found["spacing"] == 3
    assert [one.value for one in found["controls"]] == ["a"]
    assert [name for name, _ in numbers.given(column) or ()] == [
        name for name, _ in numbers.given(ft.Column([ft.Text("b")], spacing=4)) or ()
    ]
    assert numbers.given(object()) is None


async def test_what_was_worked_out_for_a_control_is_handed_on(phone: Phone) -> None:
    async with phone:
        await phone.start("/support")
        before = phone.page.views[-1]
        after = ft.View()
        numbers.go_on_as(after, before)
        assert after._internals == before._internals
        assert after._internals is not before._internals


async def test_what_is_shown_over_a_page_is_known(phone: Phone) -> None:
    async with phone:
        await phone.start("/support")
        assert numbers.dialogs(phone.page) == []
        question = ft.AlertDialog(title=ft.Text("Sure?"))
        phone.page.show_dialog(question)
        assert numbers.dialogs(phone.page) == [question]


def test_a_message_is_packed_as_flet_packs_it_and_half_a_character_costs_nothing() -> None:
    frame = wire.packed(
        Message(MessageAction.PATCH_CONTROL, PatchControlBody(1, [[0], [0, 0, "value", "a"]]))
    )
    assert frame[:1] == b"\0"
    action, body = msgpack.unpackb(frame[1:], strict_map_key=False)
    assert action == MessageAction.PATCH_CONTROL.value
    assert body["id"] == 1
    half = Message(MessageAction.PATCH_CONTROL, PatchControlBody(1, [[0], [0, 0, "value", "\ud83d"]]))
    assert wire.packed(half)
    assert wire.unpacked(msgpack.packb([1, {"a": 2}])) == [1, {"a": 2}]


async def test_all_a_session_says_can_be_said_by_another(phone: Phone) -> None:
    async with phone:
        await phone.start("/support")
        said: list[MessageAction] = []

        def say(message: Message, says: Any) -> None:
            said.append(message.action)
            says(message)

        wire.say_by(phone.session, say)
        phone.page.title = "Another"
        phone.page.update()
        assert MessageAction.PATCH_CONTROL in said


async def test_work_marked_as_a_pages_is_its(phone: Phone) -> None:
    async with phone:
        await phone.start("/support")

        async def work() -> Any:
            wire.as_page(phone.page)
            return ft.context.page

        assert await asyncio.create_task(work()) is phone.page


def test_a_socket_has_the_parts_that_are_named() -> None:
    source = inspect.getsource(FletSocket.__mro__[1])
    for name in (
        "__session",
        "__send_queue",
        "__running_tasks",
        "__session_timeout_seconds",
        "__get_unique_session_id",
        "__on_session_created",
        "__on_message",
    ):
        assert f"self.{name}" in source or f"def {name}" in source, name
    for name in ("get_session", "add_session", "delete_session", "disconnect_session", "start", "shutdown"):
        assert callable(getattr(app_manager, name)), name
    assert hasattr(app_manager, "executor")
    assert "__send_message" in inspect.getsource(Session)
    assert "__resolve_event_control" in inspect.getsource(Session)
