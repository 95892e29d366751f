"""The photos that were added to approvals, without what they show: each is a megabyte, and is opened when somebody looks at it."""

from __future__ import annotations

from mobile.care.approval.paper import ApprovalPaper, PaperSeen
from mobile.records.ports import Keeping


async def papers_seen(records: Keeping) -> list[PaperSeen]:
    """All of them. Raises what the store raises."""
    count = await records.count(ApprovalPaper)
    heads = await records.heads(ApprovalPaper, count) if count else []
    return [PaperSeen.of_head(one.id, one.values) for one in heads]
