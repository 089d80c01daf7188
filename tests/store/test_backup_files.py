"""What is said of a file that is no backup: no server is needed for that."""

from __future__ import annotations

import zipfile

import pytest

from graph.errors import StoreError
from graph.store.backup import Backup


@pytest.mark.parametrize(
    ("name", "english", "chinese"),
    [
        ("bok.zip", "no such file; nothing was changed. Did you mean book.zip", "没有备份文件"),
        ("folder", "it is a folder; nothing was changed. Name a file that", "它是文件夹"),
        ("empty.zip", "it is empty;", "它是空文件"),
        ("text.zip", "it is of another kind, or cut off;", "它是其他类型的文件"),
        ("other.zip", "it is a zip of something else;", "它是其他内容的 zip 文件"),
        ("list.zip", "it is a zip of something else;", "它是其他内容的 zip 文件"),
        ("half.zip", "it is a zip of something else;", "它是其他内容的 zip 文件"),
    ],
)
def test_what_is_no_backup_is_told_apart(tmp_path, name, english, chinese):
    (tmp_path / "folder").mkdir()
    (tmp_path / "book.zip").write_bytes(b"")
    (tmp_path / "empty.zip").write_bytes(b"")
    (tmp_path / "text.zip").write_text("hello")
    for zipped, inside, text in (
        ("other.zip", "a", "b"),
        ("list.zip", "manifest.json", "[1]"),
        ("half.zip", "manifest.json", '{"product": "linchpin"}'),
    ):
        with zipfile.ZipFile(tmp_path / zipped, "w") as archive:
            archive.writestr(inside, text)
    with pytest.raises(StoreError) as refused:
        Backup(tmp_path / name)
    assert english in refused.value.say("en")
    assert chinese in refused.value.say("zh")
