"""What a place looks like, in numbers: where each thing one reads or taps stands, and what is wrong with that.

The boxes come from the accessibility tree, which Flutter places where things are drawn; of what scrolls only the part in
sight counts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from tests.e2e.browser import Tab

SLACK = 2.0
"""Logical pixels by which things may touch: borders and rounding."""
TRIES, PAUSE_MS = 40, 250
LETTER = 0.4 * 14
"""A narrow letter of the smallest text, in logical pixels at 100 %."""
LINE = 14 * 1.45
LONGEST = 14
"""Letters of the longest word that is always given room."""
READ = ("", "heading")
TAPPED = ("button", "link", "radio", "checkbox", "switch", "tab", "textbox")

_BOXES = """() => {
  const host = document.querySelector('flt-semantics-host');
  if (!host) return [];
  const role = n => n.getAttribute('role') || ({INPUT: 'textbox', TEXTAREA: 'textbox', A: 'link', H1: 'heading', H2: 'heading', H3: 'heading'})[n.tagName] || '';
  const path = n => { const up = []; for (let one = n; one && one !== host; one = one.parentElement) up.push(one.id || one.tagName); return up.reverse(); };
  const seen = n => { const b = (n.tagName === 'SPAN' ? n.closest('flt-semantics') : n).getBoundingClientRect(), r = {left: b.left, top: b.top, right: b.right, bottom: b.bottom};
    for (let one = n.parentElement; one && one !== host; one = one.parentElement) {
      const style = getComputedStyle(one), c = one.getBoundingClientRect();
      if (style.overflowY !== 'visible') { r.top = Math.max(r.top, c.top); r.bottom = Math.min(r.bottom, c.bottom); }
    }
    return r; };
  const scrolls = n => { for (let one = n.parentElement; one && one !== host; one = one.parentElement)
      if (['auto', 'scroll'].includes(getComputedStyle(one).overflowY)) return true;
    return false; };
  return [...host.querySelectorAll('*')].filter(n => role(n) || (n.tagName === 'SPAN' && n.textContent.trim()))
    .map(n => { const r = seen(n);
      return {role: role(n), name: (n.getAttribute('aria-label') || n.value || n.textContent || '').trim().slice(0, 90),
              left: r.left, top: r.top, right: r.right, bottom: r.bottom, path: path(n), scrolls: scrolls(n)}; })
    .filter(b => b.right - b.left > 0 && b.bottom - b.top > 0);
}"""


@dataclass(frozen=True)
class Box:
    """One thing in the tree; logical pixels from the window's corner."""

    role: str
    name: str
    left: float
    top: float
    right: float
    bottom: float
    path: tuple[str, ...]
    scrolls: bool  # with the place; else it stands still, as bars and floating buttons do

    def holds(self, other: Box) -> bool:
        """Whether the other stands within it in the tree."""
        return other.path[: len(self.path)] == self.path

    def covers(self, other: Box) -> bool:
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.bottom, other.bottom) - max(self.top, other.top)
        return wide > SLACK and high > SLACK

    def __str__(self) -> str:
        where = f"{self.left:.0f},{self.top:.0f} to {self.right:.0f},{self.bottom:.0f}"
        return f"{self.role or 'text'} {self.name!r} at {where}"


async def boxes(tab: Tab) -> list[Box]:
    found: list[dict[str, Any]] = await tab.page.evaluate(_BOXES)
    return [Box(**{**one, "path": tuple(one["path"])}) for one in found]


def is_broken(box: Box, percent: int) -> bool:
    """Whether a word has less room than it is wide, so that it goes on in the next line without a hyphen."""
    words = [len(word) for word in re.findall(r"[^\W\d_]+", box.name) if len(word) <= LONGEST]
    is_of_lines = box.bottom - box.top > 1.5 * LINE * percent / 100  # else it is a drawing that has a name
    return is_of_lines and box.right - box.left < max(words, default=0) * LETTER * percent / 100


def faults(
    all_boxes: list[Box], width: float, height: float, *, is_end: bool, percent: int = 100
) -> list[str]:
    """What leaves the window at a side, words broken in their middle, and what one taps that stands over another such thing.
    `is_end`: nothing more comes from below, so that what is under a floating button stays there."""
    seen = [one for one in all_boxes if one.bottom > 0 and one.top < height]
    beside = [one for one in seen if one.left < -SLACK or one.right > width + SLACK]
    broken = [one for one in seen if one.role in READ and is_broken(one, percent)]
    tapped = [one for one in seen if one.role in TAPPED and one.name]
    over = [
        (one, other)
        for one, other in combinations(tapped, 2)
        if one.covers(other) and not one.holds(other) and not other.holds(one)
        if is_end or one.scrolls == other.scrolls
    ]
    return [
        *(f"leaves the window: {one}" for one in beside),
        *(f"breaks a word: {one}" for one in broken),
        *(f"stand over each other: {one} and {other}" for one, other in over),
    ]


async def lasting_faults(tab: Tab, width: float, height: float, *, is_end: bool) -> list[str]:
    """What is still wrong when everything stands: after a resize the app draws once more when the server heard of it."""
    found: list[str] = ["nothing is drawn"]
    for _ in range(TRIES):
        now = await boxes(tab)
        found = faults(now, width, height, is_end=is_end, percent=tab.text_percent) if now else found
        if now and not found:
            break
        await tab.page.wait_for_timeout(PAUSE_MS)
    return found


async def stands_still(tab: Tab) -> None:
    """Until two looks find the same: what a place shows first gives way to what it has read."""
    last: list[Box] = []
    for _ in range(TRIES):
        now = await boxes(tab)
        if now and now == last:
            return
        last = now
        await tab.page.wait_for_timeout(PAUSE_MS)


async def scrolled_to_its_end(tab: Tab, width: int, height: int) -> None:
    """Nothing more comes from below."""
    await tab.page.mouse.move(width / 2, height / 2)
    last: list[Box] = []
    for _ in range(TRIES):
        await tab.page.mouse.wheel(0, 20_000)
        await tab.page.wait_for_timeout(PAUSE_MS)
        now = await boxes(tab)
        if now and now == last:
            break
        last = now
