"""Several searches in one request: the first page of each, or why it could not be had.

For asking often and finding little: whoever finds that there is more goes on with a search of its own. It must never
take one search's failure for another's, nor silence about one for "nothing found".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from api_client.address import page_link
from api_client.batch import EntryReply
from api_client.errors import BadReply, ClinicError
from api_client.searchset import Page, page_of

Found = Page | ClinicError


def found_in(replies: Sequence[EntryReply], base: str, headers: Mapping[str, str]) -> list[Found]:
    """What each search came to, in the order asked. `headers`: of the whole answer, for its date."""
    return [_found(reply, base, headers) for reply in replies]


def _found(reply: EntryReply, base: str, headers: Mapping[str, str]) -> Found:
    if reply.error is not None:
        return reply.error
    if reply.document is None:
        return BadReply("Bundle.entry.resource")
    try:
        page, link = page_of(reply.document.text, headers)
    except BadReply as error:
        return error
    onward = page_link(base, link) if link else None
    return replace(page, next=onward, is_cut=bool(link) and onward is None)
