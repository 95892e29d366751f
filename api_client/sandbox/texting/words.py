"""The words of text messages, as the clinic has them: its list, what confirms a number, how to end it. None is sent that says a word
of anybody's health, or does not fit one message.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, cast

from api_client.sandbox.exact import Json
from api_client.sandbox.given import CARE
from api_client.sandbox.neutral import is_neutral
from api_client.sandbox.texting.counting import one_message
from api_client.sandbox.wall_words import translated

SERVICE = "text-messages"
_EXTENSION = "https://lantern.example/fhir/StructureDefinition/"


def service_of(services: Sequence[Json]) -> Json | None:
    """What the clinic says of its text messages; None where it has none, or says it twice."""
    found = [one for one in services if one.get("active") is not False and _is_texting(one)]
    return found[0] if len(found) == 1 else None


def country_of(service: Json) -> str:
    """Where the clinic's gateway sends; "" where it does not say."""
    return next((str(one.get("valueCode") or "") for one in _extensions(service, "text-country")), "")


def silent_hours(service: Json) -> int | None:
    """After how long without a word of the app a phone counts as not reached; None: it does not say."""
    for one in _extensions(service, "text-silent-after"):
        length = cast("Json", one.get("valueDuration") or {})
        value = str(length.get("value"))
        if length.get("code") == "h" and value.isascii() and value.isdigit() and 0 < int(value) <= 720:
            return int(value)
    return None


def words_of(service: Json, key: str, language: str) -> str:
    """The text of one of the list; "" where it is not in it, or is nothing that anybody may read."""
    for one in _extensions(service, "text-words"):
        parts = {str(part.get("url")): part for part in _objects(one, "extension")}
        if parts.get("key", {}).get("valueCode") == key:
            return _neutral(translated(parts.get("text", {}), "valueString", language))
    return ""


def confirmation(service: Json, language: str) -> str:
    """What a number is asked before anything else is sent to it; "" where the clinic has no words for it, or none that may be sent."""
    text = next(
        (translated(one, "valueString", language) for one in _extensions(service, "text-confirm")), ""
    )
    return one_message(_neutral(text))


def message(service: Json, key: str, language: str, link: str) -> str:
    """What is sent: the words, the address where there is one, and how to end it. The address is left out where it is no neutral one
    or does not fit. "": the words do not fit or are not there, and nothing may be sent."""
    words = words_of(service, key, language)
    end = _neutral(
        next((translated(one, "valueString", language) for one in _extensions(service, "text-end")), "")
    )
    is_neutral_link = is_neutral(link.rpartition("/")[0])  # the secret in it is no word
    texts = ([f"{words} {link} {end}"] if link and is_neutral_link else []) + [f"{words} {end}"]
    return next((sent for text in texts if words and end and (sent := one_message(text))), "")


def _is_texting(service: Json) -> bool:
    return any(
        coding.get("system") == CARE and coding.get("code") == SERVICE
        for concept in _objects(service, "type")
        for coding in _objects(concept, "coding")
    )


def _extensions(holder: Json, name: str) -> Iterator[Json]:
    return (one for one in _objects(holder, "extension") if one.get("url") == _EXTENSION + name)


def _objects(holder: Json, name: str) -> list[Json]:
    listed: Any = holder.get(name)
    each = cast("list[Any]", listed) if isinstance(listed, list) else []
    return [cast("Json", one) for one in each if isinstance(one, dict)]


def _neutral(text: str) -> str:
    return text if is_neutral(text) else ""
