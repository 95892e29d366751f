"""A clinic's Questionnaire, read once: its items, what follows from what, and what in it could not be read.

It is never changed and holds no answer, so one may serve several fillings. Reading raises FormRefused and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from mobile.care.questionnaire.addresses import LAUNCH_CONTEXT, SIGNATURE_REQUIRED
from mobile.care.questionnaire.elements import extension_of
from mobile.care.questionnaire.expression import Expression
from mobile.care.questionnaire.item import Constraint, Item
from mobile.care.questionnaire.plan import Plan, planned
from mobile.care.questionnaire.reading import ItemReader
from mobile.care.questionnaire.refusal import Diagnostic
from mobile.care.questionnaire.richtext import Rich
from mobile.care.questionnaire.soundness import check_elements, check_expressions, check_items, parsed
from mobile.care.questionnaire.unseen import may_leave_unseen
from mobile.care.questionnaire.valuesets import ValueSets
from mobile.care.questionnaire.wording import rich_text_of, text_of
from mobile.care.resource import Json, each, text_at


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Form:
    """`canonical`: "url|version", or the url or "" where the form has no more. `signature`: the whole wants to be signed.

    `may_leave_unseen`: the questions nobody is shown whose worked-out value is sent all the same (a score)."""

    url: str
    version: str
    title: str
    description: Rich
    language: str
    items: tuple[Item, ...]
    variables: tuple[Expression, ...]
    constraints: tuple[Constraint, ...]
    launch_names: frozenset[str]
    signature: bool
    diagnostics: tuple[Diagnostic, ...]
    source: Json = field(repr=False)
    plan: Plan = field(repr=False)
    may_leave_unseen: frozenset[str]

    @classmethod
    def of(cls, text: str, language: str = "en", value_sets: Mapping[str, Json] | None = None) -> Form:
        """Reads a Questionnaire's JSON text, its words in `language` where it has them. Raises FormRefused.

        `value_sets`: value sets known from elsewhere, by canonical address.
        """
        source = parsed(text, "Questionnaire", "not_a_questionnaire")
        check_elements(source)
        check_items(source)
        check_expressions(source)
        diagnostics: dict[Diagnostic, None] = {}
        reader = ItemReader(language, ValueSets(source, value_sets or {}), diagnostics.setdefault)
        items = tuple(reader.read(item) for item in each(source, "item"))
        variables = reader.variables(source, None)
        constraints = tuple(reader.constraints(source, None))
        plan = planned(items, variables, constraints, diagnostics.setdefault)
        launch_names = frozenset(_launch_names(source))
        return cls(
            url=text_at(source, "url") or "",
            version=text_at(source, "version") or "",
            title=text_of(source, "title", language) or text_at(source, "name") or "",
            description=rich_text_of(source, "description", language),
            language=language,
            items=items,
            variables=variables,
            constraints=constraints,
            launch_names=launch_names,
            signature=extension_of(source, SIGNATURE_REQUIRED) is not None,
            diagnostics=tuple(diagnostics),
            source=source,
            plan=plan,
            may_leave_unseen=may_leave_unseen(items, plan, launch_names),
        )

    @property
    def canonical(self) -> str:
        return f"{self.url}|{self.version}" if self.url and self.version else self.url

    def item(self, link_id: str) -> Item:
        """The item with this linkId. Raises KeyError."""
        return self.plan.items[link_id]

    def walk(self) -> Iterator[Item]:
        """Every item, parents before what is under them, in the form's order."""
        yield from self.plan.items.values()


def _launch_names(source: Json) -> Iterator[str]:
    for context in each(source, "extension"):
        if context.get("url") == LAUNCH_CONTEXT:
            for part in each(context, "extension"):
                name = text_at(part, "valueCoding", "code") or text_at(part, "valueId")
                if part.get("url") == "name" and name:
                    yield name
