"""Where things live on this machine: the embedded store, tables, caches, rejects."""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import user_data_path


def home() -> Path:
    """Return ``LINCHPIN_HOME``, else the platform's data folder (it may not exist yet)."""
    given = os.environ.get("LINCHPIN_HOME")
    return Path(given).expanduser().absolute() if given else user_data_path("linchpin", False)


def private_folder(path: Path) -> Path:
    """Make ``path`` with its parents, readable by its owner alone, and return it."""
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def server_folder() -> Path:
    """Folder of the embedded server: its database, state, password and log."""
    return home() / "server"


def store_folder(store_id: str) -> Path:
    """Folder of what stands beside one store: tables and snapshots."""
    return home() / "stores" / store_id
