"""What every place is: one `Screen` class, given its `Surroundings`, shown inside the chrome (title, Support, tabs).

A screen builds its controls once in `body()` and keeps them; tab roots stay alive while the person is elsewhere. A
screen knows its surroundings and nothing else: no network, no other screen, no global.

    class Journal(Screen):
        def title(self) -> str:
            return self._("Journal")

        def body(self) -> list[ft.Control]:
            self.list = ft.Column()
            return [self.list, parts.primary_button(self._("Write"), self.guard(self.on_write))]

        async def shown(self) -> None:
            self.keep(self.records.watch(JournalEntry, self.on_entry))   # ended when hidden
            await self.redraw()
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Literal, Protocol
from zoneinfo import ZoneInfo

import flet as ft

from mobile.i18n import Moments, Speech
from mobile.records.ports import Keeping
from mobile.screens.app_services import AppServices, Settings
from mobile.screens.guard import Guard, Guarded, Handler
from mobile.screens.wording import Wording

ESCAPE = "Escape"
"""The key that leads out, by the name a keyboard has for it."""
WIDE_FROM = 900
Role = Literal["patient", "practitioner"]


@dataclass(frozen=True)
class Person:
    """Who is signed in. For a practitioner `patient` is None."""

    id: str  # of the account: "<fhir base>|<fhir_user>"
    role: Role
    name: str  # as the clinic's record has it
    fhir_user: str  # "Patient/p1" or "Practitioner/t1"
    patient: str | None = None  # "Patient/p1" for a patient


class SendingNow(Protocol):
    """What sync says of itself, as far as a screen may know it (`mobile.sync.SyncStatus` is one)."""

    @property
    def phase(self) -> str: ...  # idle sending offline signed_out attention held
    @property
    def waiting(self) -> int: ...
    @property
    def parked(self) -> int: ...
    @property
    def lost(self) -> int: ...  # of the parked: the clinic had them
    @property
    def asked(self) -> int: ...  # of the parked: from a copy, and sent when the person says so
    @property
    def conflicts(self) -> int: ...
    @property
    def last_sent_at(self) -> datetime | None: ...
    @property
    def last_received_at(self) -> datetime | None: ...
    @property
    def reason(self) -> str | None: ...
    @property
    def first(self) -> str: ...  # coming failed here: whether all the clinic has was read once


class Status(Protocol):
    """What sync says, and how to hear when it changes."""

    @property
    def now(self) -> SendingNow: ...

    def watch(self, on_change: Callable[[SendingNow], None]) -> Callable[[], None]: ...


class Ask(Protocol):
    """Asks one question in a dialog and waits for the answer; dismissing it is no."""

    async def __call__(self, title: str, text: str, *, yes: str, no: str, danger: bool = False) -> bool: ...


@dataclass
class Surroundings:
    """What a screen is given. `records` and `person` are None only for places that work signed out or locked."""

    page: ft.Page
    records: Keeping | None
    person: Person | None
    speech: Speech
    services: AppServices
    status: Status | None
    zone: ZoneInfo  # the clinic's
    now: Callable[[], datetime]  # aware UTC
    go: Callable[[str], None]
    back: Callable[[], None]  # to the structural parent
    guard: Guard
    say: Callable[[str], None]
    ask: Ask
    run: Callable[[Coroutine[Any, Any, Any]], None]  # a guarded task, cancelled when the page closes
    country: Callable[[], str | None]  # of the phone, ISO 3166, where it tells
    support_card: Callable[
        [], Mapping[str, object]
    ]  # the clinic's public phone numbers, readable while locked
    quick_hide: Callable[[], None]  # covers everything at once, and locks if there is a PIN
    copy: Callable[[str], Awaitable[bool]]  # to the clipboard, for another app; False: not allowed
    unlock: Callable[[str], Awaitable[None]]  # with a PIN; raises Trouble. The lock screen's alone
    late_field: Callable[
        [ft.TextField, Callable[[str], None]], None
    ]  # what is still on its way to a field that gave way to another is handed over
    may_show: Callable[[], bool]  # whether the place in view can be seen: not while it is locked or covered
    door: Callable[[], str]  # "open", "locked", "signed_out", ... as in mobile.app.Door
    waits: Callable[[], int | None] = lambda: None  # how much waits on whoever books; None: they do not book

    @property
    def _(self) -> Callable[[str], str]:
        return self.speech.gettext

    @property
    def ngettext(self) -> Callable[[str, str, int], str]:
        return self.speech.ngettext

    @property
    def language(self) -> str:
        return self.speech.language

    @property
    def moments(self) -> Moments:
        """Dates and times in words, in the person's language and the clinic's zone."""
        return Moments(self.speech.language, self.zone)

    @property
    def settings(self) -> Settings:
        return self.services.settings

    @property
    def hiding_is_open(self) -> bool:
        """Whether a second PIN opened what is kept here, with what it hides."""
        return self.records is not None and self.records.hiding.is_open

    @property
    def wording(self) -> Wording:
        """Every sentence that depends on where words are kept."""
        return self.services.wording(self.speech)


class Screen:
    """One place. Subclass it; `__init__` gets the route's parts as strings (`/intention/<id>` -> `params["id"]`)."""

    path: str = ""  # set by the shell: where this place stands
    is_root: bool = False  # set by the shell: a tab of this person, kept alive, with the tab bar
    is_first: bool = False  # set by the shell: nothing lies below it, so there is no way back
    tab_path: str = ""  # set by the shell: the tab this place belongs to, shown as chosen on a wide screen
    framed: ft.Control  # set by the chrome: header and body, the same control however wide the page is
    headed: str = ""  # set by the chrome: the title its header bears now; "" where it draws none
    scroller: ft.Column | None = (
        None  # set by the chrome: what the body scrolls in, where it does not scroll by itself
    )
    chrome: ClassVar[Literal["full", "bare"]] = (
        "full"  # bare: no header and no bar; the screen brings its own Support
    )
    has_tabs: ClassVar[bool] = True  # False: nothing leads away from here but what the place itself offers
    has_back_when_wide: ClassVar[bool] = True  # False: there the list it came from stands beside it
    one_when_wide: ClassVar[str] = ""
    """Wide, all places that say the same here are one view: the page goes from one to the next without leaving it."""
    is_night: ClassVar[bool] = False  # session day: dark whatever the phone is set to
    close: ClassVar[bool] = False  # the header's button is a cross, not an arrow
    scrolls: ClassVar[bool] = (
        True  # False: the body is one control that fills the place and scrolls by itself
    )
    widest: ClassVar[int] = 640  # the body's width on a wide screen; 0: all of it

    def __init__(self, surroundings: Surroundings, params: Mapping[str, str] | None = None) -> None:
        self.s = surroundings
        self.page = surroundings.page
        self.params: Mapping[str, str] = params or {}
        self._ = surroundings.speech.gettext
        self.ngettext = surroundings.speech.ngettext
        self._ends: list[Callable[[], None]] = []

    # --- what a subclass says ---

    def title(self) -> str:
        """What the header says, and the browser's tab with it. Never a patient's words."""
        raise NotImplementedError

    def body(self) -> list[ft.Control]:
        """The controls, made once. Load nothing here: `shown` does."""
        raise NotImplementedError

    def foot(self) -> ft.Control | None:
        """What stays at the bottom while the body scrolls: the one button that sends, shares or signs."""
        return None

    def actions(self) -> list[ft.Control]:
        """Small buttons in the header, before Support."""
        return []

    def floating(self) -> ft.Control | None:
        """The floating button of a list."""
        return None

    async def shown(self) -> None:
        """The place came into view (again): load, watch, redraw. End your own changes with `.update()` of what changed."""

    async def came(self) -> None:
        """Somebody began a page that shows this place, or looks at the page again and finds it locked."""

    async def hidden(self) -> None:
        """The place left the view: flush a draft. Whatever `keep` holds is ended afterwards."""

    def goes_on(self, params: Mapping[str, str]) -> None:
        """The page leads to another of the places that are one when wide. `shown` follows."""
        self.params = params

    recalled: Any = None
    """Set by the shell before `shown`: what `unsaved` of the same place said when the device was locked."""

    def unsaved(self) -> Any:
        """What could not be saved before the device was locked, or None. Kept in memory for the same person only."""
        return None

    async def seal(self, records: Keeping) -> bool:
        """Saves what `unsaved` says into the store, which is open again. The place itself is gone. False: not saved."""
        return True

    def late_fields(self) -> Sequence[tuple[ft.TextField, Callable[[str], None]]]:
        """Fields whose last letters may still be on their way when the place is covered or locked, and who takes them.

        After a lock whoever takes them may keep them in memory, and neither save nor draw.
        """
        return ()

    def hears_keys(self) -> bool:
        """Whether single keys mean something here, as the page is now. What is typed elsewhere is not sent as keys."""
        return False

    async def key(self, name: str) -> None:
        """A key was pressed, by the name a keyboard has for it ("J", "/"): not in a field, not over a question, and without
        Ctrl, Alt or Meta."""

    leads_out_of_fields = False
    """Whether `leaves_field` puts the focus elsewhere. Where it does not, Escape changes nothing: the cursor stays in the field, and
    a key that is pressed there is a letter."""

    async def leaves_field(self) -> None:
        """Escape was pressed in a field: the focus goes to where keys are keys. What was written stays."""

    def resized(self, is_wide: bool) -> None:
        """The page crossed 900 wide. Only where the body itself differs."""

    may_leave: Callable[[str], Awaitable[bool]] | None = None
    """Set to an async method of the route it is left for, where leaving loses something. False: stay."""

    # --- what every screen has ---

    @property
    def records(self) -> Keeping:
        assert self.s.records is not None, "this place needs an open store"
        return self.s.records

    @property
    def person(self) -> Person:
        assert self.s.person is not None, "this place needs somebody signed in"
        return self.s.person

    @property
    def me(self) -> str:
        """Who is signed in, as a reference; "" before it is known: nobody is called so."""
        return self.s.person.fhir_user if self.s.person is not None else ""

    @property
    def is_wide(self) -> bool:
        return (self.page.width or 0) >= WIDE_FROM

    def guard(self, handler: Handler) -> Guarded:
        return self.s.guard(handler)

    def keep(self, end: Callable[[], None]) -> None:
        """Holds the end of a watch; called when the place is hidden."""
        self._ends.append(end)

    def end_watches(self) -> None:
        """The shell calls this after `hidden`."""
        ends, self._ends = self._ends, []
        for end in ends:
            end()

    def on_this_page(self, draw: Callable[[], None]) -> Callable[..., None]:
        """`draw` as a watcher. Whoever calls it may be at work for another page, and parts are made for the page in hand."""

        async def drawing() -> None:
            draw()

        return lambda *_: self.s.run(drawing())

    def is_mounted(self, control: ft.Control) -> bool:
        """Whether `control.update()` is safe: after an await the person may be elsewhere."""
        try:
            return control.page is not None
        except RuntimeError:
            return False
