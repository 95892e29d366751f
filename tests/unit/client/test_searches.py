"""Several searches in one request: each is a whole page or its own error, whatever a server sends for the others."""

from __future__ import annotations

import pytest

from api_client import Entry
from api_client.errors import BadReply
from api_client.searchset import Page
from tests.unit.client.servers import Scripted, fhir, goal

GOALS, TASKS = (
    Entry.search("Goal", {"patient": "Patient/p1"}),
    Entry.search("Task", {"patient": "Patient/p1"}),
)
WHOLE = '{"resourceType":"Bundle","type":"searchset","entry":[{"resource":' + goal("1") + "}]}"
BAD = {
    "a name twice in a resource": '{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Task","id":"1","id":"2"}}]}',
    "a name twice in the Bundle": '{"resourceType":"Bundle","entry":[],"entry":[]}',
    "a name twice in an entry": '{"resourceType":"Bundle","entry":[{"fullUrl":"a","fullUrl":"b","resource":'
    + goal("2")
    + "}]}",
    "not a number": '{"resourceType":"Bundle","total":NaN,"entry":[]}',
    "too long a number": '{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Task","id":"1","priority":'
    + "9" * 100
    + "}}]}",
    "an endless number": '{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Task","id":"1","priority":1e999}}]}',
    "no id": '{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Task"}}]}',
}


def together(*bundles: str) -> str:
    entries = ",".join(f'{{"resource":{one},"response":{{"status":"200"}}}}' for one in bundles)
    return f'{{"resourceType":"Bundle","type":"batch-response","entry":[{entries}]}}'


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD.keys())
async def test_a_page_that_cannot_be_trusted_is_that_searchs_error_and_no_others(bad: str) -> None:
    async with Scripted([fhir(together(bad, WHOLE))]).client() as client:
        tasks, goals = await client.searches([TASKS, GOALS])
    assert isinstance(tasks, BadReply)
    assert isinstance(goals, Page)
    assert [one.text for one in goals.documents] == [goal("1")]


@pytest.mark.parametrize(
    "broken", ['{"resourceType":"Bundle"', '{"resourceType":"Task","id":"1"}', "7", "[]"]
)
async def test_what_is_no_bundle_makes_the_whole_answer_a_bad_reply(broken: str) -> None:
    async with Scripted([fhir(together(broken, WHOLE))]).client() as client:
        with pytest.raises(BadReply):
            await client.searches([TASKS, GOALS])
