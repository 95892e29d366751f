"""What holds for every test: no socket leaves this machine, no log holds a word a patient wrote, and what is written is
written to memory where there is enough.

A commit waits for the disk, several milliseconds where it is slow, and that wait proves nothing here: a killed process
loses no more on a disk than in memory. Whoever sets TMPDIR says where instead; `make campaign` does, and meets the disk.
"""

from __future__ import annotations

import os
import shutil
import socket
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import hypothesis
import pytest

from api_client.sandbox import clinic
from api_client.sandbox.idtoken import Signer
from mobile.records import kdf
from tests.filled_clinic import Filler

# How long an example takes says nothing on a machine that does other work: speed is for `make bench`.
hypothesis.settings.register_profile("facts", deadline=None)
hypothesis.settings.load_profile("facts")


UNTIL = float(os.environ.get("LANTERN_TESTS_UNTIL", "inf"))
"""When `make quick` begins no more tests, in seconds since 1970."""

MEMORY = "/dev/shm"
ENOUGH_BYTES = 2 << 30
"""A container often has 64 MB there, and a browser wants its own share of it."""

LOOPBACK = ("127.", "::1", "localhost", "0.0.0.0")


class LeftThisMachine(AssertionError):
    """A test tried to reach another host."""


@pytest.fixture(autouse=True, scope="session")
def clinics_are_filled_once() -> Iterator[None]:
    """See tests/filled_clinic.py."""
    filler = Filler(clinic.seed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clinic, "seed", filler)
        patch.setattr(Signer, "_key", lambda self: filler.key())
        yield
    filler.close()


@pytest.fixture(autouse=True)
def keys_are_stretched_quickly(request: pytest.FixtureRequest) -> Iterator[None]:
    """Argon2id over the least memory it takes, whatever cost is asked for, which stays the one that is written down and checked.
    A PIN takes 0.1 s otherwise, by far the longest of most tests that lock. `full_cost` marks those that open what was made elsewhere:
    each PIN and salt once there."""
    stretch = kdf.hash_secret_raw

    def quickly(words: bytes, salt: bytes, **cost: Any) -> bytes:
        return stretch(words, salt, **{**cost, "time_cost": 1, "memory_cost": 8 * cost["parallelism"]})

    is_full = request.node.get_closest_marker("full_cost") is not None
    with (
        pytest.MonkeyPatch.context() as patch
    ):  # of its own: a test that undoes its patches does not undo this one
        patch.setattr(kdf, "hash_secret_raw", cache(stretch) if is_full else quickly)
        yield


@pytest.fixture(autouse=True)
def only_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuses every connection that is not loopback or a local socket file."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and not str(address[0]).startswith(LOOPBACK):
            raise LeftThisMachine("a connection to another host")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


def pytest_configure(config: pytest.Config) -> None:
    """Processes that a test starts write there too."""
    if (
        "TMPDIR" not in os.environ
        and os.access(MEMORY, os.W_OK)
        and shutil.disk_usage(MEMORY).free >= ENOUGH_BYTES
    ):
        os.environ["TMPDIR"] = tempfile.tempdir = MEMORY
    if os.environ.pop("PYTHONDONTWRITEBYTECODE", ""):
        config.add_cleanup(compile_once())


def compile_once() -> Callable[[], None]:
    """Where Python is told to leave no bytecode in the tree, every app that a test starts would compile all of it anew, and so would
    every worker: a third of an app's start. It is kept in a folder of this run instead. Returns what removes it."""
    folder = tempfile.mkdtemp(prefix="lantern-bytecode-")
    os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix = folder
    sys.dont_write_bytecode = False
    return lambda: shutil.rmtree(folder, ignore_errors=True)


def pytest_runtest_setup(item: pytest.Item) -> None:
    if time.time() > UNTIL:
        pytest.skip("`make quick` has no time left for it; `make test` runs it")
