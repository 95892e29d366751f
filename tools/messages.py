"""Spanish for every sentence: finds what the app says, checks that `mobile/i18n/es/*.po` say it too, compiles `es.mo`.

    python tools/messages.py            compiles es.mo, drops what stands nowhere any more, lists what has no Spanish
    python tools/messages.py --add      also writes the missing sentences, empty, into es/<place>.po
    python tools/messages.py --check    changes nothing; fails when a sentence has no Spanish or stands nowhere, or es.mo is stale

One .po a place, so that several people can add at once: what stands in `mobile/screens/journal/` belongs to
`es/journal.po`, the rest to `es/shell.po`. A sentence that stands in two places needs Spanish in one.
"""

from __future__ import annotations

import argparse
import ast
import io
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "mobile"
FOLDER = SOURCES / "i18n" / "es"
COMPILED = SOURCES / "i18n" / "es.mo"
ONE = {"_", "gettext", "N_"}
MANY = {"ngettext"}

MessageId = str | tuple[str, str]


@dataclass(frozen=True)
class Sentence:
    """One sentence in the source. `what`: the text, or singular and plural."""

    what: MessageId
    place: str  # "journal", "shell"
    at: str  # "mobile/screens/journal/view.py:31"


def sentences_in(path: Path, root: Path = ROOT) -> Iterator[Sentence]:
    """Every sentence of a file. Raises ValueError for `_(...)` of something that is no plain text."""
    relative = path.relative_to(root).as_posix()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if name not in ONE | MANY:
            continue
        texts = [_text(argument) for argument in node.args[: 2 if name in MANY else 1]]
        at = f"{relative}:{node.lineno}"
        if len(texts) < (2 if name in MANY else 1):
            continue
        if any(text is None for text in texts):
            if name == "_" and not _is_name(node.args[0]):
                raise ValueError(f"{at}: only a plain text can be translated; use .format afterwards")
            continue
        what: MessageId = (texts[0] or "", texts[1] or "") if name in MANY else texts[0] or ""
        yield Sentence(what, place_of(relative), at)


def _text(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _is_name(node: ast.expr) -> bool:
    """`_(line.label)`: a sentence marked with N_ elsewhere."""
    return isinstance(node, (ast.Name, ast.Attribute, ast.Subscript, ast.Call))


def place_of(relative: str) -> str:
    """Which .po a source file belongs to."""
    parts = Path(relative).parts
    return parts[2] if parts[:2] == ("mobile", "screens") and len(parts) > 3 else "shell"


def every_sentence() -> list[Sentence]:
    files = sorted(p for p in SOURCES.rglob("*.py") if "__pycache__" not in p.parts)
    return [sentence for path in files for sentence in sentences_in(path)]


def key_of(what: MessageId) -> str:
    return what if isinstance(what, str) else what[0]


def catalogues() -> dict[str, Catalog]:
    """The Spanish of every place."""
    found = {}
    for path in sorted(FOLDER.glob("*.po")):
        with path.open("rb") as file:
            found[path.stem] = read_po(file, locale="es")
    return found


def is_whole(catalog: Catalog, what: MessageId) -> bool:
    message = catalog.get(key_of(what))
    if message is None:
        return False
    words = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return len(words) == (1 if isinstance(what, str) else 2) and all(word.strip() for word in words)


def missing(sentences: list[Sentence], spanish: dict[str, Catalog]) -> list[Sentence]:
    """Sentences without Spanish in any place, each once."""
    found: dict[str, Sentence] = {}
    for one in sentences:
        if not any(is_whole(catalog, one.what) for catalog in spanish.values()):
            found.setdefault(key_of(one.what), one)
    return list(found.values())


def compiled(sentences: list[Sentence], spanish: dict[str, Catalog]) -> bytes:
    """The .mo of everything that stands in the source and has Spanish; the same bytes for the same words."""
    whole = Catalog(locale="es")
    for one in sorted(sentences, key=lambda s: key_of(s.what)):
        for catalog in spanish.values():
            if is_whole(catalog, one.what):
                message = catalog.get(key_of(one.what))
                whole.add(one.what, message.string if message else "")
                break
    whole.mime_headers = [("Content-Type", "text/plain; charset=utf-8"), ("Plural-Forms", whole.plural_forms)]
    out = io.BytesIO()
    write_mo(out, whole)
    return out.getvalue()


def words_of(mo: bytes) -> dict[str, object]:
    """What a .mo says, for comparing: its header may differ by a version of the compiler."""
    catalog = read_mo(io.BytesIO(mo))
    return {key_of(message.id): message.string for message in catalog if message.id}


def unused(sentences: list[Sentence], spanish: dict[str, Catalog]) -> list[tuple[str, str]]:
    """Place and sentence of what has Spanish and stands nowhere any more."""
    known = {key_of(one.what) for one in sentences}
    return [
        (place, key_of(message.id))
        for place, catalog in spanish.items()
        for message in catalog
        if message.id and key_of(message.id) not in known
    ]


def drop_unused(gone: list[tuple[str, str]], spanish: dict[str, Catalog]) -> None:
    for place in {place for place, _ in gone}:
        for _, sentence in (one for one in gone if one[0] == place):
            spanish[place].delete(sentence)
        _write(place, spanish[place])


def _write(place: str, catalog: Catalog) -> None:
    with (FOLDER / f"{place}.po").open("wb") as file:
        write_po(file, catalog, width=0, omit_header=True, sort_output=True)


def add_missing(lacking: list[Sentence], spanish: dict[str, Catalog]) -> None:
    """Writes empty entries into the right .po, sorted, so that whoever translates finds them."""
    for place in sorted({one.place for one in lacking}):
        catalog = spanish.setdefault(place, Catalog(locale="es", fuzzy=False, header_comment=""))
        for one in lacking:
            if one.place == place and catalog.get(key_of(one.what)) is None:
                catalog.add(one.what, "" if isinstance(one.what, str) else ("", ""))
        _write(place, catalog)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Spanish for every sentence")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--add", action="store_true")
    options = parser.parse_args(arguments)
    is_check = options.check
    sentences, spanish = every_sentence(), catalogues()
    lacking = missing(sentences, spanish)
    mo = compiled(sentences, spanish)
    is_stale = not COMPILED.exists() or words_of(COMPILED.read_bytes()) != words_of(mo)
    for one in lacking:
        print(f"no Spanish: {one.at}: {key_of(one.what)!r} (es/{one.place}.po)")  # noqa: T201
    gone = unused(sentences, spanish)
    if is_check:
        for place, sentence in gone:
            print(f"nowhere any more: {sentence!r} (es/{place}.po)")  # noqa: T201
        if is_stale:
            print("es.mo is stale: run `make messages`")  # noqa: T201
        return 1 if lacking or is_stale or gone else 0
    drop_unused(gone, spanish)
    if options.add:
        add_missing(lacking, spanish)
    if is_stale:
        COMPILED.write_bytes(mo)
    print(f"{len({key_of(s.what) for s in sentences})} sentences, {len(lacking)} without Spanish")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
