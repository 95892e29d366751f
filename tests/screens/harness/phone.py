"""A phone without a screen: Flet's real session over a connection that keeps what it is sent.

Uses Flet's inside (it is pinned exactly). Every message is encoded as for the wire, because Flet takes its snapshots
for the next difference while encoding.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import flet as ft
import msgpack
from flet.controls.base_control import BaseControl
from flet.controls.context import _context_page
from flet.messaging.protocol import MessageAction, configure_encode_object_for_msgpack
from flet.messaging.session import Session

from mobile.device.lifecycle import IdleClock
from mobile.from_page.messages import believed
from mobile.screens.frame import Screen
from mobile.shell.navigation import Entry
from mobile.shell.ports import Wiring
from mobile.shell.routes import Place
from mobile.shell.shell import Shell
from tests.screens.harness.stillness import Stillness
from tests.screens.harness.tree import Node, faults_of, nodes_of
from tests.screens.harness.wire import FEATURES, Listener, Wire

PATIENCE_S = 30.0


@dataclass(frozen=True)
class _One(Place):
    """A place that is a given class, whatever the table says."""

    made: type[Screen] = Screen

    def load(self) -> type[Screen]:
        return self.made


class Phone:
    """One page of the app. `width` 390 is a phone; 1280 a therapist's desk."""

    def __init__(
        self,
        wiring: Wiring,
        *,
        width: int = 390,
        is_web: bool = True,
        idle: IdleClock | None = None,
        speaks: str = "",
        platform: str = "android",
    ) -> None:
        self.wiring = wiring
        self.width = width
        self.is_web = is_web
        self.idle = idle
        self.speaks = speaks
        self.platform = platform  # of the browser, or of the device
        self.crashes: list[str] = []
        self.reported: list[str] = []
        self.invoked: list[tuple[str, Any]] = []
        self.answers: dict[str, Any] = {"get_accessibility_features": FEATURES}
        self.refuses: set[str] = set()  # what this client does not do when asked
        self._tasks: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Phone:
        self._stillness = Stillness()
        self._counting = self._stillness.watching()
        self._counting.__enter__()
        self.wire = Wire(self)
        self.session = Session(self.wire)
        self.page: ft.Page = self.session.page
        self._listener = Listener(self.reported)
        logging.getLogger("lantern").addHandler(self._listener)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.page._trigger_event("close", None)
        for task in list(self._tasks):
            task.cancel()
        self._counting.__exit__(None, None, None)
        logging.getLogger("lantern").removeHandler(self._listener)

    # --- starting ---

    async def start(self, route: str = "/", *, rests: bool = True) -> Phone:
        """The whole app, opened at a route. `rests`: returns when nothing more is drawn; that it looks for it costs time."""
        self._begin(route)
        self.shell = Shell(self.page, self.wiring, self.idle, speaks=self.speaks)
        await self.shell.start()
        if rests:
            await self.rest()
        return self

    async def show(
        self, screen: type[Screen], params: Mapping[str, str] | None = None, path: str = "/one"
    ) -> Phone:
        """One place by its class, inside the real chrome, whatever the route table says."""
        self._begin(path)
        self.shell = Shell(self.page, self.wiring, self.idle, speaks=self.speaks)
        stop = Entry(path, _One(path, "", made=screen), params or {})
        self.shell.navigator.to = lambda _: [stop]  # type: ignore[method-assign]
        await self.shell.start()
        await self.rest()
        return self

    def _begin(self, route: str) -> None:
        _context_page.set(self.page)  # type: ignore[arg-type]
        patch = {
            "route": route,
            "web": self.is_web,
            "width": self.width,
            "height": 844,
            "platform": self.platform,
        }
        self.session.apply_page_patch(patch)
        msgpack.packb(self.session.get_page_patch(), default=configure_encode_object_for_msgpack(BaseControl))

    # --- the client's side ---

    async def says(self, action: MessageAction, body: dict[str, Any]) -> None:
        """A message as it comes from a browser: through what stands before Flet. What is not taken fails here."""
        message = believed([action.value, body], self.session)
        assert message is not None, (
            f"the app does not listen to {action.name} {sorted(body)} {body.get('name')}"
        )
        said = message[1]
        if action is MessageAction.UPDATE_CONTROL_PROPS:
            self.session.apply_patch(said["id"], said["props"])
        else:
            await self.session.dispatch_event(said["target"], said["name"], said["data"])

    async def changes(self, control: Any, **props: Any) -> None:
        """The browser says that a control is otherwise now."""
        await self.says(MessageAction.UPDATE_CONTROL_PROPS, {"id": control._i, "props": props})

    async def happens(self, control: Any, name: str, data: Any = None) -> None:
        """The browser says that something was done to a control, where somebody listens to it."""
        if control is not self.page and getattr(control, f"on_{name}", None) is None:
            return
        await self.says(MessageAction.CONTROL_EVENT, {"target": control._i, "name": name, "data": data})

    def soon(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def answer(self, control_id: int, call_id: str, name: str, args: Any) -> None:
        """Does what a client would do when asked."""
        self.invoked.append((name, args))
        if name == "push_route":
            await self.goes_to(args["route"], waits=False)
        reply = self.answers.get(name)
        error = "NotAllowedError" if name in self.refuses else None
        self.session.handle_invoke_method_results(
            control_id, call_id, reply() if callable(reply) else reply, error
        )

    async def goes_to(self, route: str, *, waits: bool = True) -> None:
        """The address changed: a link, or the browser's Back."""
        await self.changes(self.page, route=route)
        await self.happens(self.page, "route_change", {"route": route})
        if waits:
            await self.rest()

    async def back(self) -> None:
        """The system's Back."""
        view = self.page.views[-1]
        await self.happens(self.page, "view_pop", {"route": view.route})
        await self.rest()

    async def lifecycle(self, state: str) -> None:
        """ "hide", "show", "resume", "inactive", "pause"."""
        await self.happens(self.page, "app_lifecycle_state_change", {"state": state})
        await self.rest()

    async def key(self, name: str, **held: bool) -> None:
        """A key of the keyboard, as a browser tells it of its whole page: only while somebody listens. `held`: ctrl, alt, ..."""
        data = {"key": name, "shift": False, "ctrl": False, "alt": False, "meta": False, **held}
        if self.page.on_keyboard_event is not None:
            await self.happens(self.page, "keyboard_event", data)
        await self.rest()

    async def disconnects(self) -> None:
        """The browser went away, and its session waits: whatever is sent to it now is lost."""
        await self.session.disconnect(300)
        await self.rest()

    async def comes_back(self) -> None:
        """The same browser, to the same session."""
        self.wire = Wire(self)
        await self.session.connect(self.wire)
        await self.rest()

    async def rest(self) -> None:
        """Lets started work run until nothing is left to do at once, or nothing more is sent. A crash fails here."""
        await self._stillness.came(lambda: self.wire.sent)
        assert self.crashes == [], f"the screen crashed: {self.crashes[0]}"

    # --- seeing ---

    @property
    def top(self) -> Any:
        """The view on top."""
        return self.page.views[-1]

    def nodes(self) -> list[Node]:
        """What can be perceived now: an open dialog hides the page behind it, a passing word does not."""
        open_now = [d for d in self.page._dialogs.controls if getattr(d, "open", False)]
        dialogs = [d for d in open_now if not isinstance(d, ft.SnackBar)]
        snacks = [node for d in open_now if isinstance(d, ft.SnackBar) for node in nodes_of(d)]
        return [*nodes_of(dialogs[-1] if dialogs else self.top), *snacks]

    def find(self, name: str | re.Pattern[str], role: str | None = None) -> list[Node]:
        """Nodes whose name is, contains as a whole line, or matches."""
        return [n for n in self.nodes() if (role is None or n.role == role) and _is_named(n, name)]

    def texts(self) -> list[str]:
        return [n.name for n in self.nodes()]

    def title(self) -> str:
        """The first heading: which place this is."""
        return next((n.name for n in self.nodes() if n.role == "heading"), "")

    def faults(self, *, needs_support: bool = True, untranslated: set[str] | None = None) -> list[str]:
        """What no screen may have; see `faults_of`."""
        return faults_of(self.nodes(), needs_support=needs_support, untranslated=untranslated)

    async def sees(self, name: str | re.Pattern[str], role: str | None = None) -> Node:
        """Waits until it is there."""
        await self.until(lambda: bool(self.find(name, role)), f"{role or 'anything'} named {name!r}")
        return self.find(name, role)[0]

    async def sees_no(self, name: str | re.Pattern[str], role: str | None = None) -> None:
        """Waits until it is gone."""
        await self.until(lambda: not self.find(name, role), f"no {role or 'thing'} named {name!r}")

    async def until(self, is_so: Callable[[], bool], what: str = "that") -> None:
        """Waits for a fact, patiently; fails with what can be seen instead."""
        end = asyncio.get_running_loop().time() + PATIENCE_S
        while not is_so():
            assert self.crashes == [], f"the screen crashed: {self.crashes[0]}"
            if asyncio.get_running_loop().time() > end:
                raise AssertionError(
                    f"waited for {what}; there is: {self.texts()}; reported: {self.reported}"
                )
            await asyncio.sleep(0.01)

    # --- doing ---

    async def tap(self, name: str | re.Pattern[str], role: str | None = None) -> None:
        """Taps a button, a tab, a switch, a checkbox or a radio by its name."""

        def there() -> list[Node]:
            return [n for n in self.find(name, role) if n.is_tappable()]

        await self.until(lambda: bool(there()), f"something to tap named {name!r}")
        node = there()[0]
        assert not node.is_off, f"{name!r} is off"
        await self._press(node)
        await self.rest()

    async def _press(self, node: Node) -> None:
        control: Any = node.control
        if node.role == "tab":
            await self.changes(control, selected_index=node.index)
            await self.happens(control, "change", str(node.index))
        elif node.role in ("switch", "checkbox"):
            await self.changes(control, value=not control.value)
            await self.happens(control, "change", None)
        elif node.role == "radio":
            group = _group_of(control)
            await self.changes(group, value=control.value)
            await self.happens(group, "change", control.value)
        else:
            await self.happens(control, "click", None)

    async def may_type(self, label: str | re.Pattern[str]) -> Node:
        """Waits until there is such a field and it takes letters: a place shows its fields before it has loaded."""

        def there() -> list[Node]:
            return [n for n in self.find(label, "field") if not n.is_off]

        await self.until(lambda: bool(there()), f"a field to type into named {label!r}")
        return there()[0]

    async def type(self, label: str | re.Pattern[str], text: str) -> None:
        """Types into a field by its label, one change for the whole text."""
        node = await self.may_type(label)
        await self.changes(node.control, value=text)
        await self.happens(node.control, "change", text)
        await self.rest()

    async def standing(self, label: str | re.Pattern[str]) -> list[int]:
        """As `standing_of` this field."""
        return self.standing_of((await self.may_type(label)).control)

    @staticmethod
    def standing_of(control: Any) -> list[int]:
        """The numbers of a control and of all that it stands in: while they are the same, a redraw leaves the cursor in a field."""
        found: list[int] = []
        while control is not None and not isinstance(control, ft.View):
            found.append(control._i)
            control = control.parent
        return found

    async def submit(self, label: str | re.Pattern[str]) -> None:
        """Enter in a field."""
        node = await self.sees(label, "field")
        await self.happens(node.control, "submit", None)
        await self.rest()

    async def blur(self, label: str | re.Pattern[str]) -> None:
        node = await self.sees(label, "field")
        await self.happens(node.control, "blur", None)
        await self.rest()


def _is_named(node: Node, name: str | re.Pattern[str]) -> bool:
    if isinstance(name, re.Pattern):
        return bool(name.search(node.name))
    return node.name == name or node.name.startswith(f"{name} ") or node.name.endswith(f" {name}")


def _group_of(control: Any) -> Any:
    parent = control.parent
    while parent is not None and not isinstance(parent, ft.RadioGroup):
        parent = parent.parent
    return parent
