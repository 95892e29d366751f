"""Which text of a form belongs to a response: the one that was answered, or a plain reason why it is not here.

It must never show answers under questions that were put differently without saying so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from mobile.care.forms.definition import FormDefinition, bare
from mobile.care.forms.kept import KeptForm
from mobile.care.forms.response import Response

Why = Literal["changed_since", "not_here"]


@dataclass(frozen=True)
class Picked:
    """`form`: what was answered, exactly, or None with the reason. `newer`: what the clinic asks now, if it differs."""

    form: FormDefinition | None
    reason: Why | None = None
    newer: FormDefinition | None = None


def pick_form(
    response: Response, definitions: Iterable[FormDefinition], kept: Iterable[KeptForm] = ()
) -> Picked:
    """The exact version, else "changed_since" (only another version is here) or "not_here"."""
    known = [one for one in definitions if one.address == response.address]
    now = current(known)
    for old in kept:
        if _is_exact(response, old.canonical, old.digest):
            form = old.definition()
            return Picked(form, newer=now if now is not None and now.digest != old.digest else None)
    for one in known:
        if _is_exact(response, one.canonical, one.digest):
            is_newest = now is None or now.digest == one.digest
            return Picked(one, newer=None if is_newest else now)
    if now is None:
        return Picked(None, "not_here")
    return Picked(None, "changed_since", now)


def current(definitions: Iterable[FormDefinition]) -> FormDefinition | None:
    """Of several versions of one form, the one to ask now: active before others, then the highest version."""
    ordered = sorted(definitions, key=lambda one: (one.is_active, _version_key(one.version), one.id))
    return ordered[-1] if ordered else None


def find(canonical: str, definitions: Iterable[FormDefinition]) -> FormDefinition | None:
    """The definition a plan names: that version if it is here, else the current one of that address."""
    known = [one for one in definitions if one.address == bare(canonical)]
    exact = [one for one in known if one.canonical == canonical]
    return current(exact or known)


def _is_exact(response: Response, canonical: str, digest: str) -> bool:
    """Same version, and the same text where the response says which. Without a version nothing is certain but the text."""
    if response.form_digest is not None:
        return response.form_digest == digest and bare(canonical) == response.address
    return "|" in canonical and canonical == response.questionnaire.split("#")[0]


def _version_key(version: str | None) -> tuple[tuple[int, int | str], ...]:
    """ "1.10.0" after "1.9.0"; a part that is no number comes before numbers."""
    parts = (version or "").replace("-", ".").split(".")
    return tuple((1, int(one)) if one.isascii() and one.isdigit() else (0, one) for one in parts if one)
