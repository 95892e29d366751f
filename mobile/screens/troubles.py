"""Every trouble a person can meet on the way in, with a PIN or with a file: what happened, what is safe, what to do.

The whole list stands here, so that no code is ever without a sentence. No text of an error and no value is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from mobile.i18n import N_, Moments, Speech
from mobile.screens.app_services import Trouble, TroubleCode


@dataclass(frozen=True)
class Plain:
    """Three sentences. `happened` is a title; `safe` and `do` follow it."""

    happened: str
    safe: str
    do: str

    @property
    def rest(self) -> str:
        return f"{self.safe} {self.do}"


SENTENCES: Mapping[TroubleCode, Plain] = {
    "bad_address": Plain(
        N_("That is not an address Lantern can use."),
        N_("Nothing was sent, and what you typed is still there."),
        N_("Check it for a missing letter, or paste the link from your clinic's invitation."),
    ),
    "unreachable": Plain(
        N_("Nothing answered there."),
        N_("What you typed is still there, and nothing of yours was sent."),
        N_("Check that this device is online and that the address is right, then try again."),
    ),
    "not_fhir": Plain(
        N_("Something answered, but it is not a clinic's records server."),
        N_("Nothing of yours was sent."),
        N_("Use the link from your invitation, or ask your clinic for the address of its patient app."),
    ),
    "half_working": Plain(
        N_("Your clinic answered, but its sign-in does not work right now."),
        N_("Nothing of yours was lost."),
        N_("Try again in a few minutes. If it stays like this, tell your clinic."),
    ),
    "no_pkce": Plain(
        N_("Your clinic's sign-in lacks a protection that Lantern asks for."),
        N_("Lantern stopped before anything of yours was sent."),
        N_("Please tell your clinic that its sign-in needs PKCE with S256. Then it will work."),
    ),
    "invitation_unknown": Plain(
        N_("This invitation was not found."),
        N_("Nothing was changed, and what you typed is still there."),
        N_("Check it for a missing letter, or ask your clinic to send it again."),
    ),
    "invitation_used": Plain(
        N_("This invitation was used before."),
        N_("If you used it, your clinic knows you already and nothing is lost."),
        N_("Type your clinic's address instead to sign in, or ask your clinic for a new invitation."),
    ),
    "sign_in_refused": Plain(
        N_("The sign-in ended without letting you in."),
        N_("Nothing was changed, and no password came to Lantern."),
        N_("Try again. If the answer stays no, ask your clinic to look at your account."),
    ),
    "sign_in_expired": Plain(
        N_("The sign-in was open for a long time, so it was closed to be safe."),
        N_("Nothing was changed."),
        N_("Start it again when you are ready."),
    ),
    "sign_in_elsewhere": Plain(
        N_("Your clinic's answer came back in another browser."),
        N_("Lantern kept nothing of it, there or here."),
        N_("Start again, and stay in this browser until you are back."),
    ),
    "no_cookie": Plain(
        N_("This browser does not keep the cookie by which Lantern knows it again."),
        N_("Nothing was sent, and nothing was changed."),
        N_(
            "Allow cookies for this address, at least until you are signed in, or open Lantern in another browser. "
            "Then start again."
        ),
    ),
    "sign_in_mixed_up": Plain(
        N_("The answer that came back did not belong to this sign-in."),
        N_("Lantern kept nothing of it."),
        N_("Start again from your clinic's own link. If it happens twice, tell your clinic."),
    ),
    "other_person_here": Plain(
        N_("This device keeps another person's records already."),
        N_("They stay sealed. Nothing of yours or theirs was mixed or changed."),
        N_("Sign in as that person, or use another device. If they are yours from before, ask your clinic."),
    ),
    "no_patient": Plain(
        N_("Your clinic let you in, but did not say whose records to open."),
        N_("Nothing was opened and nothing was kept."),
        N_("Ask your clinic to connect your account with your record."),
    ),
    "clinic_full": Plain(
        N_("Your clinic's server is busy right now."),
        N_("Nothing is lost."),
        N_("Wait a minute, then try again."),
    ),
    "wrong_pin": Plain(N_("That is not the PIN."), N_("Nothing was changed."), N_("Try again.")),
    "weak_pin": Plain(
        N_("That PIN is one of the first a stranger would try."),
        N_("Nothing was changed."),
        N_("Choose six other digits."),
    ),
    "pin_wait": Plain(
        N_("Too many PINs were tried in a short time."),
        N_("Your records stay sealed and safe."),
        N_("You can try again in a moment."),
    ),
    "no_more_tries": Plain(
        N_("Too many tries."),
        N_("Your records stay sealed and safe."),
        N_(
            "No PIN is looked at any more, not even the right one. You can start again on this device: what your clinic "
            "has comes back when you sign in, and a sealed copy if you made one."
        ),
    ),
    "not_saved": Plain(
        N_("This could not be saved: the device has no room left."),
        N_("What was saved before is still there."),
        N_("Make some room on the device, then try again."),
    ),
    "no_secret_store": Plain(
        N_("This device does not give Lantern a safe place for its key now."),
        N_("Without it Lantern keeps nothing, so that nothing of yours lies open."),
        N_("Unlock the device once more, or set a screen lock in its settings, then try again."),
    ),
    "weak_passphrase": Plain(
        N_("That passphrase is too short."),
        N_("No file was made."),
        N_("Use at least 12 characters. Four ordinary words are easy to remember."),
    ),
    "wrong_passphrase": Plain(
        N_("That passphrase does not open this copy."),
        N_("Nothing was changed, and the file is as it was."),
        N_("Type it as it was when the copy was made: capitals and spaces count."),
    ),
    "not_a_copy": Plain(
        N_("That file is not a copy from Lantern."),
        N_("Nothing was changed."),
        N_("A copy ends in .lantern or in .zip. A PDF cannot be brought back."),
    ),
    "damaged_copy": Plain(
        N_("That copy is damaged: a part of it is missing or was changed."),
        N_("Nothing was changed, and nothing of the copy was added."),
        N_("Try the other place where you keep it. A file that was sent on may have been cut short."),
    ),
    "other_persons_copy": Plain(
        N_("That copy is another person's, or from another clinic."),
        N_("Nothing of it was added, and nothing here was changed."),
        N_("It opens only for the person who made it, signed in at the same clinic."),
    ),
    "cannot_salvage": Plain(
        N_("The part of the file that holds the keys is damaged too."),
        N_("Nothing was changed, and the damaged file is kept."),
        N_(
            "Your clinic has what was sent to it, and a sealed copy has the rest. You can start again with those."
        ),
    ),
    "not_a_sheet": Plain(
        N_("Those are not the words of a sheet as Lantern made it."),
        N_("Nothing was changed."),
        N_("One of them may be another word, or two may have changed places. Compare them with your paper."),
    ),
    "wrong_sheet": Plain(
        N_("Those are a sheet's words, but not the sheet of what is kept here."),
        N_("Nothing was changed."),
        N_("If you made a newer sheet, take that one: it ended the one before."),
    ),
    "biometrics_refused": Plain(
        N_("The phone did not do it."),
        N_("Nothing was changed, and your PIN opens Lantern as before."),
        N_(
            "See that a fingerprint or a face is set up on this phone. If it is, close Lantern completely, open it "
            "and try again."
        ),
    ),
    "biometrics_gone": Plain(
        N_("This phone has no key for that any more."),
        N_("Nothing was changed, and your PIN opens Lantern as before."),
        N_("You can turn it off and on again in Lock and PIN."),
    ),
    "copy_words": Plain(
        N_("Those words open no copy that is at your clinic."),
        N_("Nothing was changed."),
        N_(
            "A copy opens with the words of the sheet that was in force on the device that made it. If you have more than one "
            "sheet, try the others."
        ),
    ),
    "clinic_copy_damaged": Plain(
        N_("The copy at your clinic is not whole: a part of it is missing or was changed."),
        N_("Nothing of it was added, and nothing here was changed."),
        N_(
            "Try again later, or bring back another copy if there is one. You can ask your clinic whether it has an older one."
        ),
    ),
    "no_clinic_copy": Plain(
        N_("No sealed copy of yours is at your clinic."),
        N_("Nothing was changed."),
        N_("If you made a file to keep, you can bring that back instead."),
    ),
    "clinic_failed": Plain(
        N_("Your clinic answered, and not in a way Lantern can use."),
        N_("Nothing of yours was lost."),
        N_("Try again in a few minutes. If it stays like this, tell your clinic."),
    ),
    "not_fetched_yet": Plain(
        N_("Lantern is still fetching what your clinic has."),
        N_("Nothing was changed."),
        N_(
            "A copy is brought back beside it, so that nothing is sent twice. Wait until this device was online, "
            "then try again."
        ),
    ),
}

HTTP_REFUSED = Plain(
    N_("That address is not protected."),
    N_("It begins with http, so others on the way could read along. Nothing was sent there."),
    N_("Try it with https in front, or ask your clinic for the right address."),
)


class TroubleTeller:
    """Says a trouble in one language, with the waits and the tries it carries."""

    def __init__(self, speech: Speech, moments: Moments) -> None:
        self._: Callable[[str], str] = speech.gettext
        self.ngettext = speech.ngettext
        self._moments = moments

    def explain(self, trouble: Trouble, now: datetime, *, typed: str = "") -> Plain:
        """`typed`: what the person gave, only to tell an unprotected address from a mistyped one."""
        _ = self._
        plain = SENTENCES[trouble.code]
        if trouble.code == "bad_address" and typed.strip().lower().startswith("http://"):
            plain = HTTP_REFUSED
        do = _(plain.do)
        if trouble.code == "pin_wait" and trouble.until is not None:
            do = _("You can try again in {wait}.").format(wait=self._moments.span(trouble.until - now))
        if trouble.code == "wrong_pin" and trouble.left is not None and trouble.left <= 3:
            do = self.ngettext("{n} try is left.", "{n} tries are left.", trouble.left).format(n=trouble.left)
        return Plain(_(plain.happened), _(plain.safe), do)
