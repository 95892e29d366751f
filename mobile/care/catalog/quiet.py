"""Which changes nobody at the clinic answers: after them there is no sooner anything to fetch."""

from __future__ import annotations

from mobile.care.forms.response import Response
from mobile.care.resource import NotAResource, parse, text_at


def is_quiet(resource_type: str, payload: str) -> bool:
    """Answers of a form that is not given yet, which are sent at every answer. `payload`: the JSON text that is sent."""
    if resource_type != Response.TYPE:
        return False
    try:
        return text_at(parse(payload), "status") == "in-progress"
    except NotAResource:
        return False
