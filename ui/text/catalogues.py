"""The catalogues as files: extracted from the code, merged, compiled."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from ui.text import FOLDERS, LOCALE

CODE = Path(__file__).parents[1]
KEYWORDS: dict[str, Any] = {"t": None, "tn": (1, 2)}
# Where words go that no catalogue has yet.
FIRST = "screen"

MessageId = str | tuple[str, ...]


def in_code() -> set[MessageId]:
    """Return every message that the screen's code says; one and many of a count go together."""
    found: set[MessageId] = set()
    for _, _, message, *_ in extract_from_dir(
        str(CODE), [("**.py", "python")], {}, keywords=KEYWORDS
    ):
        found.add(tuple(message) if isinstance(message, tuple | list) else str(message))
    return found


def folder(language: str) -> Path:
    """Return the folder of a language's catalogues."""
    return LOCALE / FOLDERS[language] / "LC_MESSAGES"  # type: ignore[index]


def files(language: str) -> list[Path]:
    """Return the catalogues of a language."""
    return sorted(folder(language).glob("*.po"))


def read(path: Path) -> Catalog:
    """Read one catalogue."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.parent.name)


def messages(catalog: Catalog) -> Iterator[Any]:
    """Yield the messages of a catalogue without its header."""
    return (m for m in catalog if m.id)


def update() -> None:
    """Add to the Chinese catalogues what the code says, and drop what it no longer says."""
    said, known = in_code(), set[MessageId]()
    for path in files("zh"):
        catalog = read(path)
        for message in list(messages(catalog)):
            if message.id in said:
                known.add(message.id)
            else:
                catalog.delete(message.id)
        _write(catalog, path)
    path = folder("zh") / f"{FIRST}.po"
    catalog = read(path) if path.exists() else Catalog(locale="zh_Hans")
    for id_ in sorted(said - known, key=str):
        catalog.add(id_)
    _write(catalog, path)


def _write(catalog: Catalog, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(po_bytes(catalog))


def po_bytes(catalog: Catalog) -> bytes:
    """Return a catalogue as text, sorted, without a header that changes by itself."""
    out = io.BytesIO()
    write_po(out, catalog, sort_output=True, omit_header=True, width=100, ignore_obsolete=True)
    head = (
        'msgid ""\nmsgstr ""\n"Language: zh_Hans\\n"\n"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n"Plural-Forms: nplurals=1; plural=0;\\n"\n\n'
    )
    return head.encode() + out.getvalue()


def mo_bytes(path: Path) -> bytes:
    """Return the compiled form of a catalogue."""
    out = io.BytesIO()
    write_mo(out, read(path))
    return out.getvalue()


def compile_all() -> None:
    """Compile every catalogue beside its text."""
    for language in FOLDERS:
        for path in files(language):
            path.with_suffix(".mo").write_bytes(mo_bytes(path))


def missing() -> list[str]:
    """Return what the code says and no catalogue has in Chinese."""
    translated: set[MessageId] = set()
    for path in files("zh"):
        for message in messages(read(path)):
            words = message.string if isinstance(message.string, tuple) else (message.string,)
            if all(words):
                translated.add(message.id)
    return sorted(str(id_) for id_ in in_code() - translated)
