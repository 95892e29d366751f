"""HAProxy as docs/hosting sets it up, in front of two processes of `lantern serve`, with a certificate of its own making."""

from __future__ import annotations

import csv
import io
import os
import shutil
import socket
import ssl
import subprocess
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.e2e.server import ROOT, Server, free_port

CONFIGURATION = ROOT / "docs" / "hosting" / "haproxy.cfg"
PROGRAM = shutil.which("haproxy") or ("/usr/sbin/haproxy" if Path("/usr/sbin/haproxy").exists() else None)
START_S = 30.0


class Balancer:
    """`with Balancer(folder, clinic) as balancer`. `processes`: by the name that the configuration gives each."""

    def __init__(self, folder: Path, clinic: str, port: int) -> None:
        self._folder, self.port = folder, port
        self.url = f"https://localhost:{self.port}"
        self.processes = {
            name: Server("serve", "--clinic", clinic, "--public-url", self.url) for name in ("one", "two")
        }
        self._admin = folder / "admin.sock"
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Balancer:
        for process in self.processes.values():
            process.start()
        certificate = self._folder / "localhost.pem"
        certificate.write_bytes(_certificate())
        self._environment = {
            **os.environ,
            "LANTERN_ADMIN": str(self._admin),
            "LANTERN_PEER": f"127.0.0.1:{free_port()}",
            "LANTERN_BIND": f"127.0.0.1:{self.port}",
            "LANTERN_CERTIFICATE": str(certificate),
            "LANTERN_HOST": "localhost",
            "LANTERN_ONE": str(self.processes["one"].port),
            "LANTERN_TWO": str(self.processes["two"].port),
        }
        try:
            self.begin()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.end()
        for process in self.processes.values():
            process.stop()

    def begin(self) -> None:
        """Returns when both processes are known to be there."""
        assert PROGRAM is not None
        self._process = subprocess.Popen([PROGRAM, "-db", "-f", str(CONFIGURATION)], env=self._environment)
        end = time.monotonic() + START_S
        while time.monotonic() < end:
            try:
                if all(self._row(name)["status"].startswith("UP") for name in self.processes):
                    return
            except (OSError, KeyError):
                pass
            time.sleep(0.05)
        raise RuntimeError("haproxy did not begin")

    def end(self) -> None:
        """As when its machine is started anew: it forgets which browser was where."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def drain(self, name: str) -> None:
        """No new browsers to this process; those that are there stay."""
        self._says(f"set server lantern/{name} state drain")

    def visits(self, name: str) -> int:
        """How many connections this process was ever given."""
        return int(self._row(name)["stot"])

    def _row(self, name: str) -> dict[str, str]:
        stated = self._says("show stat").removeprefix("# ")
        return next(
            one
            for one in csv.DictReader(io.StringIO(stated))
            if (one["pxname"], one["svname"]) == ("lantern", name)
        )

    def _says(self, command: str) -> str:
        with socket.socket(socket.AF_UNIX) as admin:
            admin.connect(str(self._admin))
            admin.sendall(f"{command}\n".encode())
            pieces = list(iter(lambda: admin.recv(65_536), b""))
        return b"".join(pieces).decode()


def trusting() -> ssl.SSLContext:
    """For a visitor who takes the test's own certificate."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _certificate() -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return private + made.public_bytes(serialization.Encoding.PEM)
