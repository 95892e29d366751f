"""A whole message of a page: read with suspicion, and rebuilt from what may be believed. None: it says nothing.

What is dropped is dropped quietly: an honest page sends some of it too (a tap on a button that went away that moment).
Nothing is raised and nothing is logged but a count's worth: the kind of message, never a value.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any, cast

import flet as ft

from mobile.flet_inside.numbers import indexed, number_of, resolved
from mobile.flet_inside.wire import MessageAction
from mobile.from_page import values as v
from mobile.from_page.allowed import PAGE_AT_FIRST, Checks, events_of, values_of
from mobile.from_page.values import NotTaken

log = logging.getLogger("lantern.from_page")

KEPT_WHILE_HIDDEN = frozenset({"change", "blur"})
"""The last letter may be on its way while the field is being hidden: it is taken."""
WENT_WRONG = "the client could not"
"""Instead of whatever a page says went wrong with it: its text may be anything."""

TOO_LONG = "a text is too long"
"""The name in the session's store under which the shell keeps what says so."""

FORGET_SENT = "what was sent here is kept no longer"
"""The name there of what lets go of whatever is kept of the screens that were sent and may not have arrived."""

WHOM_TO_CALL = "whom this page's person may call"
"""The name there of what tells it: speech, the clinic's card, the device's country, the clinic's zone."""

Message = list[Any]


def believed(data: object, session: Any) -> Message | None:
    """`data`: what was unpacked from a frame. `session`: Flet's, None before the page has registered."""
    try:
        action, body = _parts(data)
        if (action == MessageAction.REGISTER_CLIENT) != (session is None):
            raise NotTaken
        if action == MessageAction.REGISTER_CLIENT:
            stated = _registration(body)
        elif action == MessageAction.CONTROL_EVENT:
            stated = _event(body, session)
        elif action == MessageAction.UPDATE_CONTROL_PROPS:
            stated = _update(body, session)
        elif action == MessageAction.INVOKE_METHOD:
            stated = _answer(body, session)
        else:
            raise NotTaken
    except NotTaken:
        log.debug("a message of a page was not taken")
        return None
    return [action.value, stated]


def _parts(data: object) -> tuple[MessageAction, Mapping[object, object]]:
    if not isinstance(data, list) or len(cast("list[object]", data)) != 2:
        raise NotTaken
    kind, body = cast("list[object]", data)
    if isinstance(kind, bool) or not isinstance(kind, int) or not isinstance(body, dict):
        raise NotTaken
    try:
        return MessageAction(kind), cast("dict[object, object]", body)
    except ValueError:
        raise NotTaken from None


def _registration(body: Mapping[object, object]) -> dict[str, Any]:
    """The page says where it is and how large. It does not say what it is: nothing but a browser comes this way."""
    stated = body.get("page")
    page = _taken(stated, PAGE_AT_FIRST) if isinstance(stated, dict) else {}
    page.setdefault("route", "/")
    id_ = body.get("session_id")
    is_id = isinstance(id_, str) and len(id_) <= 64 and id_.isascii() and id_.isalnum()
    name = body.get("page_name")
    return {
        "session_id": id_ if is_id else "",
        "page_name": name if isinstance(name, str) and len(name) <= 256 else "",
        "page": {**page, "web": True},
    }


def _update(body: Mapping[object, object], session: Any) -> dict[str, Any]:
    # A number nobody has must cost nothing: looking for it goes through the whole page.
    known = indexed(session, body.get("id"))
    control = resolved(session, body.get("id")) if known is not None else None
    props = body.get("props")
    if control is None or not isinstance(props, dict):
        raise NotTaken
    _tell_of_length(control, cast("dict[str, object]", props), session)
    if not _answers(control, session, is_letter=isinstance(control, ft.TextField)):
        raise NotTaken
    stated = _taken(props, values_of(control))
    if not stated:
        raise NotTaken
    return {"id": number_of(control), "props": stated}


def _taken(stated: Mapping[Any, object], checks: Checks) -> dict[str, Any]:
    """What is left of a page's values: each that may be said, and is what it should be."""
    found: dict[str, Any] = {}
    for name, check in checks.items():
        if name in stated:
            try:
                found[name] = check(stated[name])
            except NotTaken:
                continue
    return found


def _tell_of_length(control: Any, props: Mapping[str, object], session: Any) -> None:
    """Words that are too many to keep are refused with words: whoever pasted them must not think that they are there."""
    typed, tell = props.get("value"), session.store.get(TOO_LONG)
    if isinstance(control, ft.TextField) and isinstance(typed, str) and len(typed) > v.MOST_LETTERS and tell:
        tell()


def _event(body: Mapping[object, object], session: Any) -> dict[str, Any]:
    control = resolved(session, body.get("target"))
    name = body.get("name")
    if control is None or not isinstance(name, str):
        raise NotTaken
    check = events_of(control).get(name)
    is_letter = isinstance(control, ft.TextField) and name in KEPT_WHILE_HIDDEN
    is_heard = callable(getattr(control, f"on_{name}", None)) or isinstance(control, ft.Page)
    if check is None or not is_heard or not _answers(control, session, is_letter=is_letter):
        raise NotTaken
    return {"target": number_of(control), "name": name, "data": check(body.get("data"))}


def _answer(body: Mapping[object, object], session: Any) -> dict[str, Any]:
    """A control that is gone gets no answer: Flet would end the connection over it."""
    control, call = indexed(session, body.get("control_id")), body.get("call_id")
    if control is None or not isinstance(call, str) or len(call) > 64:
        raise NotTaken
    error = WENT_WRONG if body.get("error") else None
    result = None
    try:
        result = v.plain(body.get("result"))
    except NotTaken:
        error = WENT_WRONG
    return {"control_id": number_of(control), "call_id": call, "result": result, "error": error}


# --- the control that is meant ---


def _answers(control: Any, session: Any, *, is_letter: bool) -> bool:
    """Whether it stands on this page, and neither it nor anything around it is off or out of sight."""
    one = control
    for _ in range(200):
        if one is session.page:
            return True
        if getattr(one, "disabled", False) or not (is_letter or getattr(one, "visible", True)):
            return False
        if one is not control and isinstance(one, ft.DialogControl) and not one.open:
            return False  # what stood in a dialog that was closed
        one = one.parent
        if one is None:
            return False
    return False
