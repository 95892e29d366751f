"""What somebody answered to a text message: that they want none, that they want them, or something else.

Whoever asks for no more in any plain way is heard. A yes counts only by itself: it may come from whoever has a number by now. What a phone sends by itself, as when a message is marked with a heart, is no answer.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

Said = Literal["stop", "start", "yes", ""]

_PLAIN_STOP = frozenset(
    ["stop", "stopall", "unsubscribe", "unsub", "optout", "alto", "parar", "basta", "detener"]
)
_STOP = _PLAIN_STOP | frozenset(
    ["cancel", "end", "quit", "revoke", "remove", "pare", "baja", "cancelar", "arret"]
)
"""By themselves, or as the first word; the plain ones anywhere."""
_YES = frozenset({"yes", "y", "si"})
_START = frozenset({"start", "unstop", "empezar"})
_POLITE_WORDS = frozenset(["please", "pls", "thanks", "thank", "you", "ok", "por", "favor", "gracias"])

_QUOTED = re.compile(r"[\"“”„«»][^\"“”„«»]* [^\"“”„«»]*[\"“”„«»]?")
"""More than one word between quotation marks: what was sent, given back."""
_SENDING = r"(?:(?:the|these|those|this|all|any|with|from|sending|contacting|me|my|more|your) )*"
_MESSAGES = r"(?:text|texts|texting|sms|message|messages|messaging|sending|send|reminder|reminders|reminding|contacting)"
_ASKING = re.compile(
    rf"\b(?:quit|cease) {_SENDING}{_MESSAGES}\b|\b(?:no|not any) more (?:of (?:these|those) )?{_MESSAGES}\b"
    r"|\bopt out\b|\bremove (?:me|my number)\b|\btake me off\b|\bleave me alone\b"
    r"|\b(?:do not|dont) (?:text|message|contact|send)\b|\bwrong (?:number|person)\b|\bnumero equivocado\b"
    r"|\bno mas\b|\bno (?:me )?(?:envie|envien|mande|manden|escriba|escriban)\b|\b(?:dar|darme|dame) de baja\b"
)
_TAKEN_BACK = re.compile(r"\b(?:dont|do not|never|no|nunca) (?:stop|quit|pare|paren)\b")


def heard(text: str) -> Said:
    """That somebody asks for no more, in whichever words; else a yes or a start, which is one only where nothing else is said: whoever
    wonders why they are asked may begin with "y" or "si" in Spanish."""
    words = _words(text)
    joined, first = "".join(words), words[0] if words else ""
    if first in _STOP or joined in _STOP or _is_asking(words):
        return "stop"
    rest = {word for word in words if word not in _POLITE_WORDS}
    return "yes" if rest and rest <= _YES else "start" if rest and rest <= _START else ""


def _is_asking(words: list[str]) -> bool:
    line = " ".join(words)
    if _TAKEN_BACK.search(line) is not None:
        return False
    return not _PLAIN_STOP.isdisjoint(words) or _ASKING.search(line) is not None


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
