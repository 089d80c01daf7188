"""Addresses of the bundled libraries, which the screen's own server hands out."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "vendor"
MOUNT = "/components/vendor"


@cache
def address(name: str) -> str | None:
    """Return the address of a bundle, new with its content; None where the file is not there."""
    path = FOLDER / name
    if not path.is_file():
        return None
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:12]
    return f"{MOUNT.lstrip('/')}/{name}?v={digest}"
