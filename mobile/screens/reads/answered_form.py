"""Which version of a form somebody answered: the clinic's, or the one that was kept when it was begun."""

from __future__ import annotations

from mobile.care.forms.definition import FormDefinition
from mobile.care.forms.kept import KeptForm
from mobile.care.forms.picking import Picked, pick_form
from mobile.care.forms.response import Response
from mobile.records.ports import Keeping


async def picked_for(records: Keeping, response: Response) -> Picked:
    """The version that was answered."""
    return pick_form(response, await records.every(FormDefinition), await records.every(KeptForm))
