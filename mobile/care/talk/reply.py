"""A reply about something that was shared, by its reader or by the patient: it lives and closes with the grant that opens what it is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from mobile.care.codes import CARE
from mobile.care.resource import Json, has_code
from mobile.care.talk.correspondence import Correspondence
from mobile.noun import Kind

REPLY = "reply"


@dataclass(frozen=True, kw_only=True)
class Reply(Correspondence):
    """A Communication of category reply. `about` is the shared copy."""

    KIND: ClassVar[Kind] = Kind("reply", "Communication")
    CODE: ClassVar[str] = REPLY


def is_reply(resource: Json) -> bool:
    """Whether a Communication is one of these."""
    return has_code(resource.get("category"), CARE, REPLY)
