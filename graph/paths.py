"""Where Linchpin keeps what is its own: the store, caches, rejects, logs; never the checkout."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from graph.errors import SettingsError
from graph.text import Text


def home() -> Path:
    """Return the data folder, made with rights for its owner alone where it is not there yet.

    ``LINCHPIN_HOME`` names it; else it is the platform's own folder for application data.
    Raises SettingsError where it cannot be made or written.
    """
    named = os.environ.get("LINCHPIN_HOME", "").strip()
    return private_folder(Path(named).expanduser().absolute() if named else _platform_folder())


def inside(name: str) -> Path:
    """Return the folder called ``name`` in the data folder, made where it is not there yet."""
    return private_folder(home() / name)


def private_folder(path: Path) -> Path:
    """Make ``path`` with rights for its owner alone; a folder that is there keeps its rights."""
    try:
        if not path.is_dir():
            path.mkdir(parents=True, mode=0o700, exist_ok=True)
            with suppress(OSError):  # some network shares keep no rights
                path.chmod(0o700)
        if not os.access(path, os.W_OK | os.X_OK):
            raise PermissionError(13, "Permission denied")
    except OSError as error:
        raise _unusable(path, error) from error
    return path


def _platform_folder() -> Path:
    from platformdirs import user_data_path

    return user_data_path("linchpin", appauthor=False)


def _unusable(path: Path, error: OSError) -> SettingsError:
    return SettingsError(
        Text(
            "The data folder {path} cannot be used ({why}).", "数据文件夹 {path} 无法使用({why})。"
        ).format(path=path, why=error.strerror or error),
        Text(
            "Name a folder you may write to in LINCHPIN_HOME.",
            "请用 LINCHPIN_HOME 指定一个可写的文件夹。",
        ),
    )
