"""A form's words as safe structured text: markdown and xhtml come in, only plain runs go out, never markup.

Styles, scripts, pictures and colours are left behind; the address of a link is kept as text and nothing is fetched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from mobile.care.questionnaire.markup import taken_apart

Kind = Literal["paragraph", "heading", "bullet", "number"]


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one look. Runs of the same `block` stand in one paragraph or list item, `depth` lists deep."""

    text: str
    block: int = 0
    kind: Kind = "paragraph"
    depth: int = 0
    is_bold: bool = False
    is_italic: bool = False
    link: str = ""


@dataclass(frozen=True, slots=True)
class Rich:
    """Words with their structure. `plain` reads the same without it."""

    plain: str
    runs: tuple[Run, ...]

    def __str__(self) -> str:
        return self.plain

    def __bool__(self) -> bool:
        return bool(self.plain)

    @classmethod
    def of_text(cls, text: str) -> Rich:
        """Plain words; line breaks stand."""
        if "\n" not in text:
            return cls(text, (Run(text),) if text else ())
        lines = [line.rstrip() for line in text.splitlines()]
        return cls(text, tuple(Run(line, n) for n, line in enumerate(lines) if line))

    @classmethod
    def of_xhtml(cls, markup: str, plain: str = "") -> Rich:
        """What an xhtml fragment says; `plain` where it is given or the fragment says nothing."""
        reader = _Markup()
        for part in taken_apart(markup):
            if isinstance(part, str):
                reader.words(part)
                continue
            if part.begins:
                reader.begin(part.name, part.link)
            if part.ends:
                reader.end(part.name)
        return _made(reader.runs, plain)

    @classmethod
    def of_markdown(cls, text: str, plain: str = "") -> Rich:
        """What a markdown text says: headings, lists, emphasis, links. Html in it is read as its words."""
        return _made(list(_markdown(text)), plain)


NOTHING = Rich("", ())


def _made(runs: list[Run], plain: str) -> Rich:
    runs = [run for run in runs if run.text]
    if not runs:
        return Rich.of_text(plain)
    if plain:
        return Rich(plain, tuple(runs))
    blocks: dict[int, list[str]] = {}
    for run in runs:
        blocks.setdefault(run.block, []).append(run.text)
    return Rich("\n".join("".join(texts).strip() for texts in blocks.values()), tuple(runs))


_BLOCKS = frozenset(
    {"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "tr", "table", "br", "blockquote"}
)
_SILENT = frozenset({"script", "style", "head", "title", "template"})


_DEEPEST_LIST = 6


class _Markup:
    """Keeps words and their emphasis; forgets every attribute but a link's address."""

    def __init__(self) -> None:
        self.runs: list[Run] = []
        self._block = 0
        self._bold = self._italic = self._silent = 0
        self._lists: list[Kind] = []
        self._kind: Kind = "paragraph"
        self._link = ""

    def begin(self, tag: str, link: str) -> None:
        if tag in _BLOCKS:
            self._block += 1
            self._kind = "heading" if tag in {"h1", "h2", "h3", "h4", "h5", "h6"} else "paragraph"
        if tag in {"ul", "ol"}:
            self._lists.append("bullet" if tag == "ul" else "number")
        elif tag == "li":
            self._kind = self._lists[-1] if self._lists else "bullet"
        self._shift(tag, 1)
        if tag == "a":
            self._link = link

    def end(self, tag: str) -> None:
        self._shift(tag, -1)
        if tag == "a":
            self._link = ""
        if tag in {"ul", "ol"} and self._lists:
            self._lists.pop()
        if tag in _BLOCKS and tag != "br":
            self._block += 1
            self._kind = "paragraph"

    def _shift(self, tag: str, by: int) -> None:
        if tag in {"b", "strong"}:
            self._bold = max(0, self._bold + by)
        elif tag in {"i", "em"}:
            self._italic = max(0, self._italic + by)
        elif tag in _SILENT:
            self._silent = max(0, self._silent + by)

    def words(self, data: str) -> None:
        text = re.sub(r"\s+", " ", data)
        if self._silent or (not text.strip() and not (self.runs and self.runs[-1].block == self._block)):
            return
        self.runs.append(
            Run(
                text,
                self._block,
                self._kind,
                min(len(self._lists), _DEEPEST_LIST) if self._kind in ("bullet", "number") else 0,
                is_bold=self._bold > 0,
                is_italic=self._italic > 0,
                link=self._link,
            )
        )


_ITEM = re.compile(r"(\s*)([-*+]|\d{1,3}[.)])\s+(.*)")
_SPANS = re.compile(
    r"\*\*(?P<bold>[^*]+)\*\*|__(?P<bold2>[^_]+)__|\*(?P<italic>[^*\s][^*]*)\*|(?<!\w)_(?P<italic2>[^_]+)_(?!\w)"
    r"|!?\[(?P<words>[^\[\]]*)\]\((?P<link>[^()\s]*)(?:\s[^()]*)?\)|`(?P<code>[^`]+)`"
)


def _markdown(text: str) -> Iterable[Run]:
    block, is_open = 0, False
    for line in text.splitlines():
        item, heading = _ITEM.match(line), re.match(r"#{1,6}\s+(.*)", line)
        if not line.strip() or re.fullmatch(r"\s*([-*_=]\s*){3,}", line):
            block, is_open = block + 1, False
        elif heading:
            yield from _spans(heading[1].rstrip(" #"), block + 1, "heading", 0)
            block, is_open = block + 2, False
        elif item:
            block, is_open = block + 1, False
            kind: Kind = "bullet" if item[2] in "-*+" else "number"
            yield from _spans(item[3], block, kind, 1 + min(len(item[1]) // 2, 5))
        else:
            if is_open:
                yield Run(" ", block)
            yield from _spans(line.strip(), block, "paragraph", 0)
            is_open = not line.endswith("  ")
            block += not is_open


def _spans(text: str, block: int, kind: Kind, depth: int) -> Iterable[Run]:
    if "<" in text:
        text = Rich.of_xhtml(text).plain if re.search(r"</?[a-zA-Z]", text) else text
    done = 0
    for found in _SPANS.finditer(text):
        yield Run(text[done : found.start()], block, kind, depth)
        named = found.groupdict()
        bold, italic = named["bold"] or named["bold2"], named["italic"] or named["italic2"]
        yield Run(
            bold or italic or named["words"] or named["code"] or "",
            block,
            kind,
            depth,
            is_bold=bool(bold),
            is_italic=bool(italic),
            link=named["link"] or "",
        )
        done = found.end()
    yield Run(text[done:], block, kind, depth)
