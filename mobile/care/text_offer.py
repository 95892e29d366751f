"""What a clinic says of the text messages that its own gateway sends: which words one may choose between, and everything else word for word.

The list is the clinic's. A clinic that says nothing of it, or not all, sends none.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from mobile.care.clinic import Clinic
from mobile.care.clinic_service import ClinicService
from mobile.care.codes import CARE, extension
from mobile.care.measures.spans import Span, span_of
from mobile.care.resource import at, each, extension_of, has_code, text_at
from mobile.care.translated import Wording, extension_wording, wording

TEXT_MESSAGES = "text-messages"
_WORDS = extension("text-words")
_CONFIRM, _END = extension("text-confirm"), extension("text-end")
_SILENT_AFTER = extension("text-silent-after")


@dataclass(frozen=True)
class TextOffer:
    """`words` by their key, in the clinic's order. `silent_after`: so long without a word of the app, and a phone counts as not reached;
    None: only always can be chosen. `sender`: the number they come from, "" where it does not say."""

    words: tuple[tuple[str, Wording], ...]
    confirm: Wording
    end: Wording = field(default_factory=Wording)
    silent_after: Span | None = None
    sender: str = ""

    def text(self, key: str, language: str, address: str = "") -> str:
        """What comes, word for word; "" where the list has no such words."""
        words = dict(self.words).get(key, Wording()).in_language(language)
        return (
            " ".join(one for one in (words, address, self.end.in_language(language)) if one) if words else ""
        )


def text_offer(clinic: Clinic | None, services: Iterable[ClinicService]) -> TextOffer | None:
    """None where this clinic says nothing of it, says it twice, or leaves out what is sent."""
    own = [
        one
        for one in services
        if clinic is not None
        and one.is_active
        and one.is_of(clinic)
        and has_code(one.to_resource().get("type"), CARE, TEXT_MESSAGES)
    ]
    if len(own) != 1:
        return None
    resource = own[0].to_resource()
    listed: dict[str, Wording] = {}
    for one in each(resource, "extension"):
        if one.get("url") == _WORDS:
            key, words = (
                text_at(extension_of(one, "key"), "valueCode"),
                wording(extension_of(one, "text"), "valueString"),
            )
            if key and words:
                listed.setdefault(key, words)
    confirm, end = extension_wording(resource, _CONFIRM), extension_wording(resource, _END)
    if not (listed and confirm and end):
        return None
    sender = next(
        (text_at(one, "value") or "" for one in each(resource, "telecom") if one.get("system") == "sms"), ""
    )
    silent = span_of(at(extension_of(resource, _SILENT_AFTER), "valueDuration"))
    return TextOffer(tuple(listed.items()), confirm, end, silent, sender)
