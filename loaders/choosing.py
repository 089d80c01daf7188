"""Which sheets are read: those whose name is known; the others are named and left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.errors import InputError
from graph.text import Text
from loaders.context import Stated
from loaders.mapping import layout_names, layout_of, near_layouts
from loaders.sources import Sheet

if TYPE_CHECKING:
    from pathlib import Path

    from loaders.context import Reading

# A file this small is read to say what is wrong with it.
SMALL = 1 << 16


def choose(reading: Reading, sheets: list[Sheet], left: list[Sheet | Path]) -> None:
    """Give ``reading`` the sheets that are known; raises InputError where a source has none."""
    by_source: dict[str, list[Sheet]] = {}
    for sheet in sheets:
        by_source.setdefault(sheet.source, []).append(sheet)
    if not by_source:
        raise _nothing_to_read(left)
    for source, members in by_source.items():
        known = [(s, layout) for s in members if (layout := layout_of(s.name)) is not None]
        if not known:
            raise _nothing_known(source, members)
        reading.sources[source] = Stated()
        reading.sheets += [sheet for sheet, _ in known]
        reading.layouts += [layout for _, layout in known]
    for item in [*left, *(s for s in sheets if layout_of(s.name) is None)]:
        reading.note(_left(item))


def _left(item: Sheet | Path) -> Text:
    if not isinstance(item, Sheet):
        return Text(
            "{name} is left: it is no CSV, Parquet or Excel file.",
            "{name} 未导入：不是 CSV、Parquet 或 Excel 文件。",
        ).format(name=item.name)
    note = Text(
        "{name} is left: nobody knows a table of this name.", "{name} 未导入：没有这个名称的表。"
    ).format(name=item.label)
    near = near_layouts(item.name)
    if not near:
        return note
    return note + Text(f" Did you mean {near[0]}?", f"是否指 {near[0]}?")


def _nothing_to_read(left: list[Sheet | Path]) -> InputError:
    found = ", ".join(getattr(p, "name", "") for p in left[:12])
    message = Text("There is no CSV, Parquet or Excel file", "没有 CSV、Parquet 或 Excel 文件")
    if found:
        message += Text(f"; found: {found}", f"; 现有：{found}")
    return InputError(message + Text(".", "。"), _known())


def _nothing_known(source: str, members: list[Sheet]) -> InputError:
    if len(members) == 1:
        _read_if_small(members[0])
        from loaders.logs.columns import nearly_a_log  # logs are read by way of this module

        nearly = nearly_a_log(members[0].path, members[0].label)
        if nearly is not None:
            return nearly
    names = [s.name for s in members]
    near = dict.fromkeys(n for name in names for n in near_layouts(name)[:1])
    hint = _known()
    if near:
        words = ", ".join(near)
        hint = Text(f"Did you mean {words}? ", f"是否指 {words}? ") + hint
    return InputError(
        Text(
            "{source}: no table of a known name; found: {found}.",
            "{source}: 没有已知名称的表；现有：{found}。",
        ).format(source=source, found=", ".join(names[:12])),
        hint,
    )


def _read_if_small(sheet: Sheet) -> None:
    """Let a file that is empty, or no table at all, say so: its name is not what is wrong."""
    if sheet.path.stat().st_size <= SMALL:
        sheet.read()


def _known() -> Text:
    return Text("Known names: {names}.", "可用名称：{names}。").format(
        names=", ".join(layout_names())
    )
