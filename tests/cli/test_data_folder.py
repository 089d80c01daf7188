"""The data folder: named, private, and refused in a sentence where it cannot be used."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from graph.errors import SettingsError
from graph.paths import home, inside
from ui.terminal.files import write_bytes


def test_it_is_where_it_is_named_and_private(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LINCHPIN_HOME", str(tmp_path / "a" / "b"))
    assert home() == tmp_path / "a" / "b"
    assert inside("logs") == tmp_path / "a" / "b" / "logs"
    assert {stat.S_IMODE(p.stat().st_mode) for p in (home(), inside("logs"))} == {0o700}


def test_it_is_the_platforms_where_nothing_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LINCHPIN_HOME", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    found = home()
    assert found.name == "linchpin"
    assert tmp_path in found.parents


def test_a_file_in_its_place_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "x").write_text("")
    monkeypatch.setenv("LINCHPIN_HOME", str(tmp_path / "x" / "y"))
    with pytest.raises(SettingsError, match="Name a folder you may write to in LINCHPIN_HOME"):
        home()


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_of_somebody_else_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tmp_path.chmod(0o500)
    monkeypatch.setenv("LINCHPIN_HOME", str(tmp_path))
    with pytest.raises(SettingsError, match="cannot be used"):
        home()


def test_what_is_no_file_is_written_through(tmp_path: Path) -> None:
    pipe, link, target = tmp_path / "pipe", tmp_path / "link", tmp_path / "target"
    os.mkfifo(pipe)
    target.write_text("old")
    link.symlink_to(target)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write_bytes(b"answer", pipe)
    write_bytes(b"answer", link)
    assert os.read(reader, 100) == b"answer"
    os.close(reader)
    assert pipe.is_fifo()
    assert link.is_symlink()
    assert target.read_bytes() == b"answer"
