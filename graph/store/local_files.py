"""The files by which the embedded server is found, and only by its owner."""

from __future__ import annotations

import json
import os
import secrets
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, ValidationError

if TYPE_CHECKING:
    from pathlib import Path

DATABASE = "neo4j"
ANALYST = "analyst"


class State(BaseModel):
    """Where a running server is found."""

    model_config = ConfigDict(frozen=True)

    pid: int
    started: float
    port: int
    ready: bool


class LocalFiles:
    """Paths and small files of the embedded server in ``folder``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.state = folder / "state.json"
        self.password = folder / "passwords.json"
        self.lock = folder / "start.lock"
        self.log = folder / "server.log"

    def read_state(self) -> State | None:
        """Return what the state file says; None where there is none or it is half-written."""
        try:
            return State.model_validate_json(self.state.read_text(encoding="utf-8"))
        except (OSError, ValidationError, ValueError):
            return None

    def write_state(self, state: State) -> None:
        """Write the state file whole."""
        write_private(self.state, state.model_dump_json())

    def remove_state(self, state: State) -> None:
        """Remove the state file if it is still this server's."""
        found = self.read_state()
        if found is not None and found.pid == state.pid:
            self.state.unlink(missing_ok=True)

    def passwords(self) -> dict[str, str]:
        """Return the passwords of both users, made on first use."""
        try:
            found = json.loads(self.password.read_text(encoding="utf-8"))
            return {"root": found["root"], ANALYST: found[ANALYST]}
        except (OSError, ValueError, KeyError):
            made = {"root": secrets.token_urlsafe(24), ANALYST: secrets.token_urlsafe(24)}
            write_private(self.password, json.dumps(made))
            return made


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read, and rename it into place."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    beside.unlink(missing_ok=True)
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    beside.replace(path)
