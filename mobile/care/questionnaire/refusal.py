"""Why a form cannot be used, and why a part of one gives nothing. Both in codes; never a word that somebody answered."""

from __future__ import annotations

from dataclasses import dataclass


class FormRefused(Exception):
    """The form, or the response to go on with, cannot be used. `link_id`: the item it is about, where there is one.

    Codes: not_json, not_a_questionnaire, not_a_response, modifier_extension, duplicate_link_id, missing_link_id,
    unknown_type, too_large, too_deep, cycle, other_form, not_assembled (an item stands for another form's).
    """

    def __init__(self, code: str, link_id: str | None = None) -> None:
        super().__init__(code if link_id is None else f"{code} at {link_id}")
        self.code = code
        self.link_id = link_id


class WrongAnswer(ValueError):
    """A caller gave a value of a type that the item does not take. Carries a code, never the value."""


class NoSuchNode(KeyError):
    """No node of the filling has this id (any more)."""


class OutOfWork(Exception):
    """What one change may cost is spent. Never leaves the engine: what was not worked out stays as it was."""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """Why something of the form is empty. `about`: a name or an address from the form itself.

    Codes: missing_value_set, unreadable_expression, unsupported_language, unreadable_pattern, unknown_question,
    unreadable_limit, no_fixed_point, too_much_work, too_many_rows, does_not_fit (a value worked out or given at first is
    no answer of the item), not_a_truth (a condition that is neither yes nor no), no_unit_to_compare (a condition that
    no answer can meet), unsupported_place (an expression on an element that is always taken as written), and those of a
    failed reading (see fhirpath.Note).
    """

    code: str
    link_id: str | None
    about: str = ""
