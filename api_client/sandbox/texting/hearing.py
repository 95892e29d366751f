"""What somebody answered to a text message: that they want none, that they want them, or something else.

Whoever asks for no more in any plain way is heard. A yes counts only where nothing beside it takes it back: it may come from whoever
has a number by now. What a phone sends by itself, as when a message is marked with a heart, is no answer.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

Said = Literal["stop", "start", "yes", ""]

_STOP = frozenset(
    [
        "stop",
        "stopall",
        "unsubscribe",
        "unsub",
        "cancel",
        "end",
        "quit",
        "revoke",
        "optout",
        "remove",
        "alto",
        "parar",
        "pare",
        "baja",
        "cancelar",
        "detener",
        "basta",
        "arret",
    ]
)
_YES = frozenset({"yes", "y", "si"})
_START = frozenset({"start", "unstop", "empezar"})
_REFUSING = _STOP | {"no", "not", "dont", "never", "wrong", "nunca"}
"""Beside a yes they make it none."""

_QUOTED = re.compile(r"[\"“”„«»][^\"“”„«»]* [^\"“”„«»]*[\"“”„«»]?")
"""More than one word between quotation marks: what was sent, given back."""
_POLITE = r"(?:(?:hi|hello|hey|ok|okay|yes|no|please|pls|plz|can|could|would|will|you|just|i|want|need|to|hola|si|por|favor|quiero) )*"
_SENDING = r"(?:(?:the|these|those|this|all|any|with|from|sending|contacting|me|my|more|your) )*"
_MESSAGES = r"(?:text|texts|texting|sms|message|messages|messaging|sending|send|reminder|reminders|reminding|contacting)"
_ASKING = re.compile(
    rf"^{_POLITE}(?:stop|unsubscribe|opt out|optout|remove (?:me|my number)|take me off|leave me alone)\b"
    rf"|\b(?:stop|quit|cease) {_SENDING}{_MESSAGES}\b"
    rf"|\b(?:no|not any) more (?:of (?:these|those) )?{_MESSAGES}\b"
    r"|\b(?:do not|dont) (?:text|message|contact|send)\b|\bwrong (?:number|person)\b|\bnumero equivocado\b"
    r"|\bno mas\b|\bno (?:me )?(?:envie|envien|mande|manden|escriba|escriban)\b|\b(?:dar|darme|dame) de baja\b"
)
_TAKEN_BACK = re.compile(r"\b(?:dont|do not|never|no|nunca) (?:stop|quit|pare|paren)\b")


def heard(text: str) -> Said:
    """Of one word the word counts, of several the first; and that somebody asks for no more, in whichever words."""
    words = _words(text)
    joined, first = "".join(words), words[0] if words else ""
    if first in _STOP or joined in _STOP or _is_asking(" ".join(words)):
        return "stop"
    if (first in _YES or joined in _YES) and not _REFUSING.intersection(words[1:]):
        return "yes"
    return "start" if first in _START or joined in _START else ""


def _is_asking(line: str) -> bool:
    return _ASKING.search(line) is not None and _TAKEN_BACK.search(line) is None


def _words(text: str) -> list[str]:
    """Of the first line that says anything, in small letters without accents. A hyphen parts no word, so that "non-stop" is one; one
    that ends in nothing is none."""
    said = _QUOTED.sub(" ", text)
    for line in said.splitlines():
        plain = unicodedata.normalize("NFKD", line.casefold())
        shown = "".join(one for one in plain if unicodedata.category(one) not in ("Mn", "Cf"))
        shown = re.sub(r"['’]", "", shown).replace("opt-out", "optout")
        found = [word.strip("-") for word in re.findall(r"[\w\-]+", shown)]
        if words := [word for word in found if word]:
            return words
    return []
