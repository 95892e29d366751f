"""The page for somebody who is asked to take a person home: plain HTML, no script, in the language it was asked in.

It says who asks, when and where, and whom to call. It must never say what kind of place that is, what it is called, or a word
of anybody's health; whatever comes from outside is escaped.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from api_client.plain_html import call_link, whole_page
from api_client.sandbox.ride_answers import Ride
from api_client.sandbox.wall_words import day_words, time_words

_EN = {
    "title": "A ride home",
    "hello": "Hello {driver}. {patient} asks you for a ride home.",
    "when": "When",
    "there": "{patient} is there from {time}.",
    "no_time": "The time is not fixed yet. {patient} can tell you.",
    "where": "Where",
    "no_place": "{patient} can tell you where.",
    "how": "Please come to the door yourself, and plan to stay until {patient} is home.",
    "yes": "I will be there",
    "no": "I can not",
    "said_yes": "You answered that you will be there.",
    "said_no": "You answered that you can not.",
    "other": "Has it changed? You can answer again.",
    "moved": "The time has changed since you answered. Please answer again for this one.",
    "stale": "Your answer was not kept: something has changed, or you had answered already. This is how it stands now.",
    "call": "To reach {patient}, call or text:",
    "ask": "For anything else, ask {patient}.",
    "ends": "Nothing to install, no account. This page ends when that day is over. {patient} is told what you answer.",
    "off": "Hello {driver}. {patient} does not need this ride at that time any more.",
    "off_more": "{patient} can tell you more.",
    "gone": "This page is not open",
    "gone_more": "It may be over, or the address is not whole. Ask whoever sent it to you.",
    "somebody": "Somebody",
}
_ES = {
    "title": "Un viaje a casa",
    "hello": "Hola, {driver}. {patient} le pide que le lleve a casa.",
    "when": "Cuándo",
    "there": "{patient} está allí desde las {time}.",
    "no_time": "La hora aún no está fijada. {patient} puede decírsela.",
    "where": "Dónde",
    "no_place": "{patient} puede decirle dónde.",
    "how": "Por favor, venga usted hasta la puerta y cuente con quedarse hasta que {patient} esté en casa.",
    "yes": "Allí estaré",
    "no": "No puedo",
    "said_yes": "Usted contestó que estará allí.",
    "said_no": "Usted contestó que no puede.",
    "other": "¿Ha cambiado algo? Puede contestar otra vez.",
    "moved": "La hora ha cambiado desde que contestó. Por favor, conteste otra vez para esta.",
    "stale": "Su respuesta no se guardó: algo ha cambiado, o ya había contestado. Así está ahora.",
    "call": "Para hablar con {patient}, llame o escriba:",
    "ask": "Para lo demás, pregunte a {patient}.",
    "ends": "Nada que instalar, sin cuenta. Esta página termina cuando acaba ese día. {patient} sabrá lo que conteste.",
    "off": "Hola, {driver}. {patient} ya no necesita este viaje a esa hora.",
    "off_more": "{patient} puede decirle más.",
    "gone": "Esta página no está abierta",
    "gone_more": "Puede que haya terminado, o que la dirección no esté entera. Pregunte a quien se la envió.",
    "somebody": "Alguien",
}
_TEXTS: Mapping[str, Mapping[str, str]] = {"en": _EN, "es": _ES}


def asked(ride: Ride, *, is_stale: bool = False) -> str:
    """The question, or how it was answered. `is_stale`: an answer was given to what is no longer so."""
    texts = _TEXTS.get(ride.language, _EN)

    def say(name: str, **more: str) -> str:
        patient = ride.patient or texts["somebody"]
        return escape(texts[name].format(driver=ride.driver, patient=patient, **more))

    stale = f'<p role="alert">{say("stale")}</p>' if is_stale else ""
    if ride.is_called_off:
        inside = f"<h1>{say('off')}</h1>{stale}<p>{say('off_more')}</p>{_call(ride, say('call'), say('ask'))}"
        return whole_page(_known(ride.language), texts["title"], inside)
    notice = say("moved") if ride.is_moved else say(f"said_{ride.answer}") if ride.answer else ""
    status = f'<p role="status">{notice}</p>' if notice else ""
    place = "<br>".join(map(escape, ride.place)) or say("no_place")
    card = (
        f'<dl class="card"><div><dt>{say("when")}</dt>{_when(ride, say("no_time"))}{_from(ride, texts)}</div>'
        f"<div><dt>{say('where')}</dt><dd>{place}</dd></div></dl>"
    )
    inside = (
        f"<h1>{say('hello')}</h1>{stale}{status}{card}<p>{say('how')}</p>{_form(ride, texts)}"
        f"{_call(ride, say('call'), say('ask'))}<footer>{say('ends')}</footer>"
    )
    return whole_page(_known(ride.language), texts["title"], inside)


def gone(language: str) -> str:
    """For whatever opens nothing: it tells nothing of anybody."""
    texts = _TEXTS.get(language, _EN)
    return whole_page(_known(language), texts["gone"], f"<h1>{texts['gone']}</h1><p>{texts['gone_more']}</p>")


def _known(language: str) -> str:
    return language if language in _TEXTS else "en"


def _form(ride: Ride, texts: Mapping[str, str]) -> str:
    """The two answers; of one that is given the other, for whoever changed their mind."""
    if ride.start is None:
        return ""
    names = [one for one in ("yes", "no") if one != ride.answer]
    other = f"<p>{texts['other']}</p>" if ride.answer else ""
    buttons = "".join(
        f'<button{_GO if one == "yes" and not ride.answer else ""} type="submit" name="answer" value="{one}">{texts[one]}</button>'
        for one in names
    )
    return f'{other}<form method="post"><input type="hidden" name="seen" value="{escape(ride.seen)}">{buttons}</form>'


_GO = ' class="go"'


def _call(ride: Ride, call: str, ask: str) -> str:
    return f'<p class="call">{call} {call_link(ride.call)}</p>' if ride.call else f'<p class="call">{ask}</p>'


def _when(ride: Ride, no_time: str) -> str:
    at = ride.until or ride.start
    if at is None:
        return f"<dd>{no_time}</dd>"
    return f"<dd>{day_words(at.date(), ride.language)}<br>{time_words(at, ride.language)}</dd>"


def _from(ride: Ride, texts: Mapping[str, str]) -> str:
    if ride.start is None or ride.until is None:
        return ""
    patient, time = ride.patient or texts["somebody"], time_words(ride.start, ride.language)
    return f'<dd class="also">{escape(texts["there"].format(patient=patient, time=time))}</dd>'
