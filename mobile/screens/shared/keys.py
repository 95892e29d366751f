"""The keys of the workspace, and what they do now: which key opens whom, on a wide page of a device that has keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mobile.screens.panels.key_bar import ALL, BEFORE, NEXT, STEPS, WITH_KEYS, KeyBar, all_key
from mobile.screens.shared.listing import Entry
from mobile.screens.shared.then import name_text

FIND, REPLY, BRIEF, SUMMARY = "/", "R", "B", "L"
ESCAPE_KEY = "Esc"
SEND_KEY = "Ctrl+Enter"
"""Heard while somebody writes, too."""

__all__ = [
    "ALL",
    "BEFORE",
    "BRIEF",
    "ESCAPE_KEY",
    "FIND",
    "NEXT",
    "REPLY",
    "SEND_KEY",
    "STEPS",
    "SUMMARY",
    "WITH_KEYS",
    "DeskKeys",
    "KeyBar",
    "all_key",
]


class DeskKeys(KeyBar):
    """Of the workspace."""

    def show(
        self,
        coming: Entry | None,
        before: Entry | None,
        *,
        has_find: bool,
        has_reply: bool,
        has_brief: bool,
        has_summary: bool,
        has_all: bool,
    ) -> bool:
        """`coming`, `before`: whom the keys open; None: the list has nobody more that way. Returns whether it changed."""
        has = {FIND: has_find, REPLY: has_reply, BRIEF: has_brief, SUMMARY: has_summary}
        return self.say(self._keys(coming, before, has, has_all), has_all=has_all)

    def _keys(
        self, coming: Entry | None, before: Entry | None, has: Mapping[str, bool], has_all: bool
    ) -> Sequence[tuple[str, ...]]:
        """Each key, what it does now in small, and in a sentence. `has`: the keys that do something only at times."""
        s = self._s
        _ = s._
        to = _("next: {name}").format(name=name_text(s, coming)) if coming is not None else _("no next")
        back = _("before") if before is not None else _("nobody before")
        find = (FIND, _("find"), _("Puts the cursor into Find by name"))
        reply = (REPLY, _("reply"), _("Puts the cursor into your reply"))
        brief = (BRIEF, _("brief"), _("Opens the brief of who is open, before you meet"))
        lines = (SUMMARY, _("summary"), _("Opens the summary you keep with the care team, of who is open"))
        send = (SEND_KEY, _("send"), _("Sends the reply that is being written"))
        leave = (
            ESCAPE_KEY,
            _("out of a field"),
            _("Takes the cursor out of the field, and what is written stays"),
        )
        return [
            (NEXT, to, _("Opens the next person, in the order and filter the list shows")),
            (BEFORE, back, _("Opens the one before")),
            *([reply] if has[REPLY] else []),
            *([send] if has[REPLY] and has_all else []),
            *([brief] if has[BRIEF] else []),
            *([lines] if has[SUMMARY] else []),
            *([find] if has[FIND] else []),
            *([leave] if has_all and (has[FIND] or has[REPLY]) else []),
            all_key(s, has_all=has_all),
        ]
