"""JSON read, changed and written again without losing a digit.

The standard reader turns 1.50 into the float 1.5. Here a decimal is carried as a marked string while a document is
changed, and written back as it was. Must never be used to judge whether two documents mean the same: see compare.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any, NoReturn, cast
from uuid import uuid4


def edited(text: str, change: Callable[[dict[str, Any]], None]) -> str:
    """`text` (a JSON object) after `change` was applied to it in place. Raises ValueError for anything else."""
    mark = uuid4().hex

    def kept(number: str) -> str:
        return f"{mark}:{number}"

    document = json.loads(text, parse_float=kept, parse_int=kept, parse_constant=_refuse)
    if not isinstance(document, dict):
        raise ValueError("not a JSON object")
    change(cast("dict[str, Any]", document))
    written = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return re.sub(f'"{mark}:([^"]*)"', r"\1", written)


def _refuse(constant: str) -> NoReturn:
    raise ValueError("not a JSON number")
