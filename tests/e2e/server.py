"""Lantern in a process of its own, for tests that drive it from outside."""

from __future__ import annotations

import io
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[2]
START_S = 60
ASK_EVERY_S = 3
"""What one person shared is seen by another at their app's next question to the clinic: 20 s apart where nobody says otherwise."""


class Server:
    """`lantern demo` (or another command) in a process of its own. Ended by its id, never by name."""

    def __init__(
        self, *arguments: str, port: int | None = None, data: Path | None = None, module: str = "mobile.cli"
    ) -> None:
        self._module = module
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.entry = self.url  # `app`: the address that lets a browser in, once
        if not arguments and module == "mobile.cli":
            arguments = ("demo",)
        self._command = [*arguments, "--port", str(self.port)]
        if arguments and arguments[0] in ("demo", "app"):
            self._command.append("--no-browser")
        if arguments and arguments[0] in ("demo", "app", "serve") and "--ask-every" not in arguments:
            self._command += ["--ask-every", str(ASK_EVERY_S)]
        if data is not None:
            self._command += ["--data", str(data)]
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> Server:
        """Returns when it answers. Raises RuntimeError with what it printed if it does not."""
        environment = {**os.environ, "PYTHONUNBUFFERED": "1", "FLET_SESSION_TIMEOUT": "60"}
        self._process = subprocess.Popen(
            [sys.executable, "-m", self._module, *self._command],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        end = time.monotonic() + START_S
        while time.monotonic() < end:
            if self._process.poll() is not None:
                raise RuntimeError(f"lantern ended: {self._printed()}")
            try:
                with urlopen(self.url, timeout=2):
                    return self
            except HTTPError:  # a clinic has no page at its root, and says so; `app` has none for a stranger
                self.entry = self._entry()
                return self
            except OSError:
                time.sleep(0.1)
        self.stop()
        raise RuntimeError("lantern did not answer")

    def _entry(self) -> str:
        """The address that `lantern app` prints."""
        if self._command[:1] != ["app"]:
            return self.url
        assert self._process is not None
        assert self._process.stdout is not None
        return self._process.stdout.readline().decode().split()[-1]

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def wait(self) -> None:
        """Until it ended by itself. Raises subprocess.TimeoutExpired."""
        assert self._process is not None
        self._process.wait(30)

    def _printed(self) -> str:
        assert self._process is not None
        assert self._process.stdout is not None
        return self._process.stdout.read().decode(errors="replace")[-4000:]

    def kill(self) -> None:
        """As the system kills an app: at once, in the middle of whatever it does."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait(15)
            if process.stdout is not None:
                process.stdout.close()

    def stop(self) -> str:
        """Ends the process this object started. Returns the end of what it printed, for a person to read."""
        process, self._process = self._process, None
        if process is not None:
            process.terminate()
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(5)
            with process.stdout or io.BytesIO() as printed:
                return printed.read().decode(errors="replace")[-4000:]
        return ""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
