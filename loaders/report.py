"""What a load did, for a script (JSON) and for a reader (a short text in either language)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from graph.text import Text, counted

if TYPE_CHECKING:
    import polars as pl

_SHOWN = 20


class Reject(BaseModel):
    """One rejected cell: where it stands, what was found and expected, what to do."""

    model_config = ConfigDict(frozen=True)

    file: str
    line: int
    column: str
    found: str
    expected: Text
    hint: Text


class Written(BaseModel):
    """How many things of one kind the store created, changed, left and deleted."""

    model_config = ConfigDict(frozen=True)

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    deleted: int = 0


class LoadReport(BaseModel):
    """The answer of ``linchpin load``.

    ``nodes``, ``relationships`` and ``tables`` count the valid rows that were read, by kind;
    ``written`` says what the store did with them and is empty where nothing was loaded.
    ``rejected`` counts rows, ``first_rejects`` shows the first of them.
    """

    model_config = ConfigDict(frozen=True)

    exit_code: int
    loaded: bool
    dry_run: bool = False
    strict: bool = False
    mapping: str = "native"
    sources: list[str] = []
    rows: int = 0
    nodes: dict[str, int] = {}
    relationships: dict[str, int] = {}
    tables: dict[str, int] = {}
    repeats: int = 0
    rejected: int = 0
    rejects: Path | None = None
    first_rejects: list[Reject] = []
    revision: int | None = None
    written: dict[str, Written] = {}
    notes: list[Text] = []

    def to_json(self, indent: int | None = 2) -> str:
        """Return the report as JSON."""
        return self.model_dump_json(indent=indent)

    def text(self, language: str) -> str:
        """Return the report as a reader wants it.

        Examples
        --------
        >>> print(LoadReport(exit_code=0, loaded=True, rows=2, nodes={"Person": 2}).text("en"))
        Read 2 rows (mapping: native).
        Person: 2
        Loaded.
        """
        lines = [counted(self.rows, *_READ).format(mapping=self.mapping)[language]]
        lines += [self._count(name, language) for name in self._counts()]
        lines += self._gone(language)
        if self.repeats:
            lines.append(counted(self.repeats, *_REPEATS)[language])
        lines += [note[language] for note in self.notes]
        lines += self._rejected(language)
        lines.append(self._verdict()[language])
        return "\n".join(lines)

    def _counts(self) -> dict[str, int]:
        return {**self.nodes, **self.relationships, **self.tables}

    def _count(self, name: str, language: str) -> str:
        line = f"{name}: {self._counts()[name]:,}"
        done = self.written.get(name)
        if done is None:
            return line
        return (
            line + _WRITTEN.format(**{k: f"{v:,}" for k, v in done.model_dump().items()})[language]
        )

    def _gone(self, language: str) -> list[str]:
        """Name by kind what nobody states any more; the kinds may be ones of which nothing came."""
        went = {name: done.deleted for name, done in self.written.items() if done.deleted}
        if not went:
            return []
        kinds = Text(*(between.join(f"{n} {v:,}" for n, v in went.items()) for between in _AND))
        return [_GONE.format(n=f"{sum(went.values()):,}", kinds=kinds)[language]]

    def _rejected(self, language: str) -> list[str]:
        if not self.rejected:
            return []
        lines = [counted(self.rejected, *_REJECTED)[language]]
        lines += [_said(r)[language] for r in self.first_rejects]
        if self.rejects is not None:
            lines.append(_REJECTS_FILE.format(path=self.rejects)[language])
        return lines

    def _verdict(self) -> Text:
        if self.dry_run:
            return _DRY
        return _LOADED if self.loaded else _NOT_LOADED


def first_rejects(rejects: pl.DataFrame) -> list[Reject]:
    """Return the first rejects for a report."""
    return [
        Reject(
            file=r["file"], line=r["line"], column=r["column"], found=r["found"],
            expected=Text(r["expected"], r["expected_zh"]), hint=Text(r["hint"], r["hint_zh"]),
        )
        for r in rejects.head(_SHOWN).iter_rows(named=True)
    ]  # fmt: skip


_READ = (
    Text("Read {n} row (mapping: {mapping}).", "读取 {n} 行（映射：{mapping}）。"),
    Text("Read {n} rows (mapping: {mapping}).", "读取 {n} 行（映射：{mapping}）。"),
)
_REPEATS = (
    Text("{n} row repeats or completes an earlier one.", "{n} 行与前面的行重复，或补充前面的行。"),
    Text("{n} rows repeat or complete an earlier one.", "{n} 行与前面的行重复，或补充前面的行。"),
)
_WRITTEN = Text(
    " ({created} new, {changed} changed, {unchanged} unchanged, {deleted} deleted)",
    "(新增 {created}, 修改 {changed}, 未变 {unchanged}, 删除 {deleted})",
)
_AND = (", ", "、")
_GONE = Text(
    "Gone from the graph, as no source states it any more: {n} ({kinds}).",
    "没有来源再提供、已从图中删除：{n} 项（{kinds}）。",
)
_REJECTED = (
    Text("{n} row was rejected:", "拒绝 {n} 行："),
    Text("{n} rows were rejected:", "拒绝 {n} 行："),
)
_REJECT = Text(
    "  {file}, line {line}{column}: found '{found}', expected {expected}. {hint}",
    "  {file} 第 {line} 行{column}: 读到“{found}”，应为：{expected}。{hint}",
)
_REJECTS_FILE = Text("All of them: {path}", "全部见：{path}")
_LOADED = Text("Loaded.", "已导入。")
_NOT_LOADED = Text("Nothing was loaded.", "未导入任何数据。")
_DRY = Text("Dry run: nothing was written.", "试运行：未写入任何数据。")


def _said(reject: Reject) -> Text:
    """Say what is wrong with a cell; one beyond the last column stands in none."""
    column = Text("", "")
    if reject.column:
        column = Text(", {name}", " {name}").format(name=reject.column)
    return _REJECT.format(
        file=reject.file,
        line=reject.line,
        column=column,
        found=reject.found,
        expected=reject.expected,
        hint=reject.hint,
    )
