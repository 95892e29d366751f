"""A page that tells what no browser tells: nothing breaks, nothing is read, nothing is believed.

The messages go through what stands before Flet, as those of a real page do.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import flet as ft
import pytest
from flet.messaging.protocol import MessageAction

from mobile.from_page.messages import believed
from mobile.from_page.values import MOST_LETTERS
from mobile.shell.routes import PLACES, find
from tests.screens.harness import Phone
from tests.screens.test_shell_places import at

CANARY = "hostileword"
DEEP: Any = CANARY
for _ in range(50):
    DEEP = [DEEP]


async def forges(phone: Phone, action: MessageAction, body: Any, done: set[str] | None = None) -> bool:
    """As the socket would: what is taken is done. Says whether it was. `done`: what need not be done a second time."""
    message = believed([action.value, body], phone.session)
    if message is None:
        return False
    said = message[1]
    if done is not None:
        if repr(said) in done:
            return True
        done.add(repr(said))
    if action is MessageAction.UPDATE_CONTROL_PROPS:
        phone.session.apply_patch(said["id"], said["props"])
    else:
        await phone.session.dispatch_event(said["target"], said["name"], said["data"])
    return True


def unharmed(phone: Phone) -> None:
    assert phone.crashes == []
    assert phone.reported == []


@pytest.mark.parametrize(
    "route", ["", "no", None, 7, "\\\\host", "/a\x00b", "/\ud83d", "/" + "x" * 3000, {"a": 1}, "javascript:x"]
)
async def test_an_address_that_is_none_leads_nowhere(route: Any, tmp_path: Path) -> None:
    async with await at(PLACES[0], tmp_path) as phone:
        await phone.start("/support")
        assert not await forges(
            phone, MessageAction.UPDATE_CONTROL_PROPS, {"id": phone.page._i, "props": {"route": route}}
        )
        assert not await forges(
            phone,
            MessageAction.CONTROL_EVENT,
            {"target": phone.page._i, "name": "route_change", "data": {"route": route}},
        )
        assert phone.page.route == "/support"


def test_a_named_part_is_decoded_strictly() -> None:
    found = find("/form/http%3A%2F%2Fclinic.test%2Fq%7C1")
    assert found is not None
    assert found[1] == {"id": "http://clinic.test/q|1"}
    for wrong in ("/form/%ff", "/form/%00", "/form/..", "/join/" + "a" * 600, "/form/%E2%80%AE"):
        assert find(wrong) is None, wrong


async def test_what_is_off_or_out_of_sight_or_gone_does_not_answer(tmp_path: Path) -> None:
    async with await at(PLACES[0], tmp_path) as phone:
        await phone.start("/support")
        told: list[object] = []
        button = ft.Button("Wipe", on_click=lambda _: told.append("wiped"))
        box = ft.Column([button])
        phone.top.controls.append(box)
        phone.page.update()
        tap = {"target": button._i, "name": "click", "data": None}
        for hide in ({"visible": False}, {"disabled": True}):
            for control in (button, box):
                (name, value), *_ = hide.items()
                was = getattr(control, name)
                setattr(control, name, value)
                assert not await forges(phone, MessageAction.CONTROL_EVENT, tap)
                setattr(control, name, was)
        assert await forges(phone, MessageAction.CONTROL_EVENT, tap)
        phone.top.controls.remove(box)
        phone.page.update()
        assert not await forges(phone, MessageAction.CONTROL_EVENT, tap)
        assert told == ["wiped"]


async def test_an_answer_in_a_closed_dialog_is_no_answer(tmp_path: Path) -> None:
    async with await at(PLACES[0], tmp_path) as phone:
        await phone.start("/support")
        told: list[object] = []
        yes = ft.TextButton("Yes", on_click=lambda _: told.append("yes"))
        dialog = ft.AlertDialog(title=ft.Text("Sure?"), actions=[yes])
        phone.page.show_dialog(dialog)
        await phone.rest()
        dialog.open = False
        dialog.update()
        assert not await forges(
            phone, MessageAction.CONTROL_EVENT, {"target": yes._i, "name": "click", "data": None}
        )
        assert not await forges(
            phone, MessageAction.UPDATE_CONTROL_PROPS, {"id": dialog._i, "props": {"open": True}}
        )
        assert told == []


async def test_the_last_letter_for_a_field_that_was_just_hidden_is_taken(tmp_path: Path) -> None:
    async with await at(PLACES[0], tmp_path) as phone:
        await phone.start("/support")
        told: list[object] = []
        field = ft.TextField(on_change=lambda e: told.append(e.control.value), visible=False)
        phone.top.controls.append(field)
        phone.page.update()
        await phone.changes(field, value="the last lette")
        await phone.happens(field, "change", "the last lette")
        assert told == ["the last lette"]


async def test_words_too_many_to_keep_are_refused_in_words(tmp_path: Path) -> None:
    async with await at(PLACES[0], tmp_path) as phone:
        await phone.start("/support")
        field = ft.TextField(value="before")
        phone.top.controls.append(field)
        phone.page.update()
        body = {"id": field._i, "props": {"value": "x" * (MOST_LETTERS + 1)}}
        assert not await forges(phone, MessageAction.UPDATE_CONTROL_PROPS, body)
        await phone.sees(re.compile("too long to keep"))
        assert field.value == "before"


async def test_what_a_client_says_went_wrong_is_not_repeated(tmp_path: Path) -> None:
    async with await at(PLACES[0], tmp_path) as phone:
        await phone.start("/support")
        wrong = {"control_id": phone.page._i, "call_id": "a", "result": DEEP, "error": CANARY}
        message = believed([MessageAction.INVOKE_METHOD.value, wrong], phone.session)
        assert message is not None
        assert CANARY not in repr(message)
        for gone in (-1, None, "x", 10**9, True):
            body = {**wrong, "control_id": gone}
            assert believed([MessageAction.INVOKE_METHOD.value, body], phone.session) is None


def test_a_page_says_where_it_is_and_not_what_it_is() -> None:
    said = {
        "route": "/plan",
        "web": False,
        "platform": "gone",
        "width": "x",
        "views": [],
        "client_ip": "1.2.3.4",
    }
    for session_id in ("x" * 99, 7, None, "../a", "good1"):
        body = {"session_id": session_id, "page_name": 7, "page": said}
        message = believed([MessageAction.REGISTER_CLIENT.value, body], None)
        assert message is not None
        assert message[1] == {
            "session_id": session_id if session_id == "good1" else "",
            "page_name": "",
            "page": {"route": "/plan", "web": True},
        }
    assert believed([MessageAction.REGISTER_CLIENT.value, {"page": None}], None) is not None
    assert believed([MessageAction.REGISTER_CLIENT.value, {}], object()) is None  # once a socket
    for nonsense in (None, 7, "x", [], [1], [1, None], [True, {}], [99, {}], ["1", {}], [1, {}, 3], {}):
        assert believed(nonsense, None) is None
