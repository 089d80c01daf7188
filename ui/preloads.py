"""What the browser is told to fetch at once: else it learns of it only when a page draws it."""

from __future__ import annotations

import re
from functools import cache
from html import escape
from pathlib import Path

import streamlit

from ui.components import sheet

SCRIPTS = Path(streamlit.__file__).parent / "static" / "static" / "js"
# Parts of Streamlit that every page needs, and that it loads only when the first of them comes.
PARTS = ("BidiComponent", "Html", "ButtonGroup")
IMPORTED = re.compile(r'(?:from|import)"\./([\w.-]+\.js)"')


@cache
def links(page: bytes) -> str:
    """Return the links that a page lacks to what every page needs."""
    needed = _with_imports([found.name for part in PARTS for found in _named(part)])
    scripts = [
        f'<link rel="modulepreload" crossorigin href="./static/js/{escape(name)}">'
        for name in sorted(needed)
        if name.encode() not in page
    ]
    style = f'<link rel="preload" as="fetch" crossorigin href="./{escape(sheet.address())}">'
    return "".join([*scripts, style])


def _named(part: str) -> list[Path]:
    return list(SCRIPTS.glob(f"{part}.*.js"))


def _with_imports(names: list[str]) -> set[str]:
    """Return scripts with all that they import, and what that imports."""
    found: set[str] = set()
    while names:
        name = names.pop()
        path = SCRIPTS / name
        if name not in found and path.is_file():
            found.add(name)
            names += IMPORTED.findall(path.read_text(encoding="utf-8"))
    return found
