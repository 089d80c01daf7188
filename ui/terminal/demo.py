"""``linchpin demo``: the sample book in the store, the answer for its first deal, the screen."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from graph.errors import LinchpinError
from graph.paths import home
from graph.text import Text
from ui.terminal.answer import Answer
from ui.terminal.cross_sell import Names, answers_of, best, way_in
from ui.terminal.figures import money, share
from ui.terminal.files import write_text
from ui.terminal.tables import harmless

if TYPE_CHECKING:
    from pathlib import Path

    from graph.snapshot import Snapshot
    from graph.store import Store
    from ui.terminal.terminal import Terminal

STAMP = "demo.json"


def run(terminal: Terminal, *, serve: bool, port: int) -> int:
    """Show what Linchpin does."""
    from data import AS_OF, BOOK

    terminal.asked_day = terminal.asked_day or AS_OF
    with terminal.store() as store:
        store.check_own()
        put_in(terminal, store, BOOK)
        snapshot = store.snapshot(progress=terminal.progress)
        text = _answer(terminal, store, snapshot, first_deal(terminal, snapshot, BOOK))
    terminal.clear()
    write_text(harmless(text), terminal.out)
    if not serve:
        return 0
    from ui.terminal.serve import run as open_screen

    return open_screen(terminal, port=port)


def put_in(terminal: Terminal, store: Store, book: Path) -> None:
    """Load the book, unless the store holds just this book already."""
    from loaders import load_paths

    stamp = {"book": digest_of(book), "store": _identity(store)}
    if stamp == _stamped():
        return
    _refuse_another_book(store, book)
    terminal.note(Text("Loading the sample book ...", "正在载入示例数据 ..."))
    report = load_paths(
        [book], store, replace=True, lang=terminal.language, progress=terminal.progress
    )
    terminal.clear()
    if report.exit_code:
        raise LinchpinError(
            Text(
                "The sample book is damaged: {n} bad rows.", "示例数据已损坏：{n} 行不合格。"
            ).format(n=report.rejected),
            Text("Restore it from version control, or run", "请从版本库恢复，或运行")
            + Text(" python -m data.generate.", " python -m data.generate。"),
        )
    stamp["store"] = _identity(store)
    (home() / STAMP).write_text(json.dumps(stamp), encoding="utf-8")


def _refuse_another_book(store: Store, book: Path) -> None:
    """Raise where the store holds something, and nothing of the sample: it would be mixed in."""
    from loaders.sources import source_names

    status, source = store.status(), source_names([book])[0]
    begun = status.unfinished_load.sources if status.unfinished_load else []
    held = bool(status.nodes or status.relationships or status.tables or begun)
    # The sample may have been loaded from another folder, or restored from a backup.
    own = deals_of(book)
    if not held or source in begun or 2 * len(store.existing("Opportunity", own)) >= len(own):
        return
    elsewhere = (
        Text("set LINCHPIN_HOME to another folder", "请将 LINCHPIN_HOME 设为其他文件夹")
        if store.kind == "embedded"
        else Text("name an empty one with NEO4J_DATABASE", "请用 NEO4J_DATABASE 指定空数据库")
    )
    raise LinchpinError(
        Text(
            "The store holds another book, into which the sample would be mixed.",
            "图库中已有其他数据，载入示例会与之混在一起。",
        ),
        Text("Nothing was changed. For the sample {elsewhere}", "未作任何更改。{elsewhere}").format(
            elsewhere=elsewhere
        )
        + Text(
            ", or delete what the store holds with linchpin store wipe.",
            "，或用 linchpin store wipe 清空图库。",
        ),
    )


def digest_of(book: Path) -> str:
    """Return a digest of all files of a book."""
    digest = hashlib.sha256()
    for path in sorted(p for p in book.iterdir() if p.is_file()):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _identity(store: Store) -> list[object]:
    """Return what changes with every change of what a store holds."""
    from graph.store.meta import read_meta

    meta = read_meta(store.connection)
    if meta is None or meta.unfinished is not None:
        return []
    return [meta.store_id, meta.revision]


def _stamped() -> object:
    try:
        return json.loads((home() / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def deals_of(book: Path) -> list[str]:
    """Return the ids of a book's deals in its own order."""
    import polars as pl

    stated = pl.read_csv(book / "opportunities.csv", columns=["id"], infer_schema=False)
    found: list[str] = stated["id"].to_list()
    return found


def first_deal(terminal: Terminal, snapshot: Snapshot, book: Path) -> str:
    """Return the first deal of the book that is open, whatever else the store holds."""
    from ui.terminal.analyze import open_deals

    own = deals_of(book)
    still_open = set(open_deals(terminal, snapshot))
    return next((deal for deal in own if deal in still_open), own[0])


def _answer(terminal: Terminal, store: Store, snapshot: Snapshot, deal: str) -> str:
    """Return the answer for a deal, and the best cross-sell path of its group."""
    from graph.decision import analyze
    from ui.terminal.analyze import own_rules

    answer = analyze(snapshot, deal, as_of=terminal.as_of, settings=terminal.settings)
    answer = own_rules(terminal, store, snapshot)(answer)
    parts = [
        Answer(answer, terminal.language).text(),
        _path(terminal, store, snapshot, answer.opportunity.enterprise),
        terminal.word("Look further:", "继续查看：")
        + f"\n  linchpin analyze {deal} --as-of {terminal.as_of}"
        + f"\n  linchpin analyze --all --as-of {terminal.as_of}"
        + f"\n  linchpin cross-sell --as-of {terminal.as_of}"
        + "\n  linchpin query --list",
    ]
    return "\n\n".join(parts)


def _path(terminal: Terminal, store: Store, snapshot: Snapshot, enterprise: str | None) -> str:
    from graph.cross_sell import group_heads
    from graph.cross_sell.ownership import ownership
    from graph.cross_sell.revenue import day_of

    heads, known = group_heads(snapshot, terminal.as_of), snapshot.nodes["Enterprise"]
    reach = ownership(snapshot, day_of(terminal.as_of)).reach
    place = None if enterprise is None else known.position(enterprise)
    own = [head for head in heads if place in reach(known.position(head))]
    answers = answers_of(terminal, store, snapshot, own or heads, top=1)
    paths = best(answers, 1)
    # Another group may have a better one: linchpin cross-sell compares them all.
    whose = ("Best cross-sell path in its group", "所属集团内的最佳交叉销售路径")
    head = terminal.word(*(whose if own else ("Best cross-sell path", "最佳交叉销售路径")))
    if not paths:
        return head + "\n  " + terminal.word("none found", "未找到")
    path = paths[0]
    figures = terminal.word(
        "   {sale} chance × {year} a year = {expected} expected",
        "   成交概率 {sale} × 年价值 {year} = 期望值 {expected}",
    ).format(
        sale=share(path.probability),
        year=money(path.yearly_value, answers[0].currency),
        expected=money(path.expected_value, answers[0].currency),
    )
    return "\n".join([head, way_in(1, path, Names(snapshot, terminal.language), terminal), figures])
