"""Every way a server may page, with rows too large for a page and walks taken up again: each row once, none left out."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Literal

import httpx
import pytest

from api_client import ClinicClient, Limits, Retry
from api_client.errors import BadReply, ClinicError, TooLarge
from tests.unit.client.servers import BASE

Style = Literal["offset_links", "cursor_links", "page_links", "total_only", "bare"]
LINKED: tuple[Style, ...] = ("offset_links", "cursor_links", "page_links")
STYLES: tuple[Style, ...] = (*LINKED, "total_only")
MOST = 20_000


@dataclass
class Listing:
    """A list of rows, each padded to a size, paged in one style. Remembers the addresses asked."""

    sizes: list[int]
    style: Style
    ignores_count: bool = False
    ignores_offset: bool = False
    asked: list[str] = field(default_factory=list[str])

    def __post_init__(self) -> None:
        self.rows = [
            {"resourceType": "Goal", "id": str(n), "meta": {"versionId": "1"}, "x": "x" * size}
            for n, size in enumerate(self.sizes)
        ]

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(str(request.url))
        params = request.url.params
        count = 10 if self.ignores_count else int(params.get("_count", "10"))
        start = 0 if self.ignores_offset else int(params.get("_offset", "0"))
        if "cursor" in params:
            start, count = (int(part) for part in params["cursor"].split("-"))
        elif "page" in params:
            start = int(params["page"]) * count
        body: dict[str, Any] = {
            "resourceType": "Bundle",
            "entry": [{"resource": row} for row in self.rows[start : start + count]],
        }
        if self.style != "bare":
            body["total"] = len(self.rows)
        onward = {
            "offset_links": f"Goal?_getpagesoffset=1&_count={count}&_offset={start + count}",
            "cursor_links": f"?cursor={start + count}-{count}",
            "page_links": f"Goal?_count={count}&page={start // count + 1}",
        }.get(self.style)
        if onward and start + count < len(self.rows):
            body["link"] = [{"relation": "next", "url": onward}]
        return httpx.Response(
            200, content=json.dumps(body), headers={"content-type": "application/fhir+json"}
        )

    def client(self) -> ClinicClient:
        return ClinicClient(
            BASE,
            transport=httpx.MockTransport(self),
            retry=Retry(tries=1),
            limits=Limits(most_bytes=MOST),
        )


async def walk(clinic: Listing, count: int = 10, resume: str | None = None) -> list[str | None]:
    async with clinic.client() as client:
        pages = [page async for page in client.pages("Goal", count=count, resume=resume)]
    return [document.id for page in pages for document in page.documents]


def all_of(clinic: Listing) -> list[str | None]:
    return [row["id"] for row in clinic.rows]


# --- pages too large to be read ---

FAT = 3_000  # ten of these are more than is read; five are not
HUGE = 15_000  # one of these and another are more than is read


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(
    "sizes",
    [
        [FAT] * 40,
        [10] * 25 + [FAT] * 15,
        [10] * 25 + [HUGE, HUGE, HUGE] + [10] * 12,
        [HUGE] * 7,
        [10] * 95 + [HUGE, HUGE],
        [FAT] * 10,
    ],
    ids=["all fat", "fat at the end", "huge in the middle", "all huge", "huge last", "one page"],
)
async def test_a_page_too_large_comes_in_smaller_ones_each_row_once(style: Style, sizes: list[int]) -> None:
    clinic = Listing(sizes, style)
    assert await walk(clinic) == all_of(clinic)


@pytest.mark.parametrize("sizes", [[FAT] * 40, [HUGE] * 7, [FAT] * 10, [HUGE] + [FAT] * 9 + [10] * 30])
async def test_a_first_page_too_large_of_a_server_that_says_nothing_about_more_is_not_cut_short(
    sizes: list[int],
) -> None:
    clinic = Listing(sizes, "bare")
    assert await walk(clinic) == all_of(clinic)


@pytest.mark.parametrize("style", STYLES)
async def test_one_row_too_large_by_itself_is_said_so_after_the_smallest_page(style: Style) -> None:
    clinic = Listing([10] * 12 + [MOST + 1] + [10] * 12, style)
    with pytest.raises(TooLarge) as caught:
        await walk(clinic)
    assert (caught.value.method, caught.value.resource_type) == ("GET", "Goal")
    assert len(clinic.asked) < 60


async def test_a_server_deaf_to_count_is_given_up_on() -> None:
    clinic = Listing([FAT] * 10, "total_only", ignores_count=True)
    with pytest.raises(TooLarge):
        await walk(clinic, count=100)
    assert len(clinic.asked) == 7  # 100, 50, 25, 12, 6, 3, 1


async def test_a_search_the_server_itself_calls_too_large_is_asked_for_less() -> None:
    clinic = Listing([10] * 30, "offset_links")

    def strict(request: httpx.Request) -> httpx.Response:
        answer = clinic(request)
        return httpx.Response(413) if int(request.url.params.get("_count", "1")) > 4 else answer

    async with ClinicClient(BASE, transport=httpx.MockTransport(strict), retry=Retry(tries=1)) as client:
        found = [d.id async for page in client.pages("Goal", count=10) for d in page.documents]
    assert found == all_of(clinic)


async def test_no_page_handed_out_after_beginning_anew_is_empty_while_more_is_to_come() -> None:
    """An empty page reads as the end."""
    clinic = Listing([10] * 60 + [HUGE, HUGE] + [10] * 8, "cursor_links")
    async with clinic.client() as client:
        pages = [page async for page in client.pages("Goal", count=10)]
    assert all(page.matches for page in pages)
    assert sum(page.matches for page in pages) == 70


async def test_a_list_that_goes_in_circles_after_beginning_anew_still_ends() -> None:
    clinic = Listing([10] * 40 + [HUGE, HUGE], "cursor_links")

    def circling(request: httpx.Request) -> httpx.Response:
        cursor = request.url.params.get("cursor", "")
        if cursor.endswith("-5") and int(cursor.split("-")[0]) >= 20:
            clinic.asked.append("circle")
            body = {
                "resourceType": "Bundle",
                "entry": [{"resource": clinic.rows[0]}],
                "link": [{"relation": "next", "url": f"?cursor={20 + len(clinic.asked)}-5"}],
            }
            return httpx.Response(200, json=body)
        return clinic(request)

    async with ClinicClient(
        BASE, transport=httpx.MockTransport(circling), retry=Retry(tries=1), limits=Limits(most_bytes=MOST)
    ) as client:
        with pytest.raises(BadReply):
            _ = [page async for page in client.pages("Goal", count=10)]
    assert clinic.asked.count("circle") < 60


# --- walks taken up again ---


async def left_after(clinic: Listing, pages: int) -> tuple[list[str | None], str]:
    """What was had, and the link kept, by somebody who left after so many pages."""
    had: list[str | None] = []
    async with clinic.client() as client:
        async for page in client.pages("Goal", count=10):
            had += [document.id for document in page.documents]
            pages -= 1
            if not pages:
                assert page.next is not None
                return had, page.next
    raise AssertionError


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("pages", [1, 2, 3])
async def test_a_walk_taken_up_goes_on_with_the_next_row_and_ends_at_the_last(
    style: Style, pages: int
) -> None:
    clinic = Listing([10] * 47, style)
    had, link = await left_after(clinic, pages)
    assert had + await walk(clinic, resume=link) == all_of(clinic)
    assert len(clinic.asked) == 5  # nothing was asked for twice


@pytest.mark.parametrize("style", [*STYLES, "bare"])
async def test_a_walk_left_between_smaller_pages_is_taken_up_without_a_gap(style: Style) -> None:
    clinic = Listing([FAT] * 23, style)
    had, link = await left_after(clinic, 2)
    assert had + await walk(clinic, resume=link) == all_of(clinic)


@pytest.mark.parametrize("style", LINKED)
async def test_a_kept_link_to_a_page_too_large_leaves_nothing_out(style: Style) -> None:
    clinic = Listing([10] * 20 + [FAT] * 20, style)
    had, link = await left_after(clinic, 2)
    rest = await walk(clinic, resume=link)
    assert sorted({*had, *rest}, key=lambda id: int(id or 0)) == all_of(clinic)
    assert len(rest) == len(set(rest))  # begun anew, perhaps; nothing twice even so


@pytest.mark.parametrize(("left", "has_gone"), [(20, 5), (20, 0), (8, 5), (19, 20)])
async def test_a_kept_offset_the_list_no_longer_reaches_is_not_called_the_end(
    left: int, has_gone: int
) -> None:
    """Rows went, the others moved up: those now before the offset were never had. Whoever kept it begins anew."""
    clinic = Listing([10] * 30, "total_only")
    _, link = await left_after(clinic, 2)
    clinic.rows = clinic.rows[has_gone : has_gone + left]
    with pytest.raises(BadReply):
        await walk(clinic, resume=link)


async def test_a_kept_offset_that_is_ignored_is_not_called_the_end() -> None:
    clinic = Listing([10] * 15, "total_only")
    _, link = await left_after(clinic, 1)
    clinic.ignores_offset = True
    with pytest.raises(ClinicError):
        await walk(clinic, resume=link)
