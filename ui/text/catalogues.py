"""The catalogues as files: extracted from the code, merged, compiled."""

from __future__ import annotations

import ast
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from ui.text import FOLDERS, LOCALE

CODE = Path(__file__).parents[1]
# How many of the first arguments are words.
WORDS = {"t": 1, "tn": 2}
# Where words go that no catalogue has yet.
FIRST = "screen"

MessageId = str | tuple[str, ...]


def in_code() -> set[MessageId]:
    """Return every message that the screen's code says; one and many of a count go together.

    Read from the syntax tree, so that a call inside an f-string is seen too. A message that is not
    a literal cannot be translated and raises.
    """
    found: set[MessageId] = set()
    for path in sorted(CODE.rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name):
                found |= _said(call, path)
    return found


def _said(call: ast.Call, path: Path) -> set[MessageId]:
    count = WORDS.get(call.func.id) if isinstance(call.func, ast.Name) else None
    if count is None or path.parent == Path(__file__).parent:
        return set()
    words = [a.value for a in call.args[:count] if isinstance(a, ast.Constant)]
    texts = [w for w in words if isinstance(w, str)]
    if len(texts) != count:
        raise ValueError(f"{path.name}:{call.lineno}: what is said must be written out")
    return {texts[0] if count == 1 else tuple(texts)}


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


class _Bare(Catalog):
    """A catalogue whose head names no day and no tool, so that its compiled form is its text's."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        return [
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Plural-Forms", self.plural_forms),
        ]


def mo_bytes(path: Path) -> bytes:
    """Return the compiled form of a catalogue."""
    bare = _Bare(locale=path.parent.parent.name)
    for message in messages(read(path)):
        bare.add(message.id, message.string)
    out = io.BytesIO()
    write_mo(out, bare)
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
