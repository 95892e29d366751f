"""What may reach a log: nothing of an address or a message body."""

from __future__ import annotations

import logging

from api_client import silence_logs


def quiet_logs() -> None:
    """Flet, uvicorn and the HTTP libraries print addresses and message bodies; none of that may reach a log."""
    for name in (
        "flet",
        "flet_web",
        "flet_transport",
        "flet_controls",
        "flet_object_patch",
        "uvicorn.access",
    ):
        logging.getLogger(name).setLevel(logging.ERROR)
    silence_logs()
