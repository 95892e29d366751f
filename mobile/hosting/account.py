"""Which account of this machine is at the other end of a connection, where the system says so (Linux).

Cookies know no ports: a server that another account runs here is sent the owner's cookie if the owner's browser is led to
it, and could come with it. It cannot come as the owner. Elsewhere than on Linux nothing tells.
"""

from __future__ import annotations

import os
import socket
import struct
from collections.abc import Iterator
from pathlib import Path

from starlette.types import Scope

ROOT = 0
ESTABLISHED = "01"
TABLES = (Path("/proc/net/tcp"), Path("/proc/net/tcp6"))


def is_foreign(scope: Scope, tables: tuple[Path, ...] = TABLES) -> bool:
    """Whether another account than this process's asks. Also where nobody is at the other end any more: what was sent
    and left behind is nobody's. False where the system does not say; what the machine's administrator asks is not kept out."""
    try:
        rows = "".join(table.read_text("ascii") for table in tables)
        asks, asked = _written(scope["client"]), _written(scope["server"])
    except (OSError, KeyError, TypeError, ValueError):
        return False
    return not any(owner in (os.getuid(), ROOT) for owner in _owners(rows, asks, asked))


def _owners(rows: str, asks: tuple[str, str], asked: tuple[str, str]) -> Iterator[int]:
    """Of the open sockets that are connected from `asks` to `asked`."""
    for row in rows.splitlines():
        words = row.split()
        is_it = len(words) > 9 and words[1] in asks and words[2] in asked
        # Of what was closed already the table says account 0 and no file.
        if is_it and words[3] == ESTABLISHED and words[9] != "0":
            yield int(words[7])


def _written(end: tuple[str, int]) -> tuple[str, str]:
    """As the tables write an IPv4 address and a port: alone, and as the IPv6 one that means it."""
    address, port = end
    (number,) = struct.unpack("=I", socket.inet_aton(address))
    (mark,) = struct.unpack("=I", b"\0\0\xff\xff")
    return f"{number:08X}:{port:04X}", f"{'0' * 16}{mark:08X}{number:08X}:{port:04X}"
