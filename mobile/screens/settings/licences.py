"""What Lantern is made of, and whose work that is. A list only; the licences of the fonts travel beside the fonts."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import metadata


@dataclass(frozen=True)
class Work:
    """Names are names: they are not translated."""

    name: str
    by: str
    licence: str


FONTS = (
    Work("Newsreader", "The Newsreader Project Authors", "SIL Open Font License 1.1"),
    Work(
        "Atkinson Hyperlegible Next",
        "The Atkinson Hyperlegible Next Project Authors",
        "SIL Open Font License 1.1",
    ),
    Work("Material Symbols", "Google", "Apache License 2.0"),
)
PROGRAMS = (
    Work("Flet", "Appveyor Systems", "Apache License 2.0"),
    Work("Flutter", "The Flutter Authors", "BSD 3-Clause"),
    Work("HTTPX, Starlette, Uvicorn", "Encode", "BSD 3-Clause"),
    Work("Pydantic", "Samuel Colvin", "MIT"),
    Work("cryptography", "The Python Cryptographic Authority", "Apache License 2.0 or BSD 3-Clause"),
    Work("argon2-cffi", "Hynek Schlawack", "MIT"),
    Work("Python", "Python Software Foundation", "PSF License"),
)


def version() -> str:
    """`0.1.0`; "" where the app was built without its own record."""
    try:
        return metadata.version("lantern-companion")
    except metadata.PackageNotFoundError:
        return ""
