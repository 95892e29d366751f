"""What is said where something is signed, and the words around the clinic's own in the text that is signed."""

from __future__ import annotations

from mobile.care.consent.document import Agreement
from mobile.care.consent.signed_text import SigningWords
from mobile.care.consent.signing import Hindrance
from mobile.care.decision_guard import Waits
from mobile.screens.agreed_words import signed_lets
from mobile.screens.agreements.words import signing_text, version_line
from mobile.screens.frame import Surroundings
from mobile.screens.status_text import begun


def words_around(s: Surroundings, agreement: Agreement, name: str) -> SigningWords:
    """In the language that is signed in. `name`: who signs, as they are called here."""
    _ = s._
    about = [version_line(s, agreement.version)]
    if agreement.in_use_since is not None:
        about.append(_("in use since {day}").format(day=s.moments.full_date(agreement.in_use_since)))
    return SigningWords(
        about=begun(" · ".join(one for one in about if one)),
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
        meant=_("I, {name}, have read this text. I mean what I write or draw below as my signature.").format(
            name=name
        ),
    )


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
        "not_read": _("Some parts are not read yet. You can sign once you have read all of it."),
        "needed_left": _(
            "Something that treatment needs is left off. Turn it on to sign, or leave this unsigned: nothing is signed."
        ),
        "clock": _(
            "This device’s clock stands before the time you read this. Set its date and time, then sign. Nothing is lost."
        ),
    }[why]


def waits_text(s: Surroundings, waits: Waits | None) -> str:
    """On the day of a session: when it can be signed."""
    kept = s._("What you read and chose is kept.")
    if waits is None or waits.until is None:
        return f"{s._('Signing waits until after your session.')} {kept}"
    when = s.moments.near(waits.until, s.now())
    return f"{s._('Signing waits on the day of a session. You can sign {when}.').format(when=when)} {kept}"


def term_text(s: Surroundings, agreement: Agreement) -> str:
    """How long it would hold, as the clinic says."""
    if agreement.term is None:
        return s._("It is in force from your signature until you withdraw it or your clinic ends it.")
    end = agreement.term.after(s.now(), s.zone)
    return s._("It is in force from your signature until {day}, or until you withdraw it.").format(
        day=s.moments.full_date(end)
    )
