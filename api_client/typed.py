"""Between documents and models: which type a caller means, and what is handed back to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from api_client.document import Document
from api_client.pages import Pages

if TYPE_CHECKING:
    from api_client.fhir.base import Resource

    M = TypeVar("M", bound=Resource)
else:
    M = TypeVar("M")


class Found(Generic[M]):
    """An async iterator of models over the pages of a search."""

    def __init__(self, model: type[M], pages: Pages) -> None:
        self._model = model
        self._type = type_name_of(model)
        self._pages = pages
        self._waiting: list[Document] = []

    def __aiter__(self) -> Found[M]:
        return self

    async def __anext__(self) -> M:
        while not self._waiting:
            page = await anext(self._pages)
            self._waiting = [d for d in reversed(page.documents) if d.type == self._type]
        return self._waiting.pop().parse(self._model)


def type_name_of(type_or_model: str | type[Resource]) -> str:
    if isinstance(type_or_model, str):
        return type_or_model
    from api_client.fhir.base import type_name

    return type_name(type_or_model)


def returned(type_or_model: str | type[M], document: Document) -> Document | M:
    return document if isinstance(type_or_model, str) else document.parse(type_or_model)


def document_from(document_or_model: Document | Resource) -> Document:
    if isinstance(document_or_model, Document):
        return document_or_model
    from api_client.fhir.base import to_text

    return Document.of(to_text(document_or_model))
