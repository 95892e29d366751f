"""Everything in one zip file, to move: a FHIR Bundle, the files beside it, what Lantern needs to bring it back, fingerprints.

`everything.json` and `media/` are for any program. `lantern.json` has each record exactly as it was kept, its files left
out where they stand in `media/`. A file that was cut or changed is found by `check.txt` before anything of it is used.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from typing import Any, cast

from mobile.documents.bundle import MEDIA, Files, Kept, bundle_of, taken_out, written
from mobile.documents.pointers import attachments
from mobile.records.errors import DamagedCopy, NotAnExport

ZIP = b"PK"
BUNDLE, OURS, CHECK = "everything.json", "lantern.json", "check.txt"
MOST_BYTES = 1 << 30
"""Unpacked. More than that was not made by us."""
MOST_FILES = 200_000
_NOTES = re.compile(r"(?:.*/)?(?:\._[^/]*|\.DS_Store|Thumbs\.db|desktop\.ini)", re.DOTALL)
_LEFT_OUT = "lantern-file:"
_ADDRESS = re.compile(r'"lantern-file:(media/[0-9a-f]{32}[.a-z0-9]{2,12})"')


def packed(values: Mapping[str, Any], made_at: str) -> bytes:
    """`values`: what `Copier.whole` read. `made_at`: an instant."""
    files = Files()
    every = [cast("Mapping[str, Any]", one) for one in values["records"] if one is not None]
    base = str(values["of"]).split("|")[0]
    bundle = bundle_of([_kept(one) for one in every], base, made_at, files)
    ours = {
        **values,
        "records": [
            one and {**one, "text": _without_files(one["text"], files), "link": _link(one["link"], files)}
            for one in values["records"]
        ],
    }
    content = {
        BUNDLE: written(bundle).encode("utf-8", "replace"),
        OURS: json.dumps(ours).encode(),
        **files.content,
    }
    content[CHECK] = "".join(f"{_print_of(data)}  {name}\n" for name, data in content.items()).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            info = zipfile.ZipInfo(name)  # without the time of day it was made at
            is_file = name.startswith(MEDIA)  # pictures and sound are small already
            archive.writestr(info, data, zipfile.ZIP_STORED if is_file else zipfile.ZIP_DEFLATED)
    return out.getvalue()


def unpacked(data: bytes, *, is_surely_ours: bool = False) -> dict[str, Any]:
    """What `packed` was given. Raises DamagedCopy for what was cut or changed, NotAnExport for what is not ours.

    `is_surely_ours`: a seal says that nobody else made it, so that it may be as large as it is.
    """
    try:
        content = _content(data, is_surely_ours=is_surely_ours)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        ValueError,
        NotImplementedError,
        RuntimeError,
    ):
        raise DamagedCopy from None
    if OURS not in content or CHECK not in content:
        raise NotAnExport
    lines = (line.partition("  ") for line in _lines(content.pop(CHECK)))
    prints = {name: digest for digest, _, name in lines}
    if prints != {name: _print_of(one) for name, one in content.items()}:
        raise DamagedCopy
    try:
        values = json.loads(content[OURS])
        texts = [text for one in values["records"] if one is not None for text in _texts(one)]
        if not is_surely_ours and sum(_named_bytes(text, content) for text in texts) > MOST_BYTES:
            raise NotAnExport  # few files named often would fill the memory
        for one in values["records"]:
            if one is not None:
                one["text"] = _with_files(one["text"], content)
                if one["link"]:
                    one["link"]["base"] = _with_files(one["link"]["base"], content)
        return values
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise NotAnExport from None


def _texts(one: Any) -> list[Any]:
    return [one["text"], *([one["link"]["base"]] if one["link"] else [])]


def _named_bytes(text: Any, content: Mapping[str, bytes]) -> int:
    """How many bytes of files a text without them names. Raises KeyError for a file that is not there."""
    if not isinstance(text, dict):
        return 0
    without = cast("dict[str, str]", text)["left_out"]
    return sum(len(content[found[1]]) for found in _ADDRESS.finditer(without))


def _content(data: bytes, *, is_surely_ours: bool) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        infos = archive.infolist()
        is_large = len(infos) > MOST_FILES or sum(info.file_size for info in infos) > MOST_BYTES
        if is_large and not is_surely_ours:
            raise NotAnExport
        named = {name: info for info in infos if not _is_the_systems(name := info.filename)}
        folder = _folder_of(named)
        inside = {name: info for name, info in named.items() if name.startswith(folder)}
        if len(inside) < len(named):
            raise DamagedCopy
        return {name.removeprefix(folder): archive.read(info) for name, info in inside.items()}


def _is_the_systems(name: str) -> bool:
    """What a computer puts into a zip file by itself: a folder's own line, and notes of how it is shown."""
    return name.endswith("/") or name.startswith("__MACOSX/") or _NOTES.fullmatch(name) is not None


def _folder_of(names: Iterable[str]) -> str:
    """In which folder it lies: "" as it was made, and a folder's name with its stroke once somebody unpacked it and packed the folder:
    a Mac unpacks what it downloads by itself."""
    found = [name.removesuffix(OURS) for name in names if name == OURS or name.endswith(f"/{OURS}")]
    return min(found, key=len, default="")


def _lines(check: bytes) -> list[str]:
    return check.decode("utf-8", "replace").splitlines()


def _print_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _kept(one: Mapping[str, Any]) -> Kept:
    link = one["link"]
    server = f"{link['type']}/{link['id']}" if link else None
    return Kept(one["id"], one["kind"], one["text"], server)


def _link(link: Mapping[str, Any] | None, files: Files) -> dict[str, Any] | None:
    return {**link, "base": _without_files(link["base"], files)} if link else None


def _without_files(text: str, files: Files) -> str | dict[str, str]:
    """The text as it is, or as {"left_out": text} with the address of each file in the place of its base64."""
    if '"data"' not in text or _LEFT_OUT in text:
        return text
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return text
    without = text
    for attachment in attachments(document):
        data = taken_out(attachment.get("data"))
        if data is not None:
            address = files.put(data, attachment.get("contentType"))
            without = without.replace(f'"{attachment["data"]}"', f'"{_LEFT_OUT}{address}"')
    return {"left_out": without} if without != text else text


def _with_files(text: Any, content: Mapping[str, bytes]) -> Any:
    """Raises KeyError for a file that is not there."""
    if not isinstance(text, dict):
        return text
    without = cast("dict[str, str]", text)["left_out"]
    return _ADDRESS.sub(lambda found: f'"{base64.b64encode(content[found[1]]).decode()}"', without)
