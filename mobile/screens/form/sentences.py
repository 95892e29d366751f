"""What the form place says: every sentence that depends on how things stand, chosen here and nowhere else.

Plain, honest, and never a verdict: the clinic reviews, the app only carries.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mobile.care.forms.response import Response
from mobile.care.safety import region_for
from mobile.care.safety.alerts import Alert, Truth
from mobile.i18n import N_
from mobile.records.ports import SendState
from mobile.screens.form.model import FormModel
from mobile.screens.frame import Surroundings
from mobile.screens.status_text import StatusText, standing_text

REFUSED: Mapping[str, str] = {
    "not_found": N_("This form is not here. It may not have arrived yet, or your clinic took it back."),
    "not_here": N_(
        "The form these answers belong to is not on this device. Your answers are safe. "
        "Connect once, and it arrives by itself."
    ),
    "changed_since": N_(
        "Your clinic has changed this form since you answered it, and the older one is not on this device. "
        "Your answers are safe. Ask your clinic which one they want."
    ),
    "no_permission": N_("Your clinic has not set this form up yet."),
    "no_routing": N_(
        "This form cannot be asked yet: your clinic has not said who is told when an answer needs help at once. "
        "Please tell your clinic."
    ),
    "no_rule": N_(
        "This form cannot be asked yet: your clinic has not said who is told when an answer needs help at once. "
        "Please tell your clinic."
    ),
    "unclear_rule": N_(
        "This form cannot be asked yet: what your clinic says about who is told could not be understood. "
        "Please tell your clinic."
    ),
    "not_active": N_("Your clinic does not use this form any more."),
    "no_questions": N_("There are no questions in this form. Please tell your clinic."),
    "modifier_extension": N_(
        "This form has a rule that Lantern does not know, so it is not shown: "
        "it could be understood wrongly. Please tell your clinic."
    ),
    "too_large": N_("This form is larger than Lantern can show. Please tell your clinic."),
    "too_deep": N_("This form is larger than Lantern can show. Please tell your clinic."),
    "cycle": N_("This form's own rules contradict each other, so it is not shown. Please tell your clinic."),
    "not_assembled": N_(
        "A part of this form is missing, so it is not shown: what you hand in would lack it. "
        "Please tell your clinic."
    ),
    "other_form": N_("These answers belong to another form. Nothing was changed. Please tell your clinic."),
}
UNREADABLE = N_("This form could not be read. Nothing you answered is lost. Please tell your clinic.")

NOT_SENT: Mapping[str, str] = {
    "too_large": N_(
        "This is too large to send, most likely for a photo. Nothing is lost. "
        "Remove a photo, or bring it with you, and send the rest."
    ),
    "not_open": N_("This was sent already."),
    "waits": N_(
        "Kept. This binds you, so it can be signed once your session day is over. Today asks you then."
    ),
    "changed_elsewhere": N_(
        "Not sent yet: your answers were changed meanwhile, on another page or device. Look over them, then send."
    ),
}

MAY_COME = ("not_found", "not_here", "changed_since", "no_permission", "no_routing", "no_rule")
"""What is refused for want of something that the first fetch may bring."""


def refused(s: Surroundings, code: str) -> str:
    """Why a form is not shown, and what to do."""
    return s._(REFUSED.get(code, UNREADABLE))


def clinic(s: Surroundings) -> str:
    """The clinic's name, or what to call it."""
    return s.services.clinic_name or s._("your clinic")


def nobody_reads(s: Surroundings) -> str:
    """Stands on every page with free words, and on every form that asks about harm."""
    if region_for(s.support_card(), s.country()) is None:
        return s._(
            "Nobody reads this in real time. If you are in danger now, "
            "call the emergency number of the place where you are."
        )
    return s._("Nobody reads this in real time. If you are in danger now, call 988 or 911.")


def is_older(s: Surroundings) -> str:
    """Said where a form was begun that the clinic asks differently by now."""
    return s._(
        "Your clinic has changed this form since you began. You can finish this one; your clinic sees which version "
        "you answered."
    )


