"""Where the store keeps its things in the data folder."""

from __future__ import annotations

from pathlib import Path

from graph.paths import home, private_folder

__all__ = ["home", "private_folder", "server_folder", "store_folder"]


def server_folder() -> Path:
    """Folder of the embedded server: its database, state, password and log."""
    return home() / "server"


def store_folder(store_id: str) -> Path:
    """Folder of what stands beside one store: tables and snapshots."""
    return home() / "stores" / store_id
