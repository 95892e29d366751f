"""The ids a query finds and the version of each, without what they stand for: read to the end, or said to be unfinished."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from api_client import ClinicClient, Page
from mobile.records.ports import ServerCopy
from mobile.sync.gathering import Search
from mobile.sync.queries import PullQuery
from mobile.sync.reader import Reader, entry_for
from mobile.sync.traits import Traits
from mobile.sync.verdicts import copy_of
from mobile.sync.walk import PageFacts, Walk

LISTED_AT_ONCE = 500
MOST_LISTED_PAGES = 200
IDS_ONLY = {"_elements": "id,meta"}


def listing_key(query: PullQuery) -> str:
    """The name of a query's listing beside the query itself, in one batch."""
    return f"ids:{query.key}"


def listing_of(query: PullQuery) -> Search:
    """What asks for the ids as one entry of a batch."""
    walk = Walk(None, query.resource_type, LISTED_AT_ONCE)
    return Search(entry_for(query, walk, IDS_ONLY), LISTED_AT_ONCE)


class Lister:
    def __init__(self, client: ClinicClient, traits: Traits) -> None:
        self._client = client
        self._traits = traits

    async def ids(self, query: PullQuery, first: Page | None = None) -> tuple[Mapping[str, ServerCopy], bool]:
        """By id, in the server's order, which version it says it has (no text), and whether the list came to its end.

        `first`: what `listing_of` found, if it was all there is. Raises ClinicError.
        """
        walk, listed = Walk(None, query.resource_type, LISTED_AT_ONCE), dict[str, ServerCopy]()
        reader = Reader(self._client, query, self._traits, IDS_ONLY)
        page, pages = first or await reader.page(walk), 1
        while True:
            before = len(walk.ids)
            walk.take(page.documents, PageFacts.of(page))
            for document in page.documents:
                if document.type == query.resource_type and document.id:
                    listed[document.id] = replace(copy_of(document), text="")
            if not walk.advance(PageFacts.of(page)):
                break
            is_idle = len(walk.ids) == before and page.next is not None
            if is_idle or pages >= MOST_LISTED_PAGES:
                return listed, False
            page, pages = await reader.page(walk), pages + 1
        return listed, walk.stopped is None and not walk.is_counted_beyond(PageFacts.of(page))
