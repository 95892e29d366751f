"""An expression of a form: its text, and the compiled path where it can be read.

What cannot be read (another language, a query of the server, broken text) becomes a diagnostic and gives nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from mobile.care.questionnaire.elements import extension_of
from mobile.care.questionnaire.fhirpath import Path, PathError, compile
from mobile.care.questionnaire.refusal import Diagnostic
from mobile.care.resource import at, text_at

Report = Callable[[Diagnostic], None]

FHIRPATH = frozenset({"text/fhirpath", "text/fhir-path", "fhirpath"})


@dataclass(frozen=True, slots=True)
class Expression:
    """`name`: the variable it gives, if any. `path`: None when it cannot be read and so is always empty.

    `gives_rows`: each element it gives is for one row of the repeating group it stands on.
    """

    text: str
    name: str = ""
    gives_rows: bool = False
    path: Path | None = field(default=None, compare=False)


def expression_in(holder: object, link_id: str | None, report: Report) -> Expression | None:
    """The `valueExpression` of an extension, or None without one."""
    given = at(holder, "valueExpression")
    text = text_at(given, "expression")
    if text is None:
        return None
    language = text_at(given, "language") or "text/fhirpath"
    name = text_at(given, "name") or ""
    if language.lower() not in FHIRPATH:
        report(Diagnostic("unsupported_language", link_id, language[:60]))
        return Expression(text, name)
    return read_expression(text, link_id, report, name)


def read_expression(text: str, link_id: str | None, report: Report, name: str = "") -> Expression:
    """An expression by its text."""
    try:
        return Expression(text, name, path=compile(text))
    except PathError as error:
        report(Diagnostic("unreadable_expression", link_id, error.code))
        return Expression(text, name)


def expression_at(holder: object, url: str, link_id: str | None, report: Report) -> Expression | None:
    """The expression of the first extension with this address."""
    return expression_in(extension_of(holder, url), link_id, report)
