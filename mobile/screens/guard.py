"""Every handler and every task of a screen goes through here, because Flet shows a person the text of an error.

An exception becomes one calm sentence. Logged are the error's type and the place in our code, never its text: it may
hold what a patient wrote. Nothing here swallows cancellation.
"""

from __future__ import annotations

import inspect
import logging
import traceback
from collections.abc import Awaitable, Callable
from functools import lru_cache, partial
from itertools import islice
from pathlib import PurePath
from types import CodeType, FunctionType, MethodType
from typing import Any

from mobile.records.errors import Locked, NotSaved
from mobile.screens.wording import Wording

Handler = Callable[..., Any]
Guarded = Callable[..., Awaitable[None]]

_EVENT_NAMES = ("e", "event", "_")

log = logging.getLogger("lantern.screens")


def place_of(error: BaseException) -> str:
    """`screens/journal/view.py:41`: the last line of our own code the error passed."""
    ours = [f for f in traceback.extract_tb(error.__traceback__) if "mobile" in PurePath(f.filename).parts]
    if not ours:
        return "outside"
    parts = PurePath(ours[-1].filename).parts
    start = len(parts) - 1 - parts[::-1].index("mobile")
    return f"{'/'.join(parts[start + 1 :])}:{ours[-1].lineno}"


def wants_event(handler: Handler) -> bool:
    """Whether the handler takes Flet's event: a parameter without default, or one named `e` or `event`.

    A default that only carries a value into a lambda (`lambda i=i: ...`) is left alone.
    """
    function, bound, named = handler, 0, frozenset[str]()
    while isinstance(function, partial):
        function, bound, named = (
            function.func,
            bound + len(function.args),
            named.union(function.keywords),
        )
    if isinstance(function, MethodType):
        function, bound = function.__func__, bound + 1
    if not isinstance(function, FunctionType) or hasattr(function, "__wrapped__"):
        return _signature_wants_event(handler)
    return _code_wants_event(function.__code__, len(function.__defaults__ or ()), bound, named)


@lru_cache(maxsize=4096)
def _code_wants_event(code: CodeType, defaults: int, bound: int, named: frozenset[str]) -> bool:
    """The same of a function's own code, looked at once however often a place is drawn. `bound`, `named`: what is filled in already:
    so many of its first parameters, and these; what follows one of these is taken by name alone."""
    names = tuple(islice(code.co_varnames, code.co_argcount))
    for place, name in enumerate(names[bound:], bound):
        if name in named:
            return False
        if place < len(names) - defaults or name in _EVENT_NAMES:
            return True
    return bool(code.co_flags & inspect.CO_VARARGS)


def _signature_wants_event(handler: Handler) -> bool:
    try:
        parameters = inspect.signature(handler).parameters.values()
    except (TypeError, ValueError):
        return False
    for parameter in parameters:
        if parameter.kind in (parameter.KEYWORD_ONLY, parameter.VAR_KEYWORD):
            continue
        if parameter.kind is parameter.VAR_POSITIONAL or parameter.default is parameter.empty:
            return True
        if parameter.name in _EVENT_NAMES:
            return True
    return False


class Guard:
    """Turns what goes wrong into words. One a page."""

    def __init__(self, say: Callable[[str], None], wording: Callable[[], Wording]) -> None:
        self._say = say
        self._wording = wording
        self.on_activity: Callable[[], None] = lambda: None

    def __call__(self, handler: Handler, *, is_activity: bool = True) -> Guarded:
        """Wraps a sync or async handler of no or one argument for any `on_...` of a control.

        `is_activity` False: for what the platform says by itself; it must not count as somebody being there.
        """
        takes_event = wants_event(handler)

        async def guarded(e: Any = None) -> None:
            if is_activity:
                self.on_activity()
            call = partial(handler, e) if takes_event else handler
            await self._run(call)

        guarded.does = handler  # type: ignore[attr-defined]  # so that two of them can be compared
        return guarded

    async def task(self, coroutine: Awaitable[Any]) -> None:
        """The same for work started without a tap; Flet would only print its error where nobody sees it."""

        async def wait() -> None:
            await coroutine

        await self._run(wait)

    async def _run(self, call: Callable[[], Any]) -> None:
        try:
            result = call()
            if inspect.isawaitable(result):
                await result
        except Exception as error:
            self.report(error)

    def report(self, error: Exception) -> None:
        """Logs type and place, and tells the person what is safe. Never raises: nothing stands behind it."""
        is_harmless = _is_harmless(error)
        log.log(
            logging.INFO if is_harmless else logging.ERROR, "%s at %s", type(error).__name__, place_of(error)
        )
        try:
            if not is_harmless:
                self._say(self._sentence(error))
        except Exception as second:
            log.error("%s at %s", type(second).__name__, place_of(second))

    def _sentence(self, error: Exception) -> str:
        wording = self._wording()
        if isinstance(error, NotSaved):
            return wording.words_not_saved(is_full=error.reason == "full")
        return wording.went_wrong()


def _is_harmless(error: Exception) -> bool:
    """The app was locked meanwhile, and says so already; or a control left the page before it was redrawn."""
    return isinstance(error, Locked) or (
        isinstance(error, RuntimeError) and "added to the page first" in str(error)
    )
