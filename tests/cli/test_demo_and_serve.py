"""The demo and the screen from the terminal."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from graph.errors import LinchpinError
from graph.store import Store
from ui.terminal import demo, serve

ROOT = Path(__file__).resolve().parents[2]
ON_ONE = pytest.mark.parametrize("server", ["embedded"], indirect=True)


@pytest.fixture
def short_book(small_book: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the demo show the small book."""
    monkeypatch.setattr("data.BOOK", small_book)
    return small_book


def test_the_demo_prints_the_answer(in_store: str, short_book: Path, linchpin) -> None:
    said = linchpin("demo", "--no-serve")
    assert said.code == 0, said.err
    assert said.err == "Loading the sample book ...\n"
    for words in ("Who decides", "Weak links", "Meet next", "Best cross-sell path"):
        assert words in said.out
    again = linchpin("demo", "--no-serve")
    assert (again.code, again.out, again.err) == (0, said.out, "")


@ON_ONE
@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Best cross-sell path in its group\n"), ("zh", "所属集团内的最佳交叉销售路径\n")],
)
def test_the_path_is_said_to_be_of_the_deals_group(
    in_store: str, short_book: Path, linchpin, language: str, words: str
) -> None:
    with (short_book / "enterprises.csv").open("a") as file:
        file.write("top,控股,Holding\n")
    (short_book / "member_of.csv").write_text("from,to,share\nbank,top,1\n")
    assert words in linchpin("demo", "--no-serve", "--lang", language).out


@ON_ONE
def test_a_changed_book_or_store_is_loaded_again(in_store: str, short_book: Path, linchpin) -> None:
    def loads() -> bool:
        return "Loading" in linchpin("demo", "--no-serve").err

    assert loads()
    assert not loads()
    with (short_book / "sellers.csv").open("a") as file:
        file.write("wu,Wu\n")
    assert loads()
    assert not loads()
    linchpin("store", "wipe", "--yes")
    assert loads()


@ON_ONE
def test_the_variable_stops_after_the_answer(
    in_store: str, short_book: Path, linchpin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LINCHPIN_NO_SERVE", "1")
    assert linchpin("demo").code == 0


def test_the_demo_never_writes_over_foreign_data(
    in_store: str, store: Store, short_book: Path, linchpin
) -> None:
    from graph.store.meta import read_meta

    store.connection.write("MATCH (n) DETACH DELETE n")
    store.connection.write("CREATE (:Theirs {x: 1})")
    assert read_meta(store.connection) is None
    said = linchpin("demo", "--no-serve")
    left = store.connection.read("MATCH (n) RETURN labels(n) AS l, n.x AS x")
    store.connection.write("MATCH (n) DETACH DELETE n")
    assert (said.code, said.out) == (1, "")
    assert "did not put there" in said.err
    assert left == [{"l": ["Theirs"], "x": 1}]


@ON_ONE
@pytest.mark.parametrize(("language", "words"), [("en", "another book"), ("zh", "其他数据")])
def test_the_demo_is_never_mixed_into_another_book(
    in_store: str, store: Store, short_book: Path, tmp_path: Path, linchpin, language, words
) -> None:
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    (theirs / "people.csv").write_text("id,name\nada,Ada\n")
    assert linchpin("load", str(theirs)).code == 0
    before = store.status()
    said = linchpin("demo", "--no-serve", "--lang", language)
    assert (said.code, said.out) == (1, "")
    assert words in said.err
    assert "LINCHPIN_HOME" in said.err
    assert "linchpin store wipe" in said.err
    assert store.status() == before


@ON_ONE
def test_the_demo_shows_its_own_deal_beside_what_was_added(
    in_store: str, short_book: Path, tmp_path: Path, linchpin
) -> None:
    first = linchpin("demo", "--no-serve").out
    added = tmp_path / "added"
    added.mkdir()
    (added / "opportunities.csv").write_text("id,name,stage\na0,Theirs,bidding\n")
    assert linchpin("load", str(added)).code == 0
    again = linchpin("demo", "--no-serve")
    assert again.code == 0, again.err
    assert again.out.splitlines()[0] == first.splitlines()[0] == "Branch network (deal)"


@ON_ONE
def test_the_sample_loaded_from_another_folder_is_the_sample(
    in_store: str, short_book: Path, tmp_path: Path, linchpin
) -> None:
    moved = tmp_path / "moved"
    shutil.copytree(short_book, moved)
    assert linchpin("load", str(moved)).code == 0
    said = linchpin("demo", "--no-serve")
    assert (said.code, said.out.splitlines()[0]) == (0, "Branch network (deal)")


@ON_ONE
def test_a_damaged_book_is_told(in_store: str, short_book: Path, linchpin) -> None:
    (short_book / "covers.csv").write_text("from,to,strength\nlin,nobody,2\n")
    said = linchpin("demo", "--no-serve")
    assert said.code == 1
    assert "The sample book is damaged: 1 bad rows." in said.err


def test_a_taken_port_gives_the_next() -> None:
    with socket.socket() as taken:
        taken.bind((serve.HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert port < serve.free_port(port) <= port + serve.PORTS_TRIED


def test_no_free_port_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "PORTS_TRIED", 0)
    with pytest.raises(LinchpinError, match="Name another with --port"):
        serve.free_port(8501)


def test_the_screen_opens_says_where_and_closes(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind((serve.HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "cli.py"), "serve", "--port", str(port), "--lang", "en"],
            env=os.environ | {"LINCHPIN_HOME": str(tmp_path / "home")},
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        address = process.stdout.readline().strip()
    assert address.startswith(f"http://{serve.HOST}:")
    assert address != f"http://{serve.HOST}:{port}"
    with urllib.request.urlopen(address, timeout=30) as page:
        assert page.status == 200
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 0
    assert err.splitlines()[0].startswith(f"Port {port} is taken; the screen opens on ")
    assert err.splitlines()[-1] == "The screen is closed."
    with pytest.raises(OSError, match="refused"):
        urllib.request.urlopen(address, timeout=5)


def test_the_screen_that_cannot_open_names_its_log(
    tmp_path: Path, linchpin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LINCHPIN_HOME", str(tmp_path))
    monkeypatch.setattr(serve, "command", lambda _port: [sys.executable, "-c", "exit('why')"])
    said = linchpin("serve")
    log = tmp_path / "logs" / "screen.log"
    assert said.code == 1
    assert said.err == f"The screen could not be opened. The reason is at the end of {log}.\n"
    assert log.read_text() == "why\n"


def test_the_screen_is_given_day_language_and_settings(tmp_path: Path, monkeypatch) -> None:
    from datetime import date

    from ui.terminal.terminal import Terminal

    (tmp_path / "linchpin.toml").write_text("")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LINCHPIN_HOME", "mine")
    given = serve.environment(Terminal(asked_language="zh", asked_day=date(2026, 3, 31)))
    names = ("LINCHPIN_AS_OF", "LINCHPIN_LANG", "LINCHPIN_SETTINGS", "LINCHPIN_HOME")
    assert {name: given[name] for name in names} == {
        "LINCHPIN_AS_OF": "2026-03-31",
        "LINCHPIN_LANG": "zh",
        "LINCHPIN_SETTINGS": str(tmp_path / "linchpin.toml"),
        "LINCHPIN_HOME": str(tmp_path / "mine"),
    }


def test_the_book_is_told_by_its_content(small_book: Path) -> None:
    before = demo.digest_of(small_book)
    assert demo.digest_of(small_book) == before
    (small_book / "sellers.csv").rename(small_book / "sellers2.csv")
    assert demo.digest_of(small_book) != before
