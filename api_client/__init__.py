"""A typed, asynchronous client for FHIR R4 servers: reads, searches, guarded writes, SMART sign-in.

    from api_client import ClinicClient
    from api_client.fhir import Goal

    async with ClinicClient("https://clinic.example/fhir", auth=auth) as clinic:
        async for goal in clinic.search(Goal, {"patient": "Patient/p1"}):
            ...

It knows nothing of any app, store or screen. What it exports is loaded when it is first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from api_client.batch import Entry, EntryReply
    from api_client.capabilities import Capabilities
    from api_client.client import ClinicClient
    from api_client.document import Document
    from api_client.errors import ClinicError
    from api_client.pages import Page
    from api_client.quiet import silence_logs
    from api_client.replies import Written
    from api_client.retry import Retry
    from api_client.transport import Limits, hardened

__all__ = [
    "Capabilities",
    "ClinicClient",
    "ClinicError",
    "Document",
    "Entry",
    "EntryReply",
    "Limits",
    "Page",
    "Retry",
    "Written",
    "hardened",
    "silence_logs",
]

_HOMES = {
    "Capabilities": "capabilities",
    "ClinicClient": "client",
    "ClinicError": "errors",
    "Document": "document",
    "Entry": "batch",
    "EntryReply": "batch",
    "Limits": "transport",
    "Page": "pages",
    "Retry": "retry",
    "Written": "replies",
    "hardened": "transport",
    "silence_logs": "quiet",
}


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{home}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
