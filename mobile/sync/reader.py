"""Asks for the page a walk wants next: by the server's link, in one go while it lasts, or from a time.

It must never follow a link that was kept and has expired in the middle of a walk: then the walk itself begins anew.
"""

from __future__ import annotations

from collections.abc import Mapping

from api_client import ClinicClient, Entry, Page
from api_client.errors import BadReply, Gone, NotFound, Rejected
from api_client.pages import Pages
from mobile.sync.instants import search_bound
from mobile.sync.queries import PullQuery
from mobile.sync.traits import Traits
from mobile.sync.walk import Walk


def wanted(query: PullQuery, walk: Walk, more: Mapping[str, str] | None = None) -> dict[str, str]:
    """The parameters that ask from where the walk stands."""
    params = {**query.params, **(more or {}), "_sort": "_lastUpdated"}
    if walk.since is not None:
        params["_lastUpdated"] = search_bound(walk.since, is_past=walk.is_past)
    return params


def entry_for(query: PullQuery, walk: Walk, more: Mapping[str, str] | None = None) -> Entry:
    """The same as one entry of a batch."""
    params = {**wanted(query, walk, more), "_count": str(walk.count)}
    return Entry.search(query.resource_type, params)


class Reader:
    """One walk's pages. `more`: parameters beside the query's, such as `_elements`."""

    def __init__(
        self, client: ClinicClient, query: PullQuery, traits: Traits, more: Mapping[str, str] | None = None
    ) -> None:
        self._client = client
        self._query = query
        self._traits = traits
        self._more = more
        self._pages: Pages | None = None
        self._next: str | None = None

    async def page(self, walk: Walk) -> Page:
        """Raises ClinicError."""
        if walk.link is not None:
            try:
                return await self._followed(walk)
            except (NotFound, Gone, Rejected, BadReply):
                if walk.is_midway:
                    raise
                walk.link = None  # a stored link that has expired: begin again from the mark
        return await self._asked(walk, None)

    async def _followed(self, walk: Walk) -> Page:
        if self._pages is None or self._next != walk.link:
            return await self._asked(walk, walk.link)
        return await self._taken(self._pages)

    async def _asked(self, walk: Walk, link: str | None) -> Page:
        """With a count of all where the server takes the question: it spares a second look at what was read by links."""
        params = wanted(self._query, walk, self._more)
        if not self._traits.is_total_refused:
            try:
                return await self._begun(walk, {**params, "_total": "accurate"}, link)
            except Rejected:
                if link is not None:
                    raise
            page = await self._begun(walk, params, None)
            self._traits.is_total_refused = True
            return page
        return await self._begun(walk, params, link)

    async def _begun(self, walk: Walk, params: Mapping[str, str], link: str | None) -> Page:
        self._pages = self._client.pages(self._query.resource_type, params, count=walk.count, resume=link)
        return await self._taken(self._pages)

    async def _taken(self, pages: Pages) -> Page:
        page = await anext(pages, None)
        if page is None:
            raise BadReply("Bundle.link")
        self._next = page.next
        return page
