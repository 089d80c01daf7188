"""Fixtures of the loader tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.loaders.loader_books import Books


@pytest.fixture
def books(tmp_path: Path) -> Books:
    folder = tmp_path / "book"
    folder.mkdir()
    return Books(folder)
