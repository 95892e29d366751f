"""Every answer that is kept on this device, read once, so that a decision hangs on all of them and on nothing in between."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mobile.care.forms.here import DraftHere
from mobile.care.forms.response import Response
from mobile.noun import Noun
from mobile.records.ports import Keeping


@dataclass(frozen=True)
class KeptAnswers:
    """`theirs`: the other version of each response that was answered on two devices, while nobody has chosen."""

    responses: tuple[Response, ...]
    drafts: tuple[DraftHere, ...]
    theirs: tuple[Response, ...]
    counted: Mapping[type[Noun], int]

    @property
    def ours(self) -> list[Response]:
        """As they are here, those that are kept on this device alone with them."""
        return [*self.responses, *(one.response for one in self.drafts)]

    @property
    def over(self) -> list[Noun]:
        """For `save_all`: with `counted`, that none of them is otherwise and no other has come."""
        return [*self.responses, *self.drafts]


async def kept_answers(records: Keeping) -> KeptAnswers:
    """Counted first: one that comes while they are read is one too many later. Raises what the store raises."""
    counted: dict[type[Noun], int] = {kind: await records.count(kind) for kind in (Response, DraftHere)}
    responses, drafts = await records.every(Response), await records.every(DraftHere)
    theirs = [Response.from_json(one.theirs) for one in await records.conflicts(Response)]
    return KeptAnswers(tuple(responses), tuple(drafts), tuple(theirs), counted)
