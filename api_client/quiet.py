"""Keeps the libraries below us from writing addresses and bodies into logs.

httpx logs whole URLs with their queries, httpcore every header, Flet whole messages. A search is a sentence about a
person, so none of that may reach a handler, whatever level somebody sets.
"""

from __future__ import annotations

import logging

_NOISY = (
    "httpx",
    "httpcore",
    "httpcore.connection",
    "httpcore.http11",
    "httpcore.http2",
    "httpcore.proxy",
    "httpcore.socks",
    "flet",
    "flet_web",
    "flet_transport",
    "flet_controls",
    "flet_components",
)


def _is_serious(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.WARNING


def silence_logs() -> None:
    """Stops everything below WARNING from httpx, httpcore and Flet. May be called any number of times."""
    for name in _NOISY:
        logger = logging.getLogger(name)
        if logger.level < logging.WARNING:
            logger.setLevel(logging.WARNING)
        if _is_serious not in logger.filters:
            logger.addFilter(_is_serious)
