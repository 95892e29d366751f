"""The answers to one form: a QuestionnaireResponse the patient writes, begun here or on another device.

Saved at every answer, with the place where the person is. `authored` is when the answers were last changed, wherever
and whenever they arrive. It must never fill in an answer, and never lose an element another app wrote.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar, Literal, Self, cast

from api_client import fhir
from api_client.fhir.making import made
from mobile.care.codes import extension
from mobile.care.elements import own_identifier, to, with_extensions
from mobile.care.forms.definition import FormDefinition, bare
from mobile.care.forms.items import answered_items, values, withheld
from mobile.care.resource import Json, Resource, compose, each, extension_of, instant, moment, tail, text_at
from mobile.noun import Kind

RESUME_EXTENSION = extension("resume-at")
DIGEST_EXTENSION = extension("form-digest")
FIRST_EXTENSION = extension("first-answered")
AMENDS_EXTENSION = extension("amends")
ENGINE_EXTENSIONS = frozenset(
    {
        extension("draft-of"),
        extension("kept-aside"),
        "http://hl7.org/fhir/StructureDefinition/questionnaireresponse-signature",
    }
)
"""What the engine says of the whole response: as it says it now, it stands."""
MOST_BYTES = 1_000_000
"""What one response may weigh on its way, photos and all: servers commonly stop at a megabyte a record."""

Why = Literal["too_large", "not_open", "not_done", "photo_not_here", "changed_elsewhere"]

Draft = Mapping[str, Any] | Sequence[Json]
"""What the engine gives: the items, or an object with them in `item`."""


class CannotSend(Exception):
    """This response cannot travel. Carries a code, never an answer."""

    def __init__(self, code: Why) -> None:
        super().__init__(code)
        self.code: Why = code


@dataclass(frozen=True, kw_only=True)
class Response(Resource):
    """A QuestionnaireResponse. Times are aware UTC."""

    TYPE: ClassVar[str] = "QuestionnaireResponse"
    KIND: ClassVar[Kind] = Kind("response", "QuestionnaireResponse")

    questionnaire: str = ""  # url|version
    status: str = ""
    patient: str | None = None
    is_mine: bool = True  # no other than the patient wrote it down or answered, as far as it says
    answered_at: datetime | None = None  # when the answers were last changed
    first_answered_at: datetime | None = None  # before they were amended; else the same
    resume_at: str | None = None  # the engine's node id where the person was
    form_digest: str | None = None  # which text of that version was answered
    amends: str | None = None  # a draft of new answers to a response that was sent: its reference

    @classmethod
    def read(cls, resource: Json) -> Json:
        authored = _authored(resource.get("authored"))
        first = _authored(text_at(extension_of(resource, FIRST_EXTENSION), "valueDateTime"))
        return {
            "questionnaire": text_at(resource, "questionnaire") or "",
            "status": text_at(resource, "status") or "",
            "patient": text_at(resource, "subject", "reference"),
            "is_mine": all(_is_patient(resource, name) for name in ("author", "source")),
            "answered_at": authored,
            "first_answered_at": first or authored,
            "resume_at": text_at(extension_of(resource, RESUME_EXTENSION), "valueString"),
            "form_digest": text_at(extension_of(resource, DIGEST_EXTENSION), "valueString"),
            "amends": text_at(extension_of(resource, AMENDS_EXTENSION), "valueReference", "reference"),
        }

    # --- making ---

    @classmethod
    def begin(cls, id: str, definition: FormDefinition, patient: str, now: datetime) -> Self:
        """A new one without an answer. `patient` is "Patient/p1"."""
        return cls.from_made(
            made(
                fhir.QuestionnaireResponse,
                extension=[made(fhir.Extension, url=DIGEST_EXTENSION, valueString=definition.digest)],
                identifier=own_identifier(id),
                questionnaire=definition.canonical,
                status="in-progress",
                subject=to(patient),
                authored=instant(now),
                author=to(patient),
                source=to(patient),
            )
        )

    def draft_of(
        self,
        draft: Draft,
        now: datetime,
        resume_at: str | None = None,
        marks: Sequence[fhir.Extension] = (),
    ) -> Self:
        """The same, still open, with the answers as they stand. Only a changed answer changes when it was answered.

        `draft`: what `Filling.draft()` gives; `marks`: of the whole response, in place of those of the same address. Raises CannotSend("not_open") for a response that was sent. One that is
        too large to travel is made all the same, so that it can be kept here: see `is_too_large`.
        """
        if not self.is_open:
            raise CannotSend("not_open")
        place = [made(fhir.Extension, url=RESUME_EXTENSION, valueString=resume_at)] if resume_at else []
        return self._with(draft, now, [*place, *marks], without=(RESUME_EXTENSION,))

    def submit(self, submission: Draft, now: datetime) -> Self:
        """Finished: what `Filling.submission()` gives. It keeps the time of the last answer, not of the tap on Send.

        Raises CannotSend.
        """
        if not self.is_open:
            raise CannotSend("not_open")
        gone = (RESUME_EXTENSION,)
        when = self.answered_at
        found = self._with(submission, now, (), without=gone, status="completed", authored_at=when)
        return found._sendable()

    def to_amend(self, id: str, now: datetime) -> Self:
        """A draft of new answers to this finished one, as a record of its own: what was sent stays readable meanwhile.

        Raises CannotSend for what is not finished, or not the patient's own.
        """
        if not (self.is_done and self.is_mine):
            raise CannotSend("not_done")
        link = made(fhir.Extension, url=AMENDS_EXTENSION, valueReference=to(self.reference))
        draft = made(
            fhir.QuestionnaireResponse,
            extension=with_extensions(self.to_resource(), link),
            status="in-progress",
            authored=instant(now),
        )
        return self.under(id).changed(draft)

    def under(self, id: str) -> Self:
        """The same answers as a record of its own, that no server has heard of."""
        resource = self.to_resource()
        for name in ("id", "meta", "text"):
            resource.pop(name, None)
        return type(self).from_resource({**resource, "identifier": fhir.to_object(own_identifier(id))})

    def withdrawn_stub(self) -> str:
        """What is put in its place where a server refuses to delete it: no answer is left."""
        kept = (
            "resourceType",
            "id",
            "identifier",
            "questionnaire",
            "subject",
            "authored",
            "author",
            "source",
        )
        resource = {name: value for name, value in self.to_resource().items() if name in kept}
        empty = made(fhir.QuestionnaireResponse, status="entered-in-error")
        return compose({**resource, **fhir.to_object(empty)})

    def amend(self, submission: Draft, now: datetime) -> Self:
        """This finished response with other answers. When it was first answered stays known. Raises CannotSend."""
        if not (self.is_done and self.is_mine):
            raise CannotSend("not_done")
        first = self.first_answered_at or now
        mark = made(fhir.Extension, url=FIRST_EXTENSION, valueDateTime=instant(first))
        return self._with(submission, now, [mark], status="amended")._sendable()

    def _with(
        self,
        draft: Draft,
        now: datetime,
        marks: Sequence[fhir.Extension],
        *,
        without: Collection[str] = (),
        status: str | None = None,
        authored_at: datetime | None = None,
    ) -> Self:
        given = draft.get("item") if isinstance(draft, Mapping) else draft
        listed = list(cast("Iterable[Json]", given or []))
        resource: Json = {"extension": list(each(self.to_resource(), "extension"))}
        if isinstance(draft, Mapping):
            resource["extension"] = _merged(resource, draft)
        is_same = listed == self.items()
        when = authored_at or (self.answered_at if is_same and self.answered_at else now)
        changes = made(
            fhir.QuestionnaireResponse,
            status=status,
            authored=instant(when),
            extension=with_extensions(resource, *marks, without=without),
        )
        return self.changed(changes, item=listed)

    def _sendable(self) -> Self:
        if self.is_too_large:
            raise CannotSend("too_large")
        return self

    # --- reading ---

    @property
    def is_open(self) -> bool:
        return self.status == "in-progress"

    @property
    def is_done(self) -> bool:
        return self.status in ("completed", "amended")

    @property
    def is_too_large(self) -> bool:
        """Whether a server would refuse it for its size: most likely a photo. It is kept here all the same."""
        return len(self.text) > MOST_BYTES

    @property
    def address(self) -> str:
        """The form's canonical address without its version."""
        return bare(self.questionnaire)

    def items(self) -> list[Json]:
        """The answers as they stand in the resource; free to be changed."""
        found = self.to_resource().get("item")
        return cast("list[Json]", found) if isinstance(found, list) else []

    def answered(self) -> frozenset[str]:
        """The linkIds that were dealt with: answered, or withheld on purpose."""
        return frozenset(
            link
            for item in answered_items(self.to_resource())
            if (link := text_at(item, "linkId")) and (values(item) or withheld(item))
        )

    def head(self) -> Mapping[str, Any]:
        """What lists need; no answer."""
        return {
            "questionnaire": self.questionnaire,
            "status": self.status,
            "answered_at": self.answered_at.isoformat() if self.answered_at else None,
            "resume_at": self.resume_at,
            "patient": self.patient,
        }


