"""Every noun that is kept can be read back out of an open file, and every copy that somebody else may read is known to be a share."""

from __future__ import annotations

import ast
from pathlib import Path

import mobile
from mobile.care.notices import ShareNotice
from mobile.care.shared_kinds import COPIES
from mobile.wiring.known_nouns import known_nouns


def kinds_in_the_source() -> set[str]:
    """The name of each `KIND = Kind("...", ...)` of a class."""
    found: set[str] = set()
    for path in Path(mobile.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            value = node.value if isinstance(node, (ast.Assign, ast.AnnAssign)) else None
            if isinstance(value, ast.Call) and getattr(value.func, "id", "") == "Kind":
                assert isinstance(value.args[0], ast.Constant)
                found.add(str(value.args[0].value))
    return found


def test_every_kind_that_is_kept_is_known() -> None:
    assert kinds_in_the_source() == set(known_nouns().nouns)


def test_no_copy_permission_or_notice_is_sent_from_an_open_file() -> None:
    shares = known_nouns().shares
    assert {one.KIND.name for one in (*COPIES, ShareNotice)} <= shares
    granting = {name for name, noun in known_nouns().nouns.items() if noun.KIND.resource_type == "Consent"}
    assert granting <= shares
