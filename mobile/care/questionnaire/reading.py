"""From an item's JSON to an `Item`: tolerant of what is missing or malformed, silent about nothing that matters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Literal, cast

from mobile.care.questionnaire import addresses as at_url
from mobile.care.questionnaire.elements import extension_of
from mobile.care.questionnaire.expression import (
    Expression,
    Report,
    expression_at,
    expression_in,
    read_expression,
)
from mobile.care.questionnaire.fields import (
    code_of,
    control_of,
    count_of,
    folds,
    initial_of,
    is_marked,
    key_of,
    megabytes_at,
    of_part,
    slider_of,
    whole_at,
    words_of,
)
from mobile.care.questionnaire.fitting import of_the_list, taken_up
from mobile.care.questionnaire.item import (
    KEPT_AS,
    AttachmentLimits,
    Condition,
    Constraint,
    Expressions,
    Item,
    ItemType,
    Toggle,
)
from mobile.care.questionnaire.optionlists import listed_options
from mobile.care.questionnaire.refusal import Diagnostic, FormRefused
from mobile.care.questionnaire.values import Coding, Given, value_in
from mobile.care.questionnaire.valuesets import ValueSets
from mobile.care.questionnaire.wording import of_extension, parts_of, rich_extension, rich_text_of, text_of
from mobile.care.resource import Json, each, text_at

TYPES = frozenset(KEPT_AS) | {"group", "display", "choice", "open-choice"}
MOST_FIRST = 50
"""First answers of one choice that are looked for in its list, which may be long."""
_FIXED = ("_required", "_repeats", "_readOnly", "_maxLength", "_prefix")
"""Elements that an expression beside them does not change here."""
OPERATORS = frozenset({"exists", "=", "!=", ">", "<", ">=", "<="})


class ItemReader:
    """Reads the items of one form. `report` takes what makes a part of it empty."""

    def __init__(self, language: str, value_sets: ValueSets, report: Report) -> None:
        self._language = language
        self._value_sets = value_sets
        self._report = report

    def read(self, given: Json) -> Item:
        """The item with all under it. Raises FormRefused."""
        link_id = text_at(given, "linkId")
        if link_id is None:
            raise FormRefused("missing_link_id")
        if extension_of(given, at_url.SUB_QUESTIONNAIRE) is not None:
            raise FormRefused("not_assembled", link_id)  # handed in, it would lack a part that nobody saw
        type = self._type(given, link_id)
        below = [self.read(child) for child in each(given, "item")]
        folded = {slot: child for child in below if (slot := folds(child)) is not None}
        kept = tuple(child for child in below if folded.get(folds(child) or "") is not child)
        item = Item(
            link_id=link_id,
            type=type,
            items=kept,
            source=given,
            prefix=text_of(given, "prefix", self._language),
            text=rich_text_of(given, "text", self._language),
            help=words_of(folded.get("help")),
            flyover=words_of(folded.get("flyover")),
            legal=words_of(folded.get("legal")),
            control=control_of(given),
            category=code_of(extension_of(given, at_url.DISPLAY_CATEGORY)),
            codes=tuple(Coding.of(code) for code in each(given, "code")),
            repeats=given.get("repeats") is True,
            required=given.get("required") is True,
            read_only=given.get("readOnly") is True,
            hidden=is_marked(given, at_url.HIDDEN),
            signature=extension_of(given, at_url.SIGNATURE_REQUIRED) is not None,
            needs_all=given.get("enableBehavior") == "all",
            conditions=tuple(self._conditions(given, link_id)),
            constraints=tuple(self.constraints(given, link_id)),
            toggles=tuple(self._toggles(given, link_id)),
            expressions=self._expressions(given, link_id),
            **self._worded(given),
            **_limits(given),
        )
        item = replace(item, **_measured(item, given, folded), **self._choosing(item, given))
        return replace(item, initial=self._initial(item, given)) if item.is_question else item

    def _type(self, given: Json, link_id: str) -> ItemType:
        type = text_at(given, "type")
        if type == "coding":  # what R5 calls a choice
            type = "open-choice" if given.get("answerConstraint") == "optionsOrString" else "choice"
        if type not in TYPES:
            raise FormRefused("unknown_type", link_id)
        return cast("ItemType", type)

    def _worded(self, given: Json) -> dict[str, Any]:
        language = self._language
        may = extension_of(given, at_url.MAY_WITHHOLD)
        return dict(
            why_asked=rich_extension(given, at_url.WHY_ASKED, language),
            gentle_warning=of_extension(given, at_url.GENTLE_WARNING, language),
            may_withhold=may is None or may.get("valueBoolean") is not False,
            help_now=text_at(extension_of(given, at_url.HELP_NOW), "valueCode"),
            link=text_at(extension_of(given, at_url.SUPPORT_LINK), "valueUri"),
            entry_format=of_extension(given, at_url.ENTRY_FORMAT, language),
            open_label=of_extension(given, at_url.OPEN_LABEL, language),
        )

    def _choosing(self, item: Item, given: Json) -> dict[str, Any]:
        orientation = text_at(extension_of(given, at_url.CHOICE_ORIENTATION), "valueCode")
        options = listed_options(given, self._language)
        address = text_at(given, "answerValueSet")
        is_missing = False
        if not options and address and item.expressions.options is None:
            options = self._value_sets.options(address, self._language) or ()
            is_missing = not options
            if is_missing:
                self._report(Diagnostic("missing_value_set", item.link_id, address))
        elif not options and item.is_choice and item.expressions.options is None:
            is_missing = item.type == "choice"
        is_scored = any(option.ordinal is not None for option in options)
        marked = extension_of(given, at_url.MAY_WITHHOLD) is not None
        return dict(
            options=options,
            is_open=item.type == "open-choice",
            has_missing_options=is_missing,
            orientation=cast("Any", orientation) if orientation in ("horizontal", "vertical") else None,
            may_withhold=item.may_withhold and (marked or not is_scored),
        )

    def _initial(self, item: Item, given: Json) -> tuple[Given, ...]:
        """The first answers the form gives. What is no answer of the item, or not one of its list, is left out and reported."""
        found: list[Given] = []
        listed = [one for one in each(given, "initial") if value_in(one) is not None]
        for one in listed or initial_of(given):
            value = taken_up(item, one)
            if value is not None and item.expressions.options is None:
                value = of_the_list(item, value) if len(found) < MOST_FIRST or not item.is_choice else None
            if value is None:
                self._report(Diagnostic("does_not_fit", item.link_id, item.type))
            else:
                found.append(value)
        return tuple(found)

    def _conditions(self, given: Json, link_id: str) -> list[Condition]:
        found: list[Condition] = []
        for one in each(given, "enableWhen"):
            question, operator = text_at(one, "question"), text_at(one, "operator")
            expected = value_in(one)
            if operator is None and isinstance(one.get("hasAnswer"), bool):
                operator, expected = "exists", Given("Boolean", one["hasAnswer"])
            operator = operator or "="
            if question is None or operator not in OPERATORS:
                self._report(Diagnostic("unknown_question", link_id, question or operator[:20]))
                continue
            found.append(Condition(question, operator, expected))
        return found

    def constraints(self, holder: Json, link_id: str | None) -> list[Constraint]:
        """The constraints of an item or the form: each of the two kinds may stand on either."""
        found: list[Constraint] = []
        for extension in each(holder, "extension"):
            if extension.get("url") not in (at_url.CONSTRAINT, at_url.TARGET_CONSTRAINT):
                continue
            parts = parts_of(extension)
            expression = expression_in(parts.get("expression"), link_id, self._report)
            text = text_at(parts.get("expression"), "valueString")
            if expression is None and text:
                expression = read_expression(text, link_id, self._report)
            if expression is None:
                continue
            severity: Literal["error", "warning"] = (
                "warning" if text_at(parts.get("severity"), "valueCode") == "warning" else "error"
            )
            human = of_part(parts.get("human"), self._language)
            found.append(Constraint(key_of(parts.get("key")), severity, human, expression))
        return found

    def variables(self, holder: Json, link_id: str | None) -> tuple[Expression, ...]:
        """The variables an item or the form names."""
        found: list[Expression] = []
        for extension in each(holder, "extension"):
            is_population = extension.get("url") == at_url.POPULATION_CONTEXT
            if is_population or extension.get("url") == at_url.VARIABLE:
                one = expression_in(extension, link_id, self._report)
                if one is not None and one.name:
                    found.append(replace(one, gives_rows=is_population and _repeats_rows(holder)))
        return tuple(found)

    def _toggles(self, given: Json, link_id: str) -> list[Toggle]:
        found: list[Toggle] = []
        for extension in each(given, "extension"):
            if extension.get("url") == at_url.TOGGLE:
                parts = list(each(extension, "extension"))
                options = (value_in(part) for part in parts if part.get("url") == "option")
                expressions = (
                    expression_in(part, link_id, self._report)
                    for part in parts
                    if part.get("url") == "expression"
                )
                expression = next((one for one in expressions if one is not None), None)
                if expression is not None:
                    found.append(Toggle(tuple(one for one in options if one is not None), expression))
        return found

    def _expressions(self, given: Json, link_id: str) -> Expressions:
        def found(url: str) -> Expression | None:
            return expression_at(given, url, link_id, self._report)

        def beside(holder: object) -> Expression | None:
            return next(
                (
                    one
                    for url in at_url.CQF_EXPRESSION
                    if (one := expression_at(holder, url, link_id, self._report))
                ),
                None,
            )

        def limit(url: str) -> Expression | None:
            holder = extension_of(given, url) or {}
            for name in holder:
                if name.startswith("_value"):
                    return beside(holder[name])
            return None

        for name in _FIXED:
            if beside(given.get(name)) is not None:
                self._report(Diagnostic("unsupported_place", link_id, name[1:]))
        return Expressions(
            rows=found(at_url.POPULATION_CONTEXT) if _repeats_rows(given) else None,
            enable=found(at_url.ENABLE_WHEN),
            calculated=found(at_url.CALCULATED),
            initial=next((one for url in at_url.INITIAL if (one := found(url))), None),
            options=found(at_url.ANSWER) or found(at_url.CANDIDATE),
            low=limit(at_url.MIN_VALUE),
            high=limit(at_url.MAX_VALUE),
            wording=beside(given.get("_text")),
            variables=self.variables(given, link_id),
        )


def _repeats_rows(given: Json) -> bool:
    return given.get("type") == "group" and given.get("repeats") is True


def _regex(given: Json) -> str | None:
    """The pattern, without the strokes that some languages write around one: as a part of it nothing would fit."""
    text_of = text_at(extension_of(given, at_url.REGEX), "valueString")
    return text_of[1:-1] if text_of and len(text_of) > 2 and text_of[0] == text_of[-1] == "/" else text_of


def _limits(given: Json) -> dict[str, Any]:
    return dict(
        min_length=whole_at(given, at_url.MIN_LENGTH),
        max_length=count_of(given.get("maxLength")),
        min_value=value_in(extension_of(given, at_url.MIN_VALUE))
        or value_in(extension_of(given, at_url.MIN_QUANTITY)),
        max_value=value_in(extension_of(given, at_url.MAX_VALUE))
        or value_in(extension_of(given, at_url.MAX_QUANTITY)),
        decimals=whole_at(given, at_url.MAX_DECIMAL_PLACES),
        regex=_regex(given),
        min_occurs=whole_at(given, at_url.MIN_OCCURS),
        max_occurs=whole_at(given, at_url.MAX_OCCURS),
        attachment=AttachmentLimits(
            megabytes_at(given, at_url.MAX_SIZE),
            tuple(
                kind
                for found in each(given, "extension")
                if found.get("url") == at_url.MIME_TYPE
                and (kind := text_at(found, "valueCode") or text_at(found, "valueString"))
            ),
        ),
    )


def _measured(item: Item, given: Json, folded: Mapping[str, Item]) -> dict[str, Any]:
    unit = extension_of(given, at_url.UNIT)
    options = tuple(
        Coding.of(found.get("valueCoding"))
        for found in each(given, "extension")
        if found.get("url") == at_url.UNIT_OPTION
    )
    shown = Coding.of(unit.get("valueCoding")) if unit else None
    if shown is None and "unit" in folded:
        shown = Coding(display=folded["unit"].text.plain)
    if shown is None and item.type == "quantity" and len(options) == 1:
        shown = options[0]
    return dict(unit=shown, unit_options=options, slider=slider_of(item, given, folded))
