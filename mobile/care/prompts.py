"""Questions that may help to find an intention, or to begin an entry: the clinic's own where it has written some, else a plain
few of ours.

A prompt is offered, never asked: it may be skipped, it is not answered, and it is not shared. Each is said in the
language the person reads, if it exists in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from mobile.care.clinic_wide import ClinicWide
from mobile.care.codes import CARE, INTENTION_PROMPT, JOURNAL_PROMPT, TRANSLATION_EXTENSION
from mobile.care.resource import Json, each, has_code, text_at
from mobile.noun import Kind


@dataclass(frozen=True)
class Prompt:
    """One question. `others`: the same in other languages, by language code."""

    text: str
    others: Mapping[str, str] = field(default_factory=dict[str, str])

    def in_language(self, language: str) -> str:
        """In this language, or as it was first written."""
        return self.others.get(language.split("-")[0].lower(), self.text)


DEFAULTS: tuple[Prompt, ...] = (
    Prompt("What brings you here now?", {"es": "¿Qué le trae aquí ahora?"}),
    Prompt("What would you like to be curious about?", {"es": "¿Sobre qué le gustaría tener curiosidad?"}),
    Prompt("What are you ready to set down?", {"es": "¿Qué quiere dejar a un lado?"}),
    Prompt("Who would you like to be closer to?", {"es": "¿De quién le gustaría estar más cerca?"}),
    Prompt("What helps you feel safe?", {"es": "¿Qué le ayuda a sentirse a salvo?"}),
    Prompt("One short line to hold", {"es": "Una frase corta para llevar consigo"}),
)
JOURNAL_DEFAULTS: tuple[Prompt, ...] = (
    Prompt("What is still with you?", {"es": "¿Qué sigue con usted?"}),
    Prompt("What did you notice today?", {"es": "¿Qué notó hoy?"}),
    Prompt("How does your body feel right now?", {"es": "¿Cómo siente su cuerpo en este momento?"}),
    Prompt("What was different, even a little?", {"es": "¿Qué fue distinto, aunque sea un poco?"}),
    Prompt("Who would you like to tell, and what?", {"es": "¿A quién le gustaría contarle algo, y qué?"}),
    Prompt(
        "What would make tomorrow a little gentler?", {"es": "¿Qué haría el día de mañana un poco más suave?"}
    ),
)


@dataclass(frozen=True, kw_only=True)
class Protocol(ClinicWide):
    """A clinic's PlanDefinition, as far as writing needs it: its prompts for intentions and for the journal."""

    TYPE: ClassVar[str] = "PlanDefinition"
    KIND: ClassVar[Kind] = Kind("protocol", "PlanDefinition")

    name: str = ""
    url: str | None = None  # its canonical address, by which a course names it
    is_active: bool = False
    prompts: tuple[Prompt, ...] = ()
    journal_prompts: tuple[Prompt, ...] = ()

    @classmethod
    def read(cls, resource: Json) -> Json:
        return {
            "name": text_at(resource, "title") or text_at(resource, "name") or "",
            "url": text_at(resource, "url"),
            "is_active": resource.get("status") == "active",
            "prompts": tuple(_prompts(resource, INTENTION_PROMPT, depth=4)),
            "journal_prompts": tuple(_prompts(resource, JOURNAL_PROMPT, depth=4)),
        }

    def head(self) -> Mapping[str, Any]:
        """The name, for lists."""
        return {"name": self.name, "active": self.is_active}


def prompts_of(protocols: Iterable[Protocol], named: Iterable[str] = ()) -> tuple[Prompt, ...]:
    """The prompts of the protocols a course names, else of all the clinic's active ones, else the bundled ones.

    `named`: canonical addresses, with or without a version.
    """
    own = [prompt for one in _followed(protocols, named) for prompt in one.prompts]
    return _each_once(own) or DEFAULTS


def journal_prompts_of(protocols: Iterable[Protocol], named: Iterable[str] = ()) -> tuple[Prompt, ...]:
    """The same for an entry of the journal."""
    own = [prompt for one in _followed(protocols, named) for prompt in one.journal_prompts]
    return _each_once(own) or JOURNAL_DEFAULTS


def _followed(protocols: Iterable[Protocol], named: Iterable[str]) -> list[Protocol]:
    active = [protocol for protocol in protocols if protocol.is_active]
    addresses = {name.split("|")[0] for name in named}
    return [protocol for protocol in active if protocol.url in addresses] or active


def _each_once(prompts: Iterable[Prompt]) -> tuple[Prompt, ...]:
    return tuple({prompt.text: prompt for prompt in prompts}.values())


def _prompts(holder: Json, code: str, depth: int) -> list[Prompt]:
    found: list[Prompt] = []
    for action in each(holder, "action"):
        if has_code(action.get("code"), CARE, code):
            text = text_at(action, "title") or text_at(action, "description")
            where = "_title" if text_at(action, "title") else "_description"
            if text:
                found.append(Prompt(text, _translations(action.get(where))))
        if depth:
            found += _prompts(action, code, depth - 1)
    return found


def _translations(companion: object) -> dict[str, str]:
    found: dict[str, str] = {}
    for translation in each(companion, "extension"):
        if translation.get("url") != TRANSLATION_EXTENSION:
            continue
        parts = {part.get("url"): part for part in each(translation, "extension")}
        language = text_at(parts.get("lang"), "valueCode")
        content = text_at(parts.get("content"), "valueString") or text_at(
            parts.get("content"), "valueMarkdown"
        )
        if language and content:
            found[language.split("-")[0].lower()] = content
    return found
