"""One page's shell: what stands before a place (sign-in, lock, trouble), and which views are shown.

One method, `settle`, builds `page.views` from the route and the door. Everything else only asks for it. It keeps no
patient's word: places do, and they are dropped when the door closes.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import replace
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import flet as ft

from mobile.design import parts
from mobile.device.clipboard import copy_for_another_app
from mobile.device.lifecycle import IdleClock
from mobile.flet_inside.covering import cover
from mobile.flet_inside.drawing import quicken
from mobile.flet_inside.events import drop_events_of_gone_controls
from mobile.from_page.messages import FORGET_SENT, TOO_LONG, WHOM_TO_CALL
from mobile.i18n import Speech
from mobile.screens import chrome
from mobile.screens.frame import WIDE_FROM, Screen, Surroundings
from mobile.screens.guard import Guard
from mobile.screens.reconcile import only_opens
from mobile.shell.appearance import Appearance
from mobile.shell.desk_count import DeskCount
from mobile.shell.keyboard import Keyboard
from mobile.shell.late_input import LateInput
from mobile.shell.navigation import SUPPORT, Entry, Navigator
from mobile.shell.page_tasks import PageTasks
from mobile.shell.ports import Door, Wiring
from mobile.shell.privacy_screen import PrivacyScreen
from mobile.shell.routes import BROKEN, clean

FLUSH_S = 3.0


class Shell:
    """Made by `mobile.app.main`; lives as long as the page."""

    def __init__(
        self, page: ft.Page, wiring: Wiring, idle: IdleClock | None = None, *, speaks: str = ""
    ) -> None:
        quicken()
        self.page = page
        self.wiring = wiring
        self.navigator = Navigator(wiring)
        self._appearance = Appearance(page, wiring.settings, speaks)
        self.guard = Guard(self.say, lambda: wiring.wording(self.speech))
        self._own_idle = idle
        self.guard.on_activity = lambda: self.idle.touch()
        self.page_tasks = PageTasks(page, self.guard)
        self.late_input = LateInput(page, self.guard, self.page_tasks.run)
        self.privacy_screen = PrivacyScreen(page, wiring, self)
        self.keyboard = Keyboard(page, self.guard, self._is_open)
        self.desk_count = DeskCount(self.page_tasks.run, wiring.now, lambda: wiring.zone, self._counted)
        self._was_wide: bool | None = None
        self._screens: dict[str, tuple[Screen, ft.View]] = {}
        self._top: Screen | None = None
        self._showing: asyncio.Task[None] | None = None
        self._turn = asyncio.Lock()
        self._end_watch: Callable[[], None] = lambda: None
        self._door: Door = wiring.door
        self._family: int | None = None  # what was hidden and open when the door was open last
        self._asked: str | None = None  # a route the browser has not said it is at

    @property
    def idle(self) -> IdleClock:
        """The clock of all pages of the device this one stands on: typing in any of them is being there."""
        return self._own_idle or self.wiring.idle

    @property
    def speech(self) -> Speech:
        return self._appearance.speech

    # --- life ---

    async def start(self) -> None:
        """Shows what there is at once, then what the store says."""
        page = self.page
        drop_events_of_gone_controls(page)
        quiet = partial(self.guard, is_activity=False)
        page.on_route_change = quiet(self._arrived)
        page.on_view_pop = self.guard(self._popped)
        page.on_app_lifecycle_state_change = quiet(lambda e: self.privacy_screen.lifecycle.state(e.state))
        page.on_locale_change = quiet(self._locale_changed)
        page.on_resize = quiet(self._resized)
        page.on_connect = quiet(self._came_back)
        page.on_disconnect = quiet(self._gone_for_now)
        page.on_close = self._closed
        page.session.store.set(TOO_LONG, self._too_long)
        page.session.store.set(WHOM_TO_CALL, self._whom_to_call)
        self.wiring.cover = self.privacy_screen.close
        self.wiring.flush = self._flush_for_others
        self._end_watch = self.wiring.watch(self._changed)
        await self.guard.task(self.settle())
        self.run(self._start_wiring())
        self.run(self.privacy_screen.watch_the_clock())

    async def _start_wiring(self) -> None:
        await self.wiring.start()
        if self.wiring.door != self._door:  # drawing costs work, and every page of a flood begins here
            await self.settle()
        await self.came()

    async def came(self) -> None:
        """Somebody came to this page, or looks at it again: not where it was locked before their eyes."""
        if self._top is not None:
            await self.guard.task(self._top.came())

    async def _closed(self, _: object = None) -> None:
        """The page is gone for good: end everything that hangs on it."""
        self._end_watch()
        self.desk_count.follow(None, None)
        with contextlib.suppress(Exception):
            await asyncio.wait_for(self._leave_top(), FLUSH_S)
        self.page_tasks.end()
        self.late_input.forget()
        self._screens.clear()
        with contextlib.suppress(Exception):
            await self.wiring.close()

    async def _gone_for_now(self) -> None:
        self.late_input.browser_gone()
        await self.privacy_screen.browser_gone()

    async def _came_back(self) -> None:
        """The browser is there again; what was asked of it while it was away is lost, so it is asked again."""
        self.privacy_screen.browser_back()
        self.late_input.browser_back()
        if self._asked is not None:
            await self.page.push_route(self._asked)
        else:
            await self.settle()

    def _counted(self) -> None:
        """More or less waits than the tab says, or there is such a tab now."""
        for screen, view in self._screens.values():
            chrome.refit(screen, view, screen.is_wide)
        if not self.privacy_screen.hides(self.wiring.door):
            self.page.update()

    def _whom_to_call(self) -> tuple[Speech, Mapping[str, object], str | None, ZoneInfo]:
        return self.speech, self.wiring.support_card(), self._appearance.country, self.wiring.zone

    def run(self, coroutine: Coroutine[Any, Any, Any]) -> None:
        """Starts guarded work that ends with the page."""
        self.page_tasks.run(coroutine)

    # --- what is shown ---

    def _changed(self) -> None:
        """The door, the person or the settings changed."""
        self.run(self.settle())

    async def settle(self) -> None:
        """Builds `page.views` from the route and the door. The only place that does."""
        async with self._turn:
            locked: Screen | None = None
            before, is_beginning = self._door, False
            if self._appearance.apply(self.wiring.settings) or self.wiring.door != self._door:
                locked = await self._at_the_door()
                is_beginning = self._is_locked_over_hidden()
                await self._leave_top(can_save=self._door == self.wiring.door)
                self._screens.clear()
                self._door = self.wiring.door
                self.wiring.spoken(self.speech.language)
                self.desk_count.follow(self.wiring.records, self.wiring.person)
            stops = [] if self._begins_anew(before) else self.navigator.to(clean(self.page.route))
            if not stops:
                self.page.navigate(self.navigator.home())
                return
            first, stops = stops[0], self._collapsed(stops)
            has_gone_on = self._goes_on(stops[-1], first)
            kept = {key: pair for key, pair in self._screens.items() if pair[0].is_root}
            now = {s.path: self._screens.get(s.path) or self._built(s, first) for s in stops}
            top = now[stops[-1].path][0]
            is_new_top = top is not self._top or has_gone_on
            if is_new_top:
                await self._leave_top(can_save=not has_gone_on)
            self._screens = {**kept, **now}
            self._top = top
            chrome.mark(*now[stops[-1].path])
            self.keyboard.listen(top)
            self._put([pair[1] for pair in now.values()])
            if locked is not None:
                self.late_input.listen(locked)
            if is_new_top:
                self._showing = asyncio.create_task(self._shows(top))
            if is_beginning:
                self.navigator.forget()
                self._asked = "/"
                self.run(self.page.push_route("/"))

    def _is_locked_over_hidden(self) -> bool:
        """Whether it is being locked while hidden entries are open: then the address says nothing of where the person was, whichever
        PIN comes next. Words that could not be saved keep theirs."""
        if not (self._door == "open" and self.wiring.door == "locked" and self._family):
            return False
        is_saved = all(one.unsaved() is None for one, _ in self._screens.values())
        return is_saved and clean(self.page.route) != "/"

    def _begins_anew(self, before: Door) -> bool:
        """Whether it was opened, the door having been `before`, with other hidden entries than the last time, or with none: then it
        begins at the first place, and nothing here knows where the person was."""
        records = self.wiring.records
        if records is None:
            return False
        family, self._family = self._family, records.hiding.family
        if before == "open" or family in (None, self._family):
            return False
        self.navigator.forget()
        return clean(self.page.route) != self.navigator.home()

    def _collapsed(self, stops: list[Entry]) -> list[Entry]:
        """Of places that are one when wide, the deepest."""
        if (self.page.width or 0) < WIDE_FROM:
            return stops
        kinds = [_one_when_wide(stop) for stop in stops]
        return [
            stop
            for stop, kind, above in zip(stops, kinds, [*kinds[1:], ""], strict=True)
            if not kind or kind != above
        ]

    def _goes_on(self, stop: Entry, first: Entry) -> bool:
        """Whether the view that is there goes on to this place: what it shows stays until the new is read."""
        top = self._top
        if top is None or top.path == stop.path or stop.path in self._screens or not top.is_wide:
            return False
        if not top.one_when_wide or top.one_when_wide != _one_when_wide(stop):
            return False
        self._screens[stop.path] = self._screens.pop(top.path)
        _placed(top, stop, first)
        top.goes_on(stop.params)
        return True

    async def _shows(self, top: Screen) -> None:
        """Begins nothing where the place was left before its turn came."""
        await self.guard.task(top.shown())

    def _is_open(self) -> bool:
        """Whether the place in view can be seen."""
        return self.wiring.door == "open" == self._door and not self.privacy_screen.hides(self.wiring.door)

    def _put(self, views: list[ft.View]) -> None:
        if self.privacy_screen.hides(self.wiring.door):
            return
        self.page.views[:] = views
        cover(views)
        self.page.update()

    def _built(self, stop: Entry, first: Entry) -> tuple[Screen, ft.View]:
        """The place, or where it cannot be built a place that says so: Support must be there whatever breaks."""
        try:
            return self._made(stop, first)
        except Exception as error:
            self.guard.report(error)
            return self._made(replace(stop, place=BROKEN), first)

    def _made(self, stop: Entry, first: Entry) -> tuple[Screen, ft.View]:
        screen = stop.place.load()(self.surroundings(stop.path), stop.params)
        _placed(screen, stop, first)
        if self.wiring.door == "open":
            self.late_input.give_back(screen)
        return screen, chrome.view_of(screen, stop.path)

    async def _at_the_door(self) -> Screen | None:
        """What was typed last is kept through a lock. Returns the place a lock came before."""
        door, wiring = self.wiring.door, self.wiring
        if door != "open" and (forget := self.page.session.store.get(FORGET_SENT)) is not None:
            forget()
        if door == "locked" and self._door == "open":
            parts.put_away(self.page)
            self.late_input.locked(self._holding())
            return self._top
        if door == "open":
            await self.late_input.opened(wiring.person, wiring.records)
        elif door not in ("locked", "behind"):  # what was typed before a lock waits
            self.late_input.forget()
        return None

    def _holding(self) -> Screen | None:
        """The place in view, or the one under it (Support is laid over) that has what is not saved."""
        below = (screen for screen, _ in reversed(self._screens.values()) if screen.unsaved() is not None)
        return next(below, self._top)

    def listen_late(self) -> None:
        """The place in view was covered this moment."""
        self.late_input.listen(self._top)

    async def _leave_top(self, *, can_save: bool = True) -> None:
        top, self._top = self._top, None
        if self._showing is not None:
            self._showing.cancel()
            self._showing = None
        if top is not None:
            if can_save:
                # A save that hangs must not stand before whatever comes next, help among it: it goes on beside.
                await asyncio.wait({self.page_tasks.run(top.hidden())}, timeout=FLUSH_S)
            top.end_watches()

    def surroundings(self, path: str) -> Surroundings:
        """What the place at `path` is given."""
        wiring = self.wiring
        return Surroundings(
            page=self.page,
            records=wiring.records,
            person=wiring.person,
            speech=self.speech,
            services=wiring,
            status=wiring.status,
            zone=wiring.zone,
            now=wiring.now,
            go=self.go,
            back=lambda: self.go(self.navigator.back_from(path)),
            guard=self.guard,
            say=self.say,
            ask=self.ask,
            run=self.run,
            country=lambda: self._appearance.country,
            support_card=wiring.support_card,
            quick_hide=lambda: self.run(self.privacy_screen.hide_quickly()),
            copy=copy_for_another_app,
            unlock=wiring.unlock,
            late_field=self.late_input.replaced,
            may_show=self._is_open,
            door=lambda: wiring.door,
            waits=lambda: self.desk_count.now,
        )

    async def _locale_changed(self, e: ft.LocaleChangeEvent) -> None:
        if self._appearance.heard(e):
            await self.settle()

    # --- going ---

    @only_opens
    def go(self, route: str) -> None:
        """To a route. Where leaving would lose something the place is asked first."""
        self.run(self._go(route))

    async def _arrived(self) -> None:
        """The browser is at a route: one it was asked to go to, a link, or its own Back."""
        self._asked = None
        await self.settle()

    async def _go(self, route: str) -> None:
        for screen in self._leaving(clean(route)):
            if screen.may_leave is not None and not await screen.may_leave(clean(route)):
                return
        if clean(self.page.route) == clean(route):
            await self.settle()
        else:
            self._asked = route
            await self.page.push_route(route)

    async def go_home_behind(self) -> None:
        """Whoever comes back, by whatever way, begins at the first place. Words that could not be saved keep theirs."""
        if any(one.unsaved() is not None for one, _ in self._screens.values()):
            return
        self._asked = "/"
        await self.page.push_route("/")

    def _leaving(self, path: str) -> list[Screen]:
        """Whom to ask: the place in view, and what lies under it (Support is laid over) with something that is not saved."""
        covered = [screen for screen, _ in self._screens.values() if screen is not self._top]
        is_over = path == SUPPORT or path.startswith(f"{SUPPORT}/")
        lost = [] if is_over else [one for one in covered if one.path != path and one.unsaved() is not None]
        return [*lost, *([self._top] if self._top is not None else [])]

    async def _popped(self) -> None:
        await self._go(self.navigator.back_from(clean(self.page.route)))

    async def _resized(self) -> None:
        is_wide = (self.page.width or 0) >= WIDE_FROM
        if is_wide == self._was_wide:
            return
        self._was_wide = is_wide
        for screen, view in self._screens.values():
            chrome.refit(screen, view, is_wide)
            screen.resized(is_wide)
        self.keyboard.listen(self._top)
        self.page.update()

    # --- saying and asking ---

    def say(self, text: str) -> None:
        """One calm line at the bottom."""
        chrome.say(self.page, text)

    def _too_long(self) -> None:
        _ = self.speech.gettext
        self.say(_("That is too long to keep in one place. What was here before is kept."))

    async def ask(self, title: str, text: str, *, yes: str, no: str, danger: bool = False) -> bool:
        """One question; dismissing it is no."""
        return await chrome.ask(self.page, title, text, yes=yes, no=no, danger=danger)

    async def _flush_for_others(self) -> None:
        """The device is about to be locked from another page: this one saves what is half typed, in its own context."""
        if self.wiring.door == "open":
            await asyncio.wait({self.page_tasks.run(self.flush())})

    async def flush(self) -> None:
        """Lets the place in view save what is half typed, and not for ever."""
        if self._top is not None:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.guard.task(self._top.hidden()), FLUSH_S)


def _placed(screen: Screen, stop: Entry, first: Entry) -> None:
    """Where a place stands in the stack that begins with `first`."""
    screen.path = stop.path
    screen.is_root = stop.is_root
    screen.is_first = stop.path == first.path
    screen.tab_path = first.path if first.is_root else ""


def _one_when_wide(stop: Entry) -> str:
    """As `Screen` says; empty where the place cannot be loaded, which is told when it is built."""
    try:
        return stop.place.load().one_when_wide
    except Exception:
        return ""
