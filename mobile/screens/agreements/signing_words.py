"""What is said where something is signed, and the words around the clinic's own in the text that is signed."""

from __future__ import annotations

from dataclasses import replace

from mobile.care.consent.document import Agreement
from mobile.care.consent.guardian import Guardian
from mobile.care.consent.hindrance import Hindrance
from mobile.care.consent.paper import PaperAgreement
from mobile.care.consent.signed_text import SigningWords
from mobile.care.decision_guard import Waits
from mobile.care.measures.spans import Span
from mobile.screens.agreed_words import signed_lets
from mobile.screens.agreements.signing import Outcome
from mobile.screens.agreements.words import signing_text, version_line
from mobile.screens.frame import Surroundings
from mobile.screens.status_text import begun


def words_around(
    s: Surroundings, agreement: Agreement, name: str, guardian: Guardian | None = None
) -> SigningWords:
    """In the language that is signed in. `name`: whose agreement it is, as they are called here; `guardian`: who signs with them."""
    _ = s._
    about = [version_line(s, agreement.version)]
    if agreement.in_use_since is not None:
        about.append(_("in use since {day}").format(day=s.moments.full_date(agreement.in_use_since)))
    meant = _("I, {name}, have read this text. I mean what I write or draw below as my signature.")
    return _words(s, " · ".join(one for one in about if one), meant.format(name=name), name, guardian)


def words_around_a_file(
    s: Surroundings,
    paper: PaperAgreement,
    pages: int,
    sha256: str,
    name: str,
    guardian: Guardian | None = None,
) -> SigningWords:
    """The same of a PDF, with which file it is."""
    _, when = s._, paper.dated_at
    about = [version_line(s, paper.version), s.moments.full_date(when) if when is not None else ""]
    file = s.ngettext(
        "This signature is for the PDF that was shown: {n} page, with the SHA-256 {sha256}.",
        "This signature is for the PDF that was shown: {n} pages, with the SHA-256 {sha256}.",
        pages,
    ).format(n=pages, sha256=sha256)
    meant = _(
        "I, {name}, have seen every page of this file. I mean what I write or draw below as my signature."
    )
    around = " · ".join(one for one in about if one)
    return replace(_words(s, around, meant.format(name=name), name, guardian), file=file)


def _words(s: Surroundings, about: str, meant: str, name: str, guardian: Guardian | None) -> SigningWords:
    _ = s._
    return SigningWords(
        about=begun(about),
        plain=_("In plain words"),
        full=_("Full text"),
        chosen_heading=_("What I choose"),
        chosen=_("Chosen."),
        left=_("Not chosen. {meaning}"),
        needed=_("Needed for treatment"),
        optional=_("Optional. Your care does not depend on it."),
        asked_heading=_("What was asked, and what I answered"),
        no_answer=_("No answer"),
        understood={
            "open": _("Not answered"),
            "right": _("As the text says"),
            "read_again": _("As the text says, after reading it again"),
            "to_talk_about": _("To talk about with the clinician"),
        },
        lets_heading=_("Who this lets see something"),
        lets=signed_lets(s),
        meant_heading=_("My signature"),
        meant=meant,
        assent_heading=_("What I say to it") if guardian is not None else "",
        stands_heading=_("Signature of who stands for {name}").format(name=name)
        if guardian is not None
        else "",
        stands=_stands(s, name, guardian) if guardian is not None else "",
    )


def _stands(s: Surroundings, name: str, guardian: Guardian) -> str:
    """`I, Wren Sample (mother and legal guardian), sign this for Ines Sample. ...`"""
    meant = s._("I mean what I write or draw below as my signature.")
    called = guardian.called(s.language)
    who = f"{guardian.name} ({called})" if called else guardian.name
    return f"{s._('I, {who}, sign this for {name}, who was asked first and agrees.').format(who=who, name=name)} {meant}"


def hindrance_text(s: Surroundings, why: Hindrance, waits: Waits | None) -> str:
    """Why it cannot be signed now, and what can be done."""
    _ = s._
    if why == "waits":
        return waits_text(s, waits)
    if why in ("at_clinic", "not_said"):
        return signing_text(s, "at-clinic" if why == "at_clinic" else None)
    return {
        "replaced": _("Your clinic has another version by now. Read that one."),
        "with_guardian": signing_text(s, "with-guardian"),
        "signed_already": _("You have signed this version."),
        "refused": _(
            "You said that you do not agree, so nothing is signed, and nobody can sign it here in your place. You can talk about it "
            "with your clinic, and change your mind."
        ),
        "not_drawn": _(
            "This device cannot show the pages of a PDF, so it is not signed here. You can sign it in Lantern in a computer’s browser, or "
            "at your clinic."
        ),
        "too_many_pages": _(
            "It has too many pages to be shown here one by one, so it is not signed here. Ask your clinic. Nothing was agreed to."
        ),
        "not_read": _("Some parts are not read yet. You can sign once you have read all of it."),
        "not_shown": _(
            "Some pages were not shown to you on this device yet. You can sign once all of them were."
        ),
        "needed_left": _(
            "Something that treatment needs is left off. Turn it on to sign, or leave this unsigned: nothing is signed."
        ),
        "clock": _(
            "This device’s clock stands before the time you read this. Set its date and time, then sign. Nothing is lost."
        ),
    }[why]


def outcome_text(s: Surroundings, outcome: Outcome) -> str:
    """Why nothing was signed; "" where the page says it."""
    _ = s._
    if outcome == "text_changed":
        return _("The text is another by now. Nothing was signed. Read it again, and sign.")
    if outcome == "too_large":
        return _("This text is too long to be sent with a signature. Nothing was signed. Ask your clinic.")
    if outcome == "full":
        return _("Nothing was signed: there is no space left on this device. What you typed is still here.")
    if outcome == "not_saved":
        return _("Nothing was signed: it could not be saved now. What you typed is still here.")
    return ""


def waits_text(s: Surroundings, waits: Waits | None) -> str:
    """On the day of a session: when it can be signed."""
    kept = s._("What you read and chose is kept.")
    if waits is None or waits.until is None:
        return f"{s._('Signing waits until after your session.')} {kept}"
    when = s.moments.near(waits.until, s.now())
    return f"{s._('Signing waits on the day of a session. You can sign {when}.').format(when=when)} {kept}"


def term_text(s: Surroundings, term: Span | None) -> str:
    """How long it would hold, as the clinic says."""
    if term is None:
        return s._("It is in force from your signature until you withdraw it or your clinic ends it.")
    end = term.after(s.now(), s.zone)
    return s._("It is in force from your signature until {day}, or until you withdraw it.").format(
        day=s.moments.full_date(end)
    )
