"""The web server: uvicorn, with every limit it has and those it lacks."""

from __future__ import annotations

import contextlib
from functools import partial
from typing import Any, cast

import uvicorn
from starlette.types import ASGIApp

from mobile.hosting.connections import HttpConnection, SocketConnection
from mobile.hosting.limits import Limits
from mobile.hosting.room import Room

FILES = 65_536
BACKLOG = 2_048


def server(
    site: ASGIApp,
    host: str,
    port: int,
    *,
    is_proxied: bool,
    limits: Limits | None = None,
    says_date: bool = True,
) -> uvicorn.Server:
    """`is_proxied`: browsers come through a proxy on this machine, which says who they are; else nobody is believed that.
    `says_date` False: the site has a clock of its own."""
    limits = limits or Limits()
    _allow_files()
    room = Room(limits, is_proxied=is_proxied)
    config = uvicorn.Config(
        cast("Any", site),
        host,
        port,
        http=cast("Any", partial(HttpConnection, room=room)),
        ws=cast("Any", partial(SocketConnection, room=room)),
        ws_max_size=limits.first_bytes,  # until it has said which page it is
        ws_per_message_deflate=False,
        h11_max_incomplete_event_size=limits.head_bytes,
        timeout_graceful_shutdown=limits.stop_s,
        proxy_headers=is_proxied,
        date_header=says_date,
        server_header=False,
        backlog=BACKLOG,
        log_level="error",
        access_log=False,
    )
    return uvicorn.Server(config)


def _allow_files() -> None:
    """A connection is an open file, and so are the stores of every page: the usual thousand is too few."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = FILES if hard == resource.RLIM_INFINITY else min(hard, FILES)
        if soft != resource.RLIM_INFINITY and soft < wanted:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