def drafts(address: str, responses: Iterable[Response]) -> list[Response]:
    """The patient's own responses to a form that are still open, the last touched first. Two: begun on two devices; both
    are kept. What somebody else wrote of them is not theirs to go on with."""
    return _newest_first(
        one
        for one in responses
        if one.is_open and one.is_mine and one.address == bare(address) and not one.amends
    )


def finished(address: str, responses: Iterable[Response]) -> list[Response]:
    """Responses to a form that were finished, the last answered first, whoever answered: `is_mine` says."""
    return _newest_first(one for one in responses if one.is_done and one.address == bare(address))


def _is_patient(resource: Json, name: str) -> bool:
    """Whether an element names the patient it is about, or is not there: one by words only is somebody else."""
    if resource.get(name) is None:
        return True
    who, me = (tail(text_at(resource, one, "reference")) for one in (name, "subject"))
    return who is not None and who == me


def _merged(resource: Json, draft: Mapping[str, Any]) -> list[Json]:
    """The response's own extensions, and the engine's as it gives them now."""
    own = [one for one in each(resource, "extension") if one.get("url") not in ENGINE_EXTENSIONS]
    return own + [one for one in each(draft, "extension") if one.get("url") in ENGINE_EXTENSIONS]


_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def _newest_first(responses: Iterable[Response]) -> list[Response]:
    return sorted(responses, key=lambda one: (one.answered_at or _LONG_AGO, one.id), reverse=True)


def _authored(text: object) -> datetime | None:
    """A moment; a bare date counts as its noon in UTC, since nobody said the hour."""
    found = moment(text)
    if found is not None or not isinstance(text, str) or len(text) != 10:
        return found
    try:
        return datetime.fromisoformat(f"{text}T12:00:00+00:00")
    except ValueError:
        return None
