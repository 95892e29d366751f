"""The ids a query finds, without what they stand for: read to the end, or said to be unfinished."""

from __future__ import annotations

from collections.abc import Iterable

from api_client import ClinicClient, Page
from mobile.sync.gathering import Search
from mobile.sync.queries import PullQuery
from mobile.sync.reader import Reader, entry_for
from mobile.sync.traits import Traits
from mobile.sync.walk import PageFacts, Walk

LISTED_AT_ONCE = 500
MOST_LISTED_PAGES = 200
IDS_ONLY = {"_elements": "id"}


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

    async def ids(self, query: PullQuery, first: Page | None = None) -> tuple[Iterable[str], bool]:
        """In the server's order, and whether the list came to its end. Raises ClinicError.

        `first`: what `listing_of` found, if it was all there is.
        """
        walk = Walk(None, query.resource_type, LISTED_AT_ONCE)
        reader = Reader(self._client, query, self._traits, IDS_ONLY)
        page, pages = first or await reader.page(walk), 1
        while True:
            before = len(walk.ids)
            walk.take(page.documents, PageFacts.of(page))
            if not walk.advance(PageFacts.of(page)):
                break
            is_idle = len(walk.ids) == before and page.next is not None
            if is_idle or pages >= MOST_LISTED_PAGES:
                return _named(walk), False
            page, pages = await reader.page(walk), pages + 1
        return _named(walk), walk.stopped is None and not walk.is_counted_beyond(PageFacts.of(page))


def _named(walk: Walk) -> list[str]:
    return [id for id in walk.ids if id is not None]
