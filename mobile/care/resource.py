"""Reading and writing a FHIR resource as the JSON it is: no element lost, no digit changed, nothing assumed.

Every clinical noun keeps its resource's own text and is a view of it, so a document that is put back still holds what
this app has never heard of. Readers here are tolerant: what is missing or malformed reads as absent. Errors never
carry a value.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime
from typing import Any, ClassVar, Self, cast

from api_client import fhir
from api_client.exact import Json as Json
from api_client.exact import again, dumps
from mobile.care.codes import URI_SYSTEM, URN
from mobile.documents.carriable import carried_in, may_need_mending, whole
from mobile.noun import Kind

_HOST = r"(?:[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252})|\[[0-9A-Fa-f:.]{2,45}\])"
_PAGE = re.compile(rf"https?://{_HOST}(?::[0-9]{{1,5}})?(?:[/?#][!-~]{{0,999}})?")

_PART_OF_A_DATE = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2]))?")


class NotAResource(ValueError):
    """The text is no JSON object, or of another type than asked for. Carries a code, never content."""


@dataclass(frozen=True, kw_only=True)
class Resource:
    """What every noun that travels has: its id here, its id there, and its own text."""

    TYPE: ClassVar[str]
    KIND: ClassVar[Kind]

    id: str  # the device-made UUID, or "Type/server-id" for what the clinic made
    server_id: str | None = None
    text: str = field(repr=False)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Reads the resource's JSON text, every element as it came. Raises NotAResource."""
        return cls._of(parse(text), None if may_need_mending(text) else text)

    @classmethod
    def from_resource(cls, resource: Json, text: str | None = None) -> Self:
        """The view of a resource made here: its texts are mended, so that they are shown as they will be sent.

        `text`: what it was parsed from, if it was. Raises NotAResource for another type.
        """
        if text is not None and not may_need_mending(text):
            return cls._of(resource, text)
        found = cls._of(resource)
        return cls._of(carried_in(resource)) if may_need_mending(found.text) else found

    @classmethod
    def _of(cls, resource: Json, text: str | None = None) -> Self:
        """`text`: what it was parsed from, where that can be kept as it is; writing it again costs as much as reading it."""
        if resource.get("resourceType") != cls.TYPE:
            raise NotAResource("type")
        return cls(
            id=local_id(resource),
            server_id=text_at(resource, "id"),
            text=compose(resource) if text is None else text,
            **cls.read(resource),
        )

    @classmethod
    def read(cls, resource: Json) -> Json:
        """The fields of this noun, taken from its resource. Each class says its own."""
        raise NotImplementedError

    def head(self) -> Mapping[str, Any]:
        """A few short values for lists. Each class says its own."""
        raise NotImplementedError

    def to_json(self) -> str:
        """The resource's JSON text, unknown elements and digits as they came."""
        return self.text

    def to_resource(self) -> Json:
        """A parsed copy, free to be changed."""
        return parse(self.text)

    @classmethod
    def from_made(cls, made: fhir.Resource) -> Self:
        """The view of a resource made here. Raises NotAResource for another type."""
        return cls.from_resource(fhir.to_object(made))

    def changed(self, made: fhir.Resource | None = None, /, **received: Any) -> Self:
        """The same resource with these top elements replaced, as they can be carried. All others stay.

        `made` are elements that are made here, `received` are parsed JSON that goes on as it came; None or an empty list
        removes an element of these, and an empty list one of those. Raises NotAResource where `made` is of another type.
        """
        elements = {} if made is None else fhir.to_object(made)
        if elements.pop("resourceType", self.TYPE) != self.TYPE:
            raise NotAResource("type")
        resource = self.to_resource()
        for name, value in (*elements.items(), *received.items()):
            if value is None or value == []:
                resource.pop(name, None)
            else:
                resource[name] = carried_in(value)
        return self._of(resource)

    @property
    def names(self) -> frozenset[str]:
        """Every way another resource may refer to this one."""
        known = {self.reference}
        if self.server_id:
            known.add(f"{self.TYPE}/{self.server_id}")
        return frozenset(known)

    @property
    def reference(self) -> str:
        """How to refer to it from a new resource: by its own UUID until the server's name is put in."""
        return self.id if "/" in self.id else URN + self.id


def parse(text: str) -> Json:
    """A JSON object with decimals kept exactly. Raises NotAResource."""
    try:
        found = again(text)
    except ValueError:
        raise NotAResource("json") from None
    if not isinstance(found, dict):
        raise NotAResource("json")
    return cast("Json", found)


def compose(value: object) -> str:
    """JSON text of parsed JSON: decimals as they were read, everything ASCII so that no code point can break a store."""
    return dumps(value, is_ascii=True)


_member: Callable[[Any, Any], Any] = dict[str, Any].get
"""Of what is known to be a dict."""


