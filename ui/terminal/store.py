"""``linchpin store``: its life and what it holds."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.errors import LinchpinError, UsageError
from graph.text import Text
from ui.terminal.emit import emit
from ui.terminal.tables import table

if TYPE_CHECKING:
    from graph.store import StoreStatus
    from ui.terminal.terminal import Terminal


def start(terminal: Terminal) -> int:
    """Start the local server where it does not run; say where it is."""
    from graph.store import start as start_store

    return _show(terminal, start_store(terminal.settings))


def stop(terminal: Terminal) -> int:
    """Stop the local server."""
    from graph.store import stop as stop_store

    if terminal.settings.store.uri:
        raise UsageError(
            Text(
                "The store in use is a Neo4j server, which is not ours to stop.",
                "当前使用的是 Neo4j 服务器，不由本程序停止。",
            )
        )
    stopped = stop_store(terminal.settings)
    sentence = (
        terminal.word("The store is stopped.", "图库已停止。")
        if stopped
        else terminal.word("The store was not running.", "图库未在运行。")
    )
    emit(terminal, table=lambda: sentence, data=lambda: {"stopped": stopped})
    return 0


def status(terminal: Terminal) -> int:
    """Show what the store holds, without starting it."""
    from graph.store import status as status_of

    return _show(terminal, status_of(terminal.settings))


def backup(terminal: Terminal, file: str) -> int:
    """Write everything to one file."""
    path = Path(file).expanduser().absolute()
    with terminal.store() as store:
        store.backup(path, progress=terminal.progress)
    _done(terminal, Text("The store was saved to {path}.", "图库已备份到 {path}。"), path)
    return 0


def restore(terminal: Terminal, file: str, *, yes: bool) -> int:
    """Put a backup in the place of everything; what is none is refused before anybody is asked."""
    from graph.store.backup import Backup

    path = Path(file).expanduser().absolute()
    Backup(path)
    with terminal.store() as store:
        held = store.status()
        if held.nodes or held.tables:
            _confirm(
                terminal,
                Text(
                    "All that the store holds would be replaced by {path}.",
                    "图库中的全部内容将被 {path} 替换。",
                ).format(path=path),
                yes=yes,
            )
        store.restore(path, replace=True, progress=terminal.progress)
    _done(terminal, Text("The store was restored from {path}.", "图库已从 {path} 恢复。"), path)
    return 0


def wipe(terminal: Terminal, *, yes: bool) -> int:
    """Delete everything."""
    _confirm(
        terminal,
        Text("All that the store holds would be deleted.", "图库中的全部内容将被删除。"),
        yes=yes,
    )
    with terminal.store() as store:
        store.wipe()
    _done(terminal, Text("The store is empty.", "图库已清空。"))
    return 0


def _confirm(terminal: Terminal, what: Text, *, yes: bool) -> None:
    """Ask in a terminal; refuse elsewhere."""
    if yes:
        return
    if not sys.stdin.isatty():
        nothing = Text("Nothing was done; say --yes to do it.", "未作更改；如确认请加 --yes。")
        raise LinchpinError(what, nothing)
    sys.stderr.write(what[terminal.language] + terminal.word(" Go on? [y/N] ", "是否继续?[y/N] "))
    sys.stderr.flush()
    if sys.stdin.readline().strip().casefold() not in ("y", "yes", "是"):
        raise KeyboardInterrupt


def _done(terminal: Terminal, what: Text, path: Path | None = None) -> None:
    terminal.clear()
    sentence = what.format(path=path)[terminal.language]
    data: dict[str, Any] = {"done": True} | ({"file": str(path)} if path else {})
    emit(terminal, table=lambda: sentence, data=lambda: data)


def _show(terminal: Terminal, found: StoreStatus) -> int:
    emit(
        terminal,
        table=lambda: as_text(found, terminal),
        data=lambda: found.model_dump(mode="json"),
    )
    return 0


def as_text(found: StoreStatus, terminal: Terminal) -> str:
    """Return the state of the store for people."""
    word = terminal.word
    running = word("running", "运行中") if found.running else word("not running", "未运行")
    rows = [
        (word("server", "服务器"), f"{found.server} {found.version or ''}".strip()),
        (word("state", "状态"), running),
        (word("address", "地址"), found.address),
        (word("database", "数据库"), found.database),
        (word("revision", "版本号"), found.revision),
    ]
    lines = [table(["", ""], rows, widest=80).lstrip("\n ")]
    for head, counts in (
        (word("nodes", "节点"), found.nodes),
        (word("relationships", "关系"), found.relationships),
        (word("tables", "数据表"), found.tables),
    ):
        if counts:
            listed = [[name, f"{n:,}"] for name, n in counts.items()]
            lines.append(table([head, ""], listed, numbers=(1,)))
    if found.unfinished_load is not None:
        lines.append(
            word(
                "A load was cut off; run it again to complete it: linchpin load {}",
                "有一次载入被中断；请重新运行以完成: linchpin load {}",
            ).format(" ".join(found.unfinished_load.sources))
        )
    return "\n\n".join(lines)
