"""An xhtml fragment taken apart into words and tags, in time that grows with its length, whatever stands in it.

The standard library's parser is not used: what it does with unfinished markup takes quadratic time, and some of it
raises. What is no tag is words; nothing here raises.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

_TAG = re.compile(r"""<(/?)([A-Za-z][A-Za-z0-9]*)((?:[^<>"']|"[^"<]*"|'[^'<]*')*)>""")
_HREF = re.compile(r"""\shref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"']+))""", re.IGNORECASE)
_HUGE = re.compile(r"&#(?:[0-9]{8,}|[xX][0-9A-Fa-f]{8,});?")
"""A number that names no sign. Python will not even read one of thousands of digits."""
_UNREAD = frozenset({"script", "style"})
"""Whatever stands between their tags is neither words nor markup."""


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag by its name in small letters; `link`: a link's address, as text. `<br/>` begins and ends."""

    name: str
    begins: bool
    ends: bool
    link: str = ""


def taken_apart(markup: str) -> Iterator[str | Tag]:
    """Words (with their white space) and tags, in order. Comments, declarations and scripts are left out."""
    at = done = 0
    while (at := markup.find("<", at)) >= 0:
        end = _silent_end(markup, at)
        found = _TAG.match(markup, at) if end is None else None
        if end is None and found is None:
            at += 1  # a sign like any other: "if a < b"
            continue
        if done < at:
            yield unescaped(markup[done:at])
        at = done = end if end is not None else found.end() if found is not None else at
        if found is None:
            continue
        tag = _tag(found)
        yield tag
        if tag.name in _UNREAD and not tag.ends:
            close = re.compile(f"</{tag.name}", re.IGNORECASE).search(markup, at)
            if close is None:
                return
            at = done = close.start()
    if done < len(markup):
        yield unescaped(markup[done:])


def unescaped(text: str) -> str:
    """`&amp;` and its like as the signs they stand for."""
    return unescape(_HUGE.sub("\ufffd", text)) if "&" in text else text


def _silent_end(markup: str, at: int) -> int | None:
    """Where a comment, declaration or instruction that begins at `at` ends; an unfinished one takes the rest with it."""
    second = markup[at + 1 : at + 2]
    if second not in ("!", "?"):
        return None
    mark = "-->" if markup.startswith("<!--", at) else "]]>" if markup.startswith("<![CDATA[", at) else ">"
    found = markup.find(mark, at + 2)
    return len(markup) if found < 0 else found + len(mark)


def _tag(found: re.Match[str]) -> Tag:
    name, rest = found[2].lower(), found[3]
    is_end = bool(found[1])
    link = ""
    if name == "a" and not is_end:
        href = _HREF.search(rest)
        link = unescaped(next((part for part in href.groups() if part), "")) if href else ""
    return Tag(name, not is_end, is_end or rest.endswith("/"), link)
