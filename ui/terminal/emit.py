"""An answer in the format that was asked for."""

from __future__ import annotations

import io
import json
import math
from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from graph.errors import UsageError
from graph.text import Text
from ui.terminal.files import write_bytes, write_text
from ui.terminal.tables import harmless

if TYPE_CHECKING:
    import polars as pl

    from ui.terminal.terminal import Terminal

SUFFIXES = {".csv": "csv", ".json": "json", ".parquet": "parquet", ".xlsx": "xlsx"}


def chosen_format(terminal: Terminal, offered: tuple[str, ...]) -> str:
    """Return ``--format``, else what the ending of ``--out`` says, else the first on offer."""
    if terminal.asked_format:
        return terminal.asked_format
    ending = SUFFIXES.get(terminal.out.suffix.lower()) if terminal.out else None
    return ending if ending in offered else offered[0]


def emit(
    terminal: Terminal,
    *,
    table: Callable[[], str] | None = None,
    data: Callable[[], Any] | None = None,
    frame: Callable[[], pl.DataFrame] | None = None,
) -> None:
    """Write an answer: ``table`` for people, ``data`` for JSON, ``frame`` for csv and parquet."""
    offered = tuple(
        name
        for name, way in (
            ("table", table),
            ("json", data),
            ("csv", frame),
            ("parquet", frame),
            ("xlsx", frame),
        )
        if way
    )
    chosen = chosen_format(terminal, offered)
    if chosen == "table" and table:
        write_text(harmless(table()), terminal.out)
    elif chosen == "json" and data:
        write_text(to_json(data()), terminal.out)
    elif chosen in ("csv", "parquet", "xlsx") and frame:
        write_frame(frame(), chosen, terminal)
    else:
        raise UsageError(
            Text(
                "This answer has no format {given}; there are {offered}.",
                "该结果没有 {given} 格式；可选 {offered}。",
            ).format(given=chosen, offered=", ".join(offered))
        )


def to_json(data: Any) -> str:
    r"""Return JSON that every reader takes: dates as ISO, what is no number as null.

    Examples
    --------
    >>> to_json({"on": date(2026, 3, 31), "x": float("nan")})
    '{\n  "on": "2026-03-31",\n  "x": null\n}'
    """
    return json.dumps(_clean(data), ensure_ascii=False, indent=2, allow_nan=False)


def _clean(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(k): _clean(v) for k, v in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_clean(v) for v in value]
    return value if isinstance(value, str | int | bool | None) else str(value)


def write_frame(frame: pl.DataFrame, chosen: str, terminal: Terminal) -> None:
    """Write rows as csv, Parquet or an Excel sheet."""
    if chosen != "csv" and terminal.out is None:
        import sys

        if sys.stdout.isatty():
            raise UsageError(
                Text("{format} is not for a terminal.", "{format} 不能输出到终端。").format(
                    format=chosen
                ),
                Text("Name a file with --out.", "请用 --out 指定文件。"),
            )
    write_bytes(frame_bytes(frame, chosen), terminal.out)


def frame_bytes(frame: pl.DataFrame, chosen: str) -> bytes:
    """Return rows as the bytes of a csv, Parquet or Excel file; no text is a formula in any."""
    from ui.exports.tables import flat, safe, to_xlsx

    if chosen == "xlsx":
        return to_xlsx({"rows": frame})
    buffer = io.BytesIO()
    if chosen == "parquet":
        frame.write_parquet(buffer)
    else:
        safe(flat(frame)).write_csv(buffer)
    return buffer.getvalue()
