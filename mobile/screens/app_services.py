"""What a screen may ask of the app around it: signing in and out, the lock, the person's own copy, settings.

A face only. The composition root implements it; screens and tests know nothing else of it. Every trouble reaches a
screen as `Trouble` with a code from the list below: the screen has a plain sentence for each, so no text of an error
is ever shown or logged.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal, Protocol

from mobile.device.notifier_port import Notifier
from mobile.i18n import Speech
from mobile.records import Behind, KeyChange
from mobile.records.biometric_keeper import Prompt
from mobile.records.damage import Salvaged
from mobile.records.ports import Brought
from mobile.screens.biometric_way import BiometricWay
from mobile.screens.wording import Wording

if TYPE_CHECKING:
    from mobile.screens.clinic_copy import ClinicCopy

TroubleCode = Literal[
    "bad_address",  # not an address at all, or http to another machine
    "unreachable",  # nothing answered
    "not_fhir",  # something answered, and it is no FHIR server
    "half_working",  # a FHIR server without SMART sign-in, or one that failed in the middle
    "no_pkce",  # the server's sign-in lacks S256
    "invitation_unknown",
    "invitation_used",
    "sign_in_refused",  # the person or the clinic said no
    "sign_in_expired",  # it took too long
    "sign_in_elsewhere",  # the answer came back in another browser
    "no_cookie",  # this browser keeps no cookie, or withheld it on the way back
    "sign_in_mixed_up",  # state, issuer or audience did not match: nothing was kept
    "other_person_here",  # this device holds another person's records
    "no_patient",  # the clinic's sign-in named nobody
    "clinic_full",  # 429 and the like
    "wrong_pin",
    "weak_pin",
    "pin_wait",
    "no_more_tries",
    "not_saved",
    "no_secret_store",
    "weak_passphrase",
    "wrong_passphrase",
    "not_a_copy",
    "damaged_copy",
    "other_persons_copy",
    "cannot_salvage",
    "not_a_sheet",  # not the words of any recovery sheet
    "wrong_sheet",  # of another store, or of an earlier sheet
    "biometrics_refused",  # the person or the phone said no, or the phone cannot
    "biometrics_gone",  # what the phone has opens nothing here, or it has nothing any more
    "copy_words",  # of a sheet that no copy at the clinic is sealed for
    "clinic_copy_damaged",
    "no_clinic_copy",
    "clinic_failed",  # it answered, and not as a clinic's server does
    "not_fetched_yet",  # a copy is brought back beside what the clinic has, and that is not here yet
]


class Trouble(Exception):
    """Something a person can be told in one plain sentence. Carries a code, never a value."""

    def __init__(self, code: TroubleCode, *, until: datetime | None = None, left: int | None = None) -> None:
        super().__init__(code)
        self.code: TroubleCode = code
        self.until = until  # pin_wait: when the next try is allowed (aware UTC)
        self.left = left  # wrong_pin: tries left


@dataclass(frozen=True)
class SamplePerson:
    login_hint: str
    name: str
    role: Literal["patient", "therapist", "prescriber", "coordinator"]
    situation: str  # one line


@dataclass(frozen=True)
class ClinicFound:
    """A clinic a link, a code or an address led to. It selects where to sign in; it is not a credential."""

    name: str | None  # None: whoever is not signed in is not told it
    fhir_base: str
    invited: str | None = None  # a name to show, as the invitation gave it


@dataclass(frozen=True)
class Settings:
    language: Literal["en", "es"] | None = None  # None: nobody chose one, so it is the device's
    theme: Literal["system", "light", "dark"] = "system"
    larger_text: bool = False
    lock_after_s: int = 60  # 0: at once
    hide_button: bool = False  # in the header of every place: covers everything in one tap
    has_pin: bool = False


class AppServices(Protocol):
    """The verbs only the composition root can do."""

    @property
    def keeps_after_closing(self) -> bool:
        """Whether what is written here, and neither shared nor sent, is still here after the page was closed."""
        ...

    @property
    def is_own_device(self) -> bool:
        """Whether this device is one person's own: what they write lies on its disk, and the PIN is part of the key."""
        ...

    @property
    def clinic_ahead(self) -> timedelta:
        """How much later it is at the clinic than by the clock of where this runs, which is set wrong; nothing where it is right."""
        ...

    @property
    def has_sample_people(self) -> bool:
        """Whether somebody invented can be tried without a clinic."""
        ...

    def wording(self, speech: Speech) -> Wording:
        """What is said of where words are kept: true of this way of running."""
        ...

    @property
    def settings(self) -> Settings: ...

    @property
    def clinic_name(self) -> str | None: ...

    @property
    def known_clinic(self) -> str | None:
        """The FHIR address this was started for, to join without typing it. None in a demonstration."""
        ...

    async def change_settings(
        self,
        *,
        language: str | None = None,
        theme: str | None = None,
        larger_text: bool | None = None,
        lock_after_s: int | None = None,
        hide_button: bool | None = None,
    ) -> None:
        """Applies and keeps them; works signed out too."""
        ...

    async def sample_people(self) -> list[SamplePerson]:
        """Who can be tried, where there are any."""
        ...

    async def sign_in_as(self, login_hint: str) -> None:
        """As one of them. Raises Trouble."""
        ...

    async def find_clinic(self, text: str) -> ClinicFound:
        """From an invitation link or code, or a clinic's address. Raises Trouble."""
        ...

    async def sign_in(self, clinic: ClinicFound) -> None:
        """Opens the system browser and returns when the person is back and signed in. Raises Trouble."""
        ...

    def stop_signing_in(self) -> None:
        """The person came back without finishing."""
        ...

    async def sign_out(self) -> None:
        """Forgets the clinic's tokens. What is saved here stays, sealed; unsent changes stay queued."""
        ...

    async def unsent(self) -> int: ...

    async def prove_pin(self, pin: str) -> None:
        """Asks again before something grave; opens nothing. Raises Trouble(wrong_pin | pin_wait | no_more_tries)."""
        ...

    async def choose_pin(self, new: str, old: str | None = None) -> None:
        """Sets or changes the PIN. Raises Trouble(weak_pin | wrong_pin | pin_wait | no_more_tries)."""
        ...

    async def remove_pin(self, old: str) -> None: ...

    async def add_second_pin(self, new: str, old: str) -> None:
        """One more PIN, which opens what the first does and hidden entries of its own; those there are stay as they are.

        Raises Trouble(weak_pin | wrong_pin | pin_wait | no_more_tries | not_saved).
        """
        ...

    async def change_second_pin(self, new: str, old: str) -> None:
        """The one that opened this is another from now on. `old`: it, or the first. Raises what `add_second_pin` does."""
        ...

    async def end_second_pin(self, pin: str) -> None:
        """All that the second PIN keeps apart is shown, and it opens nothing. `pin`: it, or the first. Raises
        Trouble(wrong_pin | pin_wait | no_more_tries | not_saved)."""
        ...

    @property
    def has_sheet(self) -> bool:
        """Whether the words of a recovery sheet open what is kept here."""
        ...

    async def keep_sheet(self, words: str) -> None:
        """These words open what is kept here from now on, those of an earlier sheet do not. Raises Trouble(not_saved)."""
        ...

    async def end_sheet(self) -> None:
        """No words open it any more. Raises Trouble(not_saved)."""
        ...

    async def check_sheet(self, words: str) -> None:
        """Whether these open it; opens and changes nothing. Raises Trouble(not_a_sheet | wrong_sheet | cannot_salvage)."""
        ...

    async def recover(self, words: str, pin: str) -> None:
        """Opens by a sheet's words, with another PIN from now on.

        Raises Trouble(not_a_sheet | wrong_sheet | weak_pin | pin_wait | no_secret_store | not_saved | cannot_salvage).
        """
        ...

    @property
    def notifier(self) -> Notifier | None:
        """None where nothing can be shown later by itself: in a browser, hosted, on a computer."""
        ...

    @property
    def biometrics(self) -> BiometricWay | None:
        """None where no phone's biometrics can open what is kept here: in a browser, hosted, on a computer."""
        ...

    async def turn_on_biometrics(self, prompt: Prompt) -> None:
        """The phone asks. Only after the PIN was proven. Raises Trouble(biometrics_refused | weak_pin | not_saved)."""
        ...

    async def turn_off_biometrics(self) -> None:
        """Nothing the phone gives out opens this any more. Raises Trouble(not_saved)."""
        ...

    async def open_by_biometrics(self, prompt: Prompt) -> None:
        """While the door is "locked": the phone asks, and what it gives out opens. No try of the PIN is counted.

        Raises Trouble(biometrics_refused | biometrics_gone | no_more_tries | no_secret_store | not_saved).
        """
        ...

    async def lock_now(self) -> None: ...

    async def quick_hide(self) -> None: ...

    async def own_copy(self) -> bytes:
        """Everything kept here as a zip file that anybody can read: a FHIR Bundle and its files. The caller shows the warning
        first."""
        ...

    async def sealed_copy(self, passphrase: str) -> bytes:
        """The same, sealed under a passphrase of at least 12 characters. Raises Trouble(weak_passphrase)."""
        ...

    @property
    def key_change(self) -> KeyChange | None:
        """How far changing the keys is; None where it was not under way since the records were opened."""
        ...

    async def change_keys(self) -> None:
        """New keys at once for what is written from now on; the rest is sealed anew in the background.

        Raises Trouble(not_saved).
        """
        ...

    def watch_key_change(self, on_change: Callable[[], None]) -> Callable[[], None]: ...

    @property
    def offers_copy(self) -> bool:
        """Whether these records are new on this device, and the person did not yet say if there is a sealed copy."""
        ...

    async def decline_copy(self) -> None:
        """There is none, or not now: it is not offered again. Settings keep the way."""
        ...

    async def bring_back(
        self,
        sealed: bytes,
        passphrase: str,
        on_progress: Callable[[int, int], None] = ...,
        *,
        with_deleted: bool = False,
    ) -> Brought:
        """Adds what a copy of this person's has and this device has not; overwrites nothing newer, and leaves out what was
        deleted here unless it is `with_deleted`. An open copy needs no passphrase.

        `on_progress` hears how many of how many records were looked at.
        Raises Trouble(wrong_passphrase | not_a_copy | damaged_copy | other_persons_copy | not_fetched_yet | not_saved).
        """
        ...

    @property
    def clinic_copy(self) -> ClinicCopy | None:
        """The sealed copy at the clinic; None where there can be none."""
        ...

    async def salvage_asks_pin(self) -> bool:
        """Whether the damaged store is under a PIN. Raises Trouble(cannot_salvage)."""
        ...

    async def salvage(self, pin: str | None) -> Salvaged:
        """Puts what still opens of a damaged store in its place; the damaged file is kept aside.

        Raises Trouble(cannot_salvage | wrong_pin | pin_wait | no_more_tries | no_secret_store | not_saved).
        """
        ...

    async def look_again(self) -> None:
        """Looks at the store anew, and opens it where no PIN stands before it."""
        ...

    @property
    def behind(self) -> Behind | None:
        """While the door is "behind": what of the acknowledged is missing on this device."""
        ...

    async def go_on(self) -> None:
        """Goes on with what is here: the clinic is asked anew for everything, and sending begins."""
        ...

    async def start_again(self) -> None:
        """While the door is "missing", "damaged", "key_gone" or "out_of_tries": what is there is put aside and kept, and a sign-in makes a new store.

        Raises Trouble(not_saved | no_secret_store).
        """
        ...

    async def wipe(self) -> None:
        """Destroys the keys, then everything on this device. What the clinic has stays with the clinic."""
        ...

    async def sync_now(self) -> None: ...

    async def let_go(self) -> None:
        """While sync is "held": the person agrees that what the clinic no longer has is removed here too."""
        ...

    def watch_settings(self, on_change: Callable[[], None]) -> Callable[[], None]: ...
