"""A search as pages, one request at a time.

Links are followed within the server's own origin only: a page whose link leads elsewhere is handed out, marked `is_cut`,
and only whoever asks for the next one meets BadReply. A server that goes round in circles or hands out pages without
end is stopped. Where a server says there is more and gives no link, the next page is asked by offset. A page too large
to be read is asked for again in smaller ones. It must never pass over a row to get on: where a page begins is either
known, or the search is begun anew.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

import httpx

from api_client.address import Params, page_link, query
from api_client.document import Document
from api_client.errors import BadReply, NotFhir, TooLarge
from api_client.replies import is_json
from api_client.retry import Oversized
from api_client.searchset import Page, page_in

__all__ = ["Page", "Pages", "Send", "names_somebody"]

MOST_PAGES = 10_000
BARREN_PAGES = 3
"""So many pages in a row that bring nothing new, and the walk ends with BadReply."""
USUAL_COUNT = 100
"""What is halved where a page is too large and nobody said how many it was to hold."""

_NAMING = frozenset(
    [
        "name",
        "given",
        "family",
        "phonetic",
        "telecom",
        "phone",
        "email",
        "birthdate",
        "title",
        "description",
        "comment",
        "_text",
        "_content",
        "_filter",
    ]
)
Send = Callable[[str, str, bytes | None], Awaitable[httpx.Response]]
"""(method, address, form) to the answer of a success."""


def names_somebody(params: Params) -> bool:
    """Whether a parameter carries a name or words: such a search may not stand in an address."""
    for name in params:
        plain, _, modifier = name.split(".")[-1].partition(":")
        if plain in _NAMING or plain.startswith("address") or modifier in ("contains", "text"):
            return True
    return False


class Pages:
    """An async iterator of Page over one search or history. Nothing needs closing when it is left early.

    A search begun anew within a walk hands nothing out a second time. A walk that is resumed may hand out again what
    an earlier one did: whoever keeps pages knows versions they have met.
    """

    def __init__(
        self, base: str, path: str, params: Params, send: Send, *, is_post: bool, resume: str | None
    ) -> None:
        """`path`: "Goal", or "Goal/_history". Raises BadReply when `resume` leads elsewhere."""
        self._base = base
        self._address = f"{base}/{path}"
        self._path = path
        self._query = query(params)
        self._send = send
        self._is_post = is_post
        self._count = _number(dict(parse_qsl(self._query)).get("_count")) or USUAL_COUNT
        self._has_shrunk = False
        self._position: int | None = 0  # rows before the next page; None where only the server knows
        self._is_own = True  # the next address was made here, and can be made again
        self._is_taken_up = False
        self._next: str | None = f"{self._address}?{self._query}"
        if resume:
            self._take_up(self._followed(resume))
        self._visited: set[str] = set()
        self._seen: set[str] = set()
        self._given: frozenset[str] = frozenset()  # handed out before this search was begun anew
        self._may_repeat = 0  # rows
        self._matches = 0
        self._pages = 0
        self._barren = 0
        self._is_by_offset = False
        self._is_cut = False

    def _take_up(self, link: str) -> None:
        """Begins at a link of an earlier walk: by its own parameters where it counts rows, else as it is."""
        parts = urlsplit(link)
        pairs = parse_qsl(parts.query, keep_blank_values=True)
        offset = _number(dict(pairs).get("_offset"))
        self._next, self._is_taken_up = link, True
        self._is_own = offset is not None and link.partition("?")[0] == self._address
        self._position = offset if self._is_own else None
        if self._is_own:
            self._query = _joined([pair for pair in pairs if pair[0] != "_offset"])
            self._count = _number(dict(pairs).get("_count")) or self._count
            self._has_shrunk = True  # such a link was made for a total, or because a smaller page was full

    def __aiter__(self) -> Pages:
        return self

    async def __anext__(self) -> Page:
        others: list[Document] = []
        while self._next is not None:
            page = await self._page()
            if not self._given:
                return page
            known = [document for document in page.documents if _key(document) in self._given]
            others += [document for document in page.documents if _key(document) not in self._given]
            kind = self._path.partition("/")[0]
            matches = max(0, page.matches - sum(document.type == kind for document in known))
            if matches or page.next is None:  # the last, or cut
                return replace(page, documents=others, matches=matches)
        if self._is_cut:
            raise BadReply("Bundle.link.url")
        raise StopAsyncIteration

    async def _page(self) -> Page:
        response = await self._fitting()
        if not is_json(response):
            raise NotFhir
        page, link = page_in(response)
        self._note(page)
        if self._position is not None:
            self._position += page.matches
        onward = page_link(self._base, link) if link else None
        if link and onward is None:
            self._is_cut = True
            return replace(page, is_cut=True)
        if onward:
            self._next, self._is_own = onward, False
        else:
            self._check_place(page)
            self._next, self._is_own = self._by_offset(page), True
        self._is_taken_up = False
        return replace(page, next=self._next)

    async def _fitting(self) -> httpx.Response:
        """The next answer that is small enough to be read. Raises TooLarge where one row alone is not."""
        while True:
            address, self._next = self._next or "", None
            if address in self._visited or self._pages >= MOST_PAGES:
                raise BadReply("Bundle.link")
            self._visited.add(address)
            self._pages += 1
            try:
                return await self._ask(address)
            except (Oversized, TooLarge) as error:
                if self._count <= 1:
                    raise TooLarge(method=error.method, resource_type=error.resource_type) from None
            self._shrink()

    def _shrink(self) -> None:
        """Half as many rows from the same place. What a server's own link means is not guessed at: there it is from the top."""
        self._count, self._has_shrunk = self._count // 2, True
        if not self._is_own or self._position is None:
            self._given, self._may_repeat = frozenset(self._seen), self._matches
            self._visited.clear()
            self._position, self._is_own, self._is_by_offset = 0, True, False
        self._next = self._own(self._position)

    def _own(self, position: int) -> str:
        """The address of the page that begins after so many rows."""
        pairs = parse_qsl(self._query, keep_blank_values=True)
        if self._has_shrunk:
            pairs = [*(pair for pair in pairs if pair[0] != "_count"), ("_count", str(self._count))]
        if position:
            pairs = [*(pair for pair in pairs if pair[0] != "_offset"), ("_offset", str(position))]
        return f"{self._address}?{_joined(pairs)}"

    async def _ask(self, address: str) -> httpx.Response:
        asked, _, form = address.partition("?")
        if self._is_post and asked in (self._address, f"{self._address}/_search"):
            return await self._send("POST", f"{self._address}/_search", form.encode())
        return await self._send("GET", address, None)

    def _followed(self, link: str) -> str:
        whole = page_link(self._base, link)
        if whole is None:
            raise BadReply("Bundle.link.url")
        return whole

    def _note(self, page: Page) -> None:
        """Notes what is new; ends a walk that brings nothing new page after page."""
        before = len(self._seen)
        self._seen.update(_key(document) for document in page.documents)
        self._seen.update(f"{name}/" for name in page.gone)
        self._matches += page.matches
        is_barren = len(self._seen) == before
        if is_barren and self._may_repeat > 0:
            self._may_repeat -= max(1, page.matches)
            return
        self._barren = self._barren + 1 if is_barren else 0
        if self._barren >= BARREN_PAGES or (is_barren and self._is_by_offset and page.documents):
            raise BadReply("Bundle.link")

    def _check_place(self, page: Page) -> None:
        """A walk taken up at a row the list does not have, or has no more, passes over others: it must begin anew."""
        if not self._is_taken_up or self._position is None or page.total is None:
            return
        if self._position > page.total or (not page.matches and self._position):
            raise BadReply("Bundle.total")

    def _by_offset(self, page: Page) -> str | None:
        """The next page of a server that says there is more, or filled a page we made smaller, and gives no link."""
        is_history = self._path.endswith(
            "_history"
        )  # what was deleted counts there, and pages have no offset
        if is_history or not page.matches or self._position is None:
            return None  # a server that gave a link to here gives one onward, if there is more
        has_more = page.total > self._position if page.total is not None else self._is_full(page)
        if not has_more:
            return None
        self._is_by_offset = True
        return self._own(self._position)

    def _is_full(self, page: Page) -> bool:
        return self._has_shrunk and page.matches >= self._count


def _key(document: Document) -> str:
    return f"{document.type}/{document.id}/{document.version_id or document.last_updated}"


def _number(text: str | None) -> int | None:
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 10 else None


def _joined(pairs: list[tuple[str, str]]) -> str:
    several: dict[str, list[str]] = {}
    for name, value in pairs:
        several.setdefault(name, []).append(value)
    return query(several)
