"""A phone that shows reminders: its port, whole, with a person who allows it or not. It takes no more than 60."""

from __future__ import annotations

from collections.abc import Sequence

from mobile.device.notifier_port import CannotNotify, Health, Notice


class PretendNotifier:
    """`may` is what the person answers when the phone asks. `is_silent`: it does not answer at all."""

    def __init__(self, *, may: bool = True, hides_words: bool = True) -> None:
        self.hides_words = hides_words
        self.may = may
        self.says = Health(may_show=True, is_exact=True, saves_battery=False)
        self.is_silent = False
        self.refuses: set[int] = set()
        self.has: dict[int, Notice] = {}
        self.seen: dict[int, Notice] = {}  # stand shown
        self.asked: list[str] = []
        self.exact: set[int] = set()
        self.channel = ""
        self.fullest = 0

    def _answers(self, verb: str) -> None:
        self.asked.append(verb)
        if self.is_silent:
            raise CannotNotify

    async def held(self) -> Sequence[Notice]:
        self._answers("held")
        return list(self.has.values())

    async def add(self, notice: Notice, channel: str, *, is_exact: bool) -> None:
        self._answers("add")
        assert notice.number not in self.has, "two of one"
        if notice.number in self.refuses:
            raise CannotNotify
        self.has[notice.number], self.channel = notice, channel
        self.exact |= {notice.number} if is_exact else set()
        self.fullest = max(self.fullest, len(self.has))
        assert self.fullest <= 60

    async def remove(self, number: int) -> None:
        self._answers("remove")
        self.has.pop(number, None)
        self.seen.pop(number, None)

    async def shown(self) -> Sequence[int]:
        self._answers("shown")
        return list(self.seen)

    async def show_now(self, notice: Notice, channel: str) -> None:
        self._answers("show_now")
        self.seen[notice.number], self.channel = notice, channel

    async def health(self) -> Health:
        self._answers("health")
        return self.says

    async def ask(self) -> bool:
        self._answers("ask")
        return self.may

    async def ask_for_exact(self) -> bool:
        self._answers("ask_for_exact")
        return self.may

    async def open_settings(self) -> None:
        self._answers("open_settings")
