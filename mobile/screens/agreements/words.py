"""What is said of agreements: how far each is, why one cannot be shown, where it is signed. Computed, and never a word of the clinic's."""

from __future__ import annotations

from mobile.care.consent.listing import Listed, version_text
from mobile.care.consent.signed import SignedAgreement
from mobile.care.consent.unreadable import Why
from mobile.care.ledger.kept import Ledger
from mobile.screens.frame import Surroundings
from mobile.screens.ledger_words import drafts_text
from mobile.screens.status_text import begun


def refusal_text(s: Surroundings, why: Why) -> str:
    """Why it is not shown, and what to do."""
    _ = s._
    words = {
        "no_sections": _("Your clinic sent it without any text."),
        "no_words": _("A part of it came without text."),
        "unknown_structure": _(
            "It holds something that Lantern cannot show, so not all of it would be seen."
        ),
        "too_long": _("It is too long to be read here."),
        "changed": _("Its text is not what your clinic says it is: it may have been changed on the way."),
        "not_here": _("The file is somewhere else, and Lantern opens nothing from elsewhere."),
        "not_a_pdf": _("The file is no PDF."),
        "locked": _("The file is locked with a password."),
        "damaged": _("The file is damaged and does not open."),
    }[why]
    return f"{words} {_('Ask your clinic for it on paper. Nothing was agreed to.')}"


def state_text(s: Surroundings, one: Listed) -> str:
    """`3 of 8 parts read`, `Since May 28, until May 28, 2027`, `Version 3 stays in force until you sign another.`"""
    _ = s._
    if one.state in ("signed_here", "in_force", "later") and one.signed is not None:
        return state_of_signed(s, one.signed, is_here=one.state == "signed_here")
    if one.agreement is None:
        return _("It cannot be shown here")
    texts: list[str] = []
    if one.is_new_version and one.signed is not None:
        texts.append(stays_text(s, one.signed))
    elif one.is_again and one.signed is not None:
        texts.append(again_text(s, one.signed))
    done, of = one.progress.parts_read(one.agreement), len(one.agreement.parts)
    if one.state == "read":
        texts.append(_("You have read all of it."))
    elif done:
        texts.append(_("{n} of {of} parts read").format(n=done, of=of))
    elif not one.is_new_version:
        texts.append(s.ngettext("{n} part", "{n} parts", of).format(n=of))
    return " ".join(texts)


def state_of_signed(s: Surroundings, signed: SignedAgreement, *, is_here: bool) -> str:
    """`is_here`: the clinic does not have it yet."""
    period = period_text(s, signed)
    return f"{s._('Signed here, not yet at your clinic.')} {period}" if is_here else period


def again_text(s: Surroundings, signed: SignedAgreement) -> str:
    """That a phase of the course has begun for which the clinic asks it, and that what was signed stays in force."""
    text = s._("A new part of your course has begun, and your clinic asks you to sign this again.")
    return f"{text} {period_text(s, signed)}."


def stays_text(s: Surroundings, signed: SignedAgreement) -> str:
    """That the version in force is untouched, and until when, as the clinic says."""
    old, end = version_text(signed.version), signed.ends_at
    if end is None:
        return s._("Version {old} is in force. Reading changes nothing of that.").format(old=old)
    return s._("Version {old} is in force until {day}. Reading changes nothing of that.").format(
        old=old, day=s.moments.full_date(end)
    )


def period_text(s: Surroundings, signed: SignedAgreement) -> str:
    """`Signed May 28, in force until May 28, 2027`."""
    _, m = s._, s.moments
    text: list[str] = []
    if signed.signed_at is not None:
        text.append(_("signed {day}").format(day=m.full_date(signed.signed_at)))
    if signed.begins_at is not None and signed.begins_at > s.now():
        text.append(_("in force from {day}").format(day=m.full_date(signed.begins_at)))
    elif signed.ends_at is not None:
        text.append(_("in force until {day}").format(day=m.full_date(signed.ends_at)))
    return begun(", ".join(text)) if text else _("In force")


def needed_text(s: Surroundings, *, is_needed: bool) -> str:
    return s._("Needed for treatment") if is_needed else s._("Optional. Your care does not depend on it.")


def signing_text(s: Surroundings, signing: str | None, *, has_guardian: bool = False) -> str:
    """Where it is signed, as the clinic says; where it says nothing, that is said. `has_guardian`: it names who stands for the patient,
    and what the patient says to it."""
    if signing == "at-clinic":
        return s._(
            "You can read this and prepare here. Signing is done at your clinic; nothing is signed by what you tap here."
        )
    if signing == "in-app":
        return s._("You can read this and sign it here. Nothing is signed until you sign.")
    if signing == "with-guardian" and has_guardian:
        return s._(
            "You can read this and sign it here, together with somebody who stands for you. Nothing is signed until both of you sign."
        )
    if signing == "with-guardian":
        return s._(
            "You can read this and prepare here. Somebody who stands for you signs it too, so it is signed at your clinic."
        )
    return s._(
        "Your clinic does not say here how this is signed. Ask it. Nothing is signed by what you tap here."
    )


def kept_text(s: Surroundings, who: Ledger) -> str:
    """Where answers and choices are kept until then, and who there may read them."""
    clinic = s.services.clinic_name or s._("your clinic")
    kept = s._("What you answer and choose is kept at {clinic} as you go.").format(clinic=clinic)
    return f"{kept} {drafts_text(s, who)}"


def version_line(s: Surroundings, version: str | None) -> str:
    text = version_text(version)
    return s._("version {version}").format(version=text) if text else ""
