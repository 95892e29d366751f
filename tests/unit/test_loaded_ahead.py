"""What a process that serves many loads before it does: whoever goes somewhere first lets nobody wait for the disk."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).parents[2]
FIRST_USES = """
import io, sys
import mobile.app, mobile.cli, mobile.hosting.site, mobile.wiring.app_services
from mobile.shell.loading import load_every_place
load_every_place()
before = set(sys.modules)

from PIL import Image
Image.open(io.BytesIO(sys.stdin.buffer.read())).load()

from mobile.care.questionnaire.fhirpath import syntax
syntax.parse("%resource.item.where(linkId = 'a').answer.value + 1")

import httpx
httpx.AsyncHTTPTransport()

from mobile.shell.routes import PLACES
for place in PLACES:
    place.load()
print(sorted(set(sys.modules) - before))
"""


def test_first_uses_load_nothing_more() -> None:
    Image.new("RGB", (2, 2)).save(picture := io.BytesIO(), "JPEG")
    command = [sys.executable, "-c", FIRST_USES]
    ran = subprocess.run(
        command, cwd=ROOT, input=picture.getvalue(), capture_output=True, check=True, timeout=120
    )
    assert ran.stdout.decode().strip() == "[]"
