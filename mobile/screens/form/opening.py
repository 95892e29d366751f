"""Which answers a path leads to: a response by its own id, or a form by the clinic's id, going on where somebody stopped.

Reads only. The version that was answered is the one that is shown; where it is not here, that is said instead.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from uuid import uuid4

from mobile.care.consent.reading import is_agreement
from mobile.care.forms.asking_once import Earlier
from mobile.care.forms.definition import FormDefinition
from mobile.care.forms.here import DraftHere, PlaceChoice, choice_id, with_drafts_here
from mobile.care.forms.kept import KeptForm, keep
from mobile.care.forms.picking import current, pick_form
from mobile.care.forms.response import Response, drafts, finished
from mobile.records.ports import Keeping
from mobile.screens.form.prefill_offers import answered_before
from mobile.screens.form.scratch import Scratch, scratch_id

Why = Literal["not_found", "not_here", "changed_since"]


@dataclass(frozen=True)
class Opened:
    """What was found. `form` None: why not. `others`: further open responses to the same form, newest first."""

    form: FormDefinition | None
    why: Why | None = None
    response: Response | None = None
    is_new: bool = False
    others: Sequence[Response] = ()
    earlier: Response | None = None  # what was sent last
    kept_form: KeptForm | None = None  # to be saved with the first answer
    newer: FormDefinition | None = None
    scratch: Scratch | None = field(default=None, repr=False)
    here: DraftHere | None = field(default=None, repr=False)  # what is kept of it on this device alone
    is_here_alone: bool = False  # no other record of it was ever made
    wants_it_here: bool = False  # what was chosen for this form before
    sent_before: Sequence[Earlier] = field(
        default=(), repr=False
    )  # the person's own sent forms, where answers may be given


async def open_form(
    records: Keeping, id: str, patient: str, now: datetime, new_id: Callable[[], str] = lambda: str(uuid4())
) -> Opened:
    """`id`: a response's own, `QuestionnaireResponse/x`, `Questionnaire/x` or just `x`."""
    definitions = [one for one in await records.every(FormDefinition) if not is_agreement(one)]
    kept = await records.every(KeptForm)
    # What somebody else wrote about this person is never offered as their own answers.
    travelling = [one for one in await records.every(Response) if one.is_mine]
    here = {one.response.id: one for one in await records.every(DraftHere)}
    responses = with_drafts_here(travelling, here.values())
    found = next((one for one in responses if id in (one.id, one.server_id)), None)
    if found is None:
        wanted = [one for one in definitions if id in (one.id, one.server_id, one.url, one.canonical)]
        named = current(wanted)
        if named is None:
            return Opened(None, "not_found")
        address = named.address
        newest = current([one for one in definitions if one.address == address]) or named
        open_ones = drafts(address, responses)
        if not open_ones:
            sent = next(iter(finished(address, responses)), None)
            fresh = Response.begin(new_id(), newest, patient, now)
            return Opened(
                newest,
                response=fresh,
                is_new=True,
                earlier=sent,
                kept_form=keep(newest, kept, now),
                sent_before=answered_before(patient, responses, definitions, kept),
                wants_it_here=await _wants_it_here(records, address),
            )
        found = open_ones[0]
    picked = pick_form(found, definitions, kept)
    if picked.form is None:
        return Opened(None, picked.reason, response=found, newer=picked.newer)
    others = [one for one in drafts(found.address, responses) if one.id != found.id] if found.is_open else []
    return Opened(
        picked.form,
        here=here.get(found.id) if found.is_open else None,
        is_here_alone=all(one.id != found.id for one in travelling),
        wants_it_here=await _wants_it_here(records, found.address),
        response=found,
        others=others,
        kept_form=_unkept(picked.form, kept, now),
        newer=picked.newer,
        scratch=await records.get(Scratch, scratch_id(found.id)),
        sent_before=answered_before(patient, responses, definitions, kept) if found.is_open else (),
    )


async def _wants_it_here(records: Keeping, address: str) -> bool:
    choice = await records.get(PlaceChoice, choice_id(address))
    return choice is not None and choice.is_only_here


def _unkept(form: FormDefinition, kept: Sequence[KeptForm], now: datetime) -> KeptForm | None:
    made = keep(form, kept, now)
    return None if any(one.id == made.id and one.digest == made.digest for one in kept) else made