def line(s: Surroundings, model: FormModel) -> StatusText:
    """Where the answers are now."""
    _ = s._
    if model.keeping.trouble is not None:
        return _trouble(s, model.keeping.trouble)
    if not model.form.is_saved:
        return StatusText(_("Saving"), "sending")
    if model.keeping.is_only_here:
        return StatusText(_("Saved on this phone only. It goes to your clinic when you send it."), "saved")
    if not model.keeping.is_begun:
        return StatusText(s.wording.before_the_first_answer(), s.wording.kept_drawing)
    if model.keeping.typing:
        return StatusText(s.wording.answer_being_typed(), s.wording.kept_drawing)
    if model.conflicts.staying:
        return StatusText(staying(s, model.conflicts.staying), "attention")
    if model.form.holds_back:
        return StatusText(s.wording.answer_held_back(), s.wording.kept_drawing)
    if model.conflicts.standing is not None and model.conflicts.standing.state is SendState.SENT:
        return StatusText(_("Saved. You can stop and come back on any device."), "sent")
    return standing_text(s, model.conflicts.standing)


def _trouble(s: Surroundings, trouble: str) -> StatusText:
    """Why the last answers are not saved."""
    _ = s._
    if trouble == "locked":
        return StatusText(
            _("Not saved: Lantern was locked. Your answers are saved when you unlock it."), "attention"
        )
    if trouble == "too_large":
        return StatusText(
            _("Not saved: this is too large, most likely for a photo. Remove one."), "attention"
        )
    return StatusText(s.wording.answers_not_saved(is_full=trouble == "full"), "attention")


def staying(s: Surroundings, names: Sequence[str]) -> str:
    """Photos that no way leads to the clinic, and with them the answers they belong to; "" where there are none."""
    if not names:
        return ""
    why = s.ngettext(
        "{names} cannot be sent: your clinic's system does not take it by itself, and it does not fit into your answers.",
        "{names} cannot be sent: your clinic's system does not take them by themselves, and they do not fit into your answers.",
        len(names),
    ).format(names=", ".join(names))
    what = s._("To send them, take out a photo or a file, and bring it with you.")
    return f"{why} {s.wording.answers_that_wait()} {what}"


def not_sent(s: Surroundings, model: FormModel) -> str:
    """Why Send did nothing; "" when it did."""
    if model.could_not_send == "missing":
        count = len(model.form.missing)
        return s.ngettext(
            "{n} thing is still to do before you can send.",
            "{n} things are still to do before you can send.",
            count,
        ).format(n=count)
    if model.could_not_send == "not_saved":
        return s.wording.answers_not_sent()
    sentence = NOT_SENT.get(model.could_not_send)
    return s._(sentence) if sentence else ""


def sent(s: Surroundings, model: FormModel, response: Response) -> str:
    """Where the finished answers are. Never called received before they are."""
    _, name = s._, clinic(s)
    state = model.conflicts.standing.state if model.conflicts.standing is not None else SendState.WAITING
    if state is SendState.SENT:
        return _("{clinic} has your answers.").format(clinic=name)
    if state is SendState.NEEDS_ATTENTION:
        return standing_text(s, model.conflicts.standing).text
    if model.conflicts.staying:
        return staying(s, model.conflicts.staying)
    return s.wording.answers_on_their_way(name)


def alert_sentence(s: Surroundings, alert: Alert, truth: Truth) -> str:
    """What is true of a message to the clinic, and nothing beyond it."""
    _ = s._
    to = alert.recipient_name or clinic(s)
    who = truth.by or to
    when = s.moments.near(truth.at, s.now()) if truth.at is not None else ""
    if truth.state == "resolved":
        return _("{name} marked your message as settled ({when}).").format(name=who, when=when)
    if truth.state == "acknowledged":
        return _("{name} has seen your message ({when}).").format(name=who, when=when)
    if truth.state == "delivered":
        return _(
            "A message for {name} has reached your clinic. Nobody has read it yet, as far as is known here."
        ).format(name=to)
    if truth.trouble == "needs_attention":
        return _("A message for {name} could not be sent. Please call your clinic.").format(name=to)
    return _(
        "A message for {name} is written and waits to be sent. It has not reached your clinic yet. Do not wait for it: call."
    ).format(name=to)


def no_alert_text(s: Surroundings) -> str:
    """Where no message was made."""
    return s._("This app has told nobody. Please call your clinic, or one of the numbers here.")