def at(value: object, *path: str | int) -> Any:
    """The element at a path of names and positions, or None where anything on the way is missing or of another shape."""
    for step in path:
        if (
            value.__class__ is dict and step.__class__ is str
        ):  # first: asking for a Mapping costs ten times as much
            value = _member(value, step)
        elif isinstance(step, str) and isinstance(value, Mapping):
            value = cast("Mapping[str, object]", value).get(step)
        elif isinstance(step, int) and isinstance(value, list) and len(cast("list[object]", value)) > step:
            value = cast("list[object]", value)[step]
        else:
            return None
    return value


def text_at(value: object, *path: str | int) -> str | None:
    """The same, if it is a text that is not empty. Half a character, as a system leaves it that cuts texts by length, is
    read as the sign for one that is missing: no screen and no paper could show it."""
    found = at(value, *path)
    if not isinstance(found, str) or not found:
        return None
    return found if found.isascii() else whole(found)


def each(value: object, *path: str | int) -> Iterator[Json]:
    """The objects in the list at a path; nothing where there is none."""
    found = at(value, *path)
    if isinstance(found, list):
        for item in cast("list[object]", found):
            if isinstance(item, dict):
                yield cast("Json", item)


def texts(value: object, *path: str | int) -> list[str]:
    """The texts in the list at a path."""
    found = at(value, *path)
    listed = cast("list[object]", found) if isinstance(found, list) else []
    return [item for item in listed if isinstance(item, str) and item]


def has_code(concepts: object, system: str, code: str) -> bool:
    """Whether a CodeableConcept, or one of a list of them, carries this coding."""
    listed = cast("list[object]", concepts) if isinstance(concepts, list) else [concepts]
    return any(
        coding.get("system") == system and coding.get("code") == code
        for concept in listed
        for coding in each(concept, "coding")
    )


def extension_of(resource: object, url: str) -> Json | None:
    """The first extension with this address."""
    if at(resource, "extension") is None:  # most have none, and thousands are asked
        return None
    return next((found for found in each(resource, "extension") if found.get("url") == url), None)


def local_id(resource: Json) -> str:
    """The UUID a device gave it, else "Type/server-id". Raises NotAResource where there is neither."""
    named = resource.get("identifier")
    listed = [cast("Json", named)] if isinstance(named, dict) else each(resource, "identifier")
    for identifier in listed:  # a response to a form has one, not a list
        value = identifier.get("value")
        if identifier.get("system") == URI_SYSTEM and isinstance(value, str) and value.startswith(URN):
            return value.removeprefix(URN)
    server_id = text_at(resource, "id")
    if server_id is None:
        raise NotAResource("id")
    return f"{resource['resourceType']}/{server_id}"


def moment(text: object) -> datetime | None:
    """A FHIR instant or dateTime with a zone, as aware UTC; None for anything less exact, and for the year 1 or 9999,
    which systems write where nothing is known: no zone's calendar and no sum reaches beyond them."""
    if not isinstance(text, str) or "T" not in text:
        return None
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        return None
    return read.astimezone(UTC) if read.tzinfo is not None and _is_real(read.year) else None


def page_address(text: object) -> str:
    """The address of a page that a clinic gives to be handed on: http or https, in letters that are seen as they are. "" for whatever
    else it is: nobody is to be given what runs, hides or leads elsewhere than it reads."""
    return text if isinstance(text, str) and _PAGE.fullmatch(text) else ""


def tail(reference: str | None) -> str | None:
    """The last two parts of a reference, without a version: "Patient/p1", of whatever server."""
    return "/".join(reference.split("/_history/")[0].split("/")[-2:]) if reference else None


def day_of(text: object) -> date | None:
    """A FHIR date or dateTime as far as it says the day; None for anything less exact."""
    try:
        return date.fromisoformat(text[:10]) if isinstance(text, str) else None
    except ValueError:
        return None


def bound_day(text: object, *, is_end: bool = False) -> date | None:
    """The day of a period's bound. A month or a year begins with its first day and ends with its last; the year 1 or 9999 is none."""
    if not isinstance(text, str) or not _PART_OF_A_DATE.fullmatch(text):
        found = day_of(text)
        return found if found is not None and _is_real(found.year) else None
    year, month = int(text[:4]), int(text[5:] or (12 if is_end else 1))
    return date(year, month, monthrange(year, month)[1] if is_end else 1) if _is_real(year) else None


def _is_real(year: int) -> bool:
    return MINYEAR < year < MAXYEAR


def bound(text: object, *, is_end: bool = False) -> datetime | None:
    """A period's bound. A bare date, month or year begins with its first moment and ends with its last, in UTC."""
    if isinstance(text, str) and "T" not in text and (day := bound_day(text, is_end=is_end)) is not None:
        text = f"{day}T23:59:59.999Z" if is_end else f"{day}T00:00:00Z"
    return moment(text)


def instant(at: datetime) -> str:
    """A FHIR instant in UTC, to the millisecond."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
