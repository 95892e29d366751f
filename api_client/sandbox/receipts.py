"""What may change between two versions of a message, and of anything a person may change in part. Pure comparisons.

Who it is that asks is `access`'s to say. A refusal must never repeat what stood in either version.
"""

from __future__ import annotations

import json
from collections.abc import Collection

from api_client.sandbox.exact import Json
from api_client.sandbox.outcome import Refusal

RECEIPT = frozenset({"status", "received"})
ONLY_WHO_RECEIVES = "Only who receives a message may mark it as received."


def check_receipt(old: Json, new: Json) -> None:
    """Who receives a message marks it as received, and nothing else."""
    check_only(old, new, RECEIPT, "Who receives a message may only mark it as received.")
    if new.get("status") not in (old.get("status"), "completed"):
        raise Refusal(403, "Who receives a message may only complete it.", where=("Communication.status",))


def check_unreceived(old: Json, new: Json) -> None:
    """Another hand than the recipient's neither makes a receipt, nor changes one, nor what it was given for."""
    for name in ("received", "_received"):
        if old.get(name) != new.get(name):
            raise Refusal(403, ONLY_WHO_RECEIVES, where=("Communication.received",))
    if new.get("status") == "completed" != old.get("status"):
        raise Refusal(403, ONLY_WHO_RECEIVES, where=("Communication.status",))
    if _is_received(old):
        check_only(old, new, (), "A message that was received stays as it was read.")


def check_forward(old: Json, new: Json) -> None:
    """A message that has arrived stays so: neither side makes it unread again."""
    if _is_received(old) and new.get("status") != "completed":
        raise Refusal(403, "A message that was received stays received.", where=("Communication.status",))
    if old.get("received") is not None and new.get("received") is None:
        raise Refusal(403, "A message that was received stays received.", where=("Communication.received",))


def check_only(old: Json, new: Json, names: Collection[str], says: str) -> None:
    """Raises Refusal(403) unless nothing but `names` differs; id and meta are the server's."""

    def rest(resource: Json) -> str:
        kept = {n: v for n, v in resource.items() if n not in names and n not in ("id", "meta")}
        return json.dumps(kept, sort_keys=True, default=repr)  # text, because to Python 1 == True == 1.0

    if rest(old) != rest(new):
        raise Refusal(403, says)


def _is_received(message: Json) -> bool:
    return message.get("received") is not None or message.get("status") == "completed"
