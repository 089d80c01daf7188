"""A command line in this process, and a small book for it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from graph.store import Store
from graph.store.meta import read_meta


@dataclass(frozen=True)
class Said:
    """What a command answered."""

    code: int
    out: str
    err: str


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody's locale decide what a test reads."""
    monkeypatch.delenv("LINCHPIN_LANG", raising=False)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


@pytest.fixture
def linchpin(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    """Return a function that runs a command line: ``linchpin("store", "status")``."""
    from cli import linchpin as command
    from ui.terminal.guard import guarded

    def run(*words: str) -> Said:
        monkeypatch.setattr("sys.argv", ["linchpin", *words])
        capsys.readouterr()
        code = guarded(command, list(words))
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    return run


SMALL_BOOK = {
    "enterprises": "id,name,name_en\nbank,青屿银行,Qingyu Bank\n",
    "people": (
        "id,name,works_for,level,title,reports_to\n"
        "chen,Chen,bank,1,President,\nzhao,Zhao,bank,2,Chief engineer,chen\nqian,Qian,bank,3,,\n"
        "luo,Luo,,,Consultant,\n"
    ),
    "opportunities": (
        "id,name,stage,amount,currency,outcome,enterprise\n"
        "deal,Branch network,bidding,1200000,CNY,,bank\nold,Old deal,closed,5,CNY,won,bank\n"
    ),
    "sellers": "id,name\nlin,Lin\nhe,He\n",
    "plays": (
        "from,to,roles\nchen,deal,decision_maker\nzhao,deal,technical_expert\nqian,deal,coach\n"
    ),
    "holds": (
        "from,to,stance,source\nzhao,deal,supporter,visit\nqian,deal,mentor,visit\n"
        "luo,deal,non_supporter,visit\n"
    ),
    "influences": "from,to,weight\nqian,zhao,0.6\nluo,chen,0.3\n",
    "covers": "from,to,strength\nlin,qian,0.9\nhe,zhao,0.29\n",
    "billing": "customer,month,product,revenue\nbank,2026-03,,1000.5\n",
}


@pytest.fixture
def small_book(tmp_path: Path) -> Path:
    """Return a folder with the worked example of the decision model."""
    folder = tmp_path / "book"
    folder.mkdir()
    for name, text in SMALL_BOOK.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def found_store(
    server: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Store:
    """Let commands of this process find the store under test, whatever it holds."""
    store: Store = request.getfixturevalue(f"_open_{server}")
    for name in ("uri", "username", "password", "database"):
        value = getattr(store.settings.store, name)
        if value:
            monkeypatch.setenv(f"NEO4J_{name.upper()}", value)
    return store


@pytest.fixture
def in_store(found_store: Store, store: Store) -> str:
    """Let commands find an empty store; return its server."""
    return found_store.kind


# The state in which a store holds the small book, as it was left by the test before.
_small: dict[str, object] = {}


@pytest.fixture
def loaded(found_store: Store, request: pytest.FixtureRequest, small_book: Path, linchpin) -> str:
    """Let commands find a store with the small book, loaded again only after a change."""
    kind = found_store.kind
    if kind not in _small or _small[kind] != read_meta(found_store.connection):
        request.getfixturevalue("store")
        assert linchpin("load", str(small_book)).code == 0
        _small[kind] = read_meta(found_store.connection)
    return kind
