"""The pages ``docs/graph-model.md`` and ``docs/native-format.md``, written from the vocabulary.

``python -m loaders.pages`` writes both; a test holds that what is committed is current.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from graph.model import NODE_KINDS, RELATIONSHIP_TYPES, TABLES_BY_NAME, values
from graph.vocabulary.types import Values
from loaders.conversion import NAME_LIMIT, TEXT_LIMIT
from loaders.layouts import LAYOUTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from graph.model import Property
    from loaders.layouts import Layout

_GENERATED = "<!-- Written by `python -m loaders.pages` from the vocabulary: edit that instead. -->"


def pages() -> dict[str, str]:
    """Return the text of each page by its name."""
    return {"graph-model.md": graph_model(), "native-format.md": native_format()}


def graph_model() -> str:
    """Return the page that describes the graph."""
    parts = ["# The graph model", _GENERATED, _MODEL_INTRO, "## Nodes"]
    for kind in NODE_KINDS.values():
        parts += [f"### {kind.name} {kind.zh}", kind.about, _properties(kind.properties)]
    parts += ["## Relationships"]
    for type_ in RELATIONSHIP_TYPES.values():
        arrow = "-" if not type_.directed else "->"
        ends = f"({' or '.join(type_.starts)})-[:{type_.name}]{arrow}({' or '.join(type_.ends)})"
        keys = f"One for each pair and {', '.join(type_.keys)}." if type_.keys else "One a pair."
        once = "" if type_.directed else " It has no direction and is kept once, smaller id first."
        parts += [f"### {type_.name} {type_.zh}", f"`{ends}`", f"{type_.about} {keys}{once}"]
        parts += [_properties(type_.properties)]
    parts += ["## Tables beside the graph"]
    for table in TABLES_BY_NAME.values():
        keys = f"One row for each {', '.join(table.keys)}."
        parts += [f"### {table.name} {table.zh}", f"{table.about} {keys}"]
        parts += [_properties(table.properties)]
    parts += ["## Listed values", *_lists()]
    return "\n\n".join(parts) + "\n"


def native_format() -> str:
    """Return the page that describes the files."""
    intro = _FORMAT_INTRO.format(name_limit=f"{NAME_LIMIT:,}", text_limit=f"{TEXT_LIMIT:,}")
    parts = ["# The native format", _GENERATED, intro]
    for sort, title in (
        ("node", "Files of nodes"),
        ("relationship", "Files of relationships"),
        ("table", "Files of tables"),
    ):
        parts.append(f"## {title}")
        for layout in LAYOUTS:
            if layout.sort == sort:
                parts += [f"### {layout.file}", _names(layout), _headers(layout)]
    return "\n\n".join(parts) + "\n"


def _names(layout: Layout) -> str:
    others = [n for n in layout.names if n != layout.file]
    return f"{layout.name}. Also called: {', '.join(others)}."


def _headers(layout: Layout) -> str:
    told = {s.column.name: s.type for s in layout.shorthands}
    rows = []
    for p in layout.properties:
        about = p.about + (f" Makes the relationship {told[p.name]}." if p.name in told else "")
        also = ", ".join(dict.fromkeys(p.headers))
        rows.append((f"`{p.name}`", p.zh, also, _cell(p), about))
    return _table(("header", "中文", "also", "cells", "meaning"), rows)


def _cell(property_: Property) -> str:
    if property_.values is not None:
        what = " / ".join(property_.values.words)
        return f"{what}; several with `;`" if property_.type == "texts" else what
    what = {
        "text": "text",
        "texts": "texts, split by `;`",
        "number": "number",
        "integer": "whole number",
        "yes_no": "yes or no",
        "date": "date",
        "month": "month",
    }[property_.type]
    parts = [what, _range(property_), property_.unit or "", "required" * property_.required]
    return ", ".join(p for p in parts if p)


def _range(property_: Property) -> str:
    low, high = property_.low, property_.high
    if low is not None and high is not None:
        return f"{low:g} to {high:g}"
    return f"at least {low:g}" if low is not None else ""


def _properties(properties: Sequence[Property]) -> str:
    rows = [(f"`{p.name}`", p.zh, _cell(p), p.about) for p in properties]
    return _table(("property", "中文", "holds", "meaning"), rows)


def _lists() -> Iterable[str]:
    for listed in vars(values).values():
        if isinstance(listed, Values):
            rows = [
                (
                    f"`{v.value}`",
                    v.zh,
                    "" if v.number is None else f"{v.number:g}",
                    ", ".join(dict.fromkeys((v.en, *v.spellings))),
                )
                for v in listed.values
            ]
            yield f"### {listed.name}"
            yield _table(("value", "中文", "number", "also accepted"), rows)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(c.replace('|', chr(92) + '|') for c in r)} |" for r in lines)


_MODEL_INTRO = """\
Every node and relationship carries `sources` (who states it) and may carry `as_of`. Properties
that are not listed here are kept as they come. An absent date in a key is stored as 0001-01-01,
an absent text as an empty one, and both are read back as absent."""

_FORMAT_INTRO = """\
A book is a folder of CSV or Parquet files, or one Excel workbook, whose files or sheets have the
names below. Load it with `linchpin load PATH`; look before you load with `--dry-run`.

- **Text files** (`.csv`, `.tsv`, `.txt`): UTF-8 with or without BOM, UTF-16 or GB18030; separated
  by comma, semicolon, tab or `|`, as the header shows; or by two spaces and more, where every line
  has as many columns as the header. The first row holds the headers.
- **Headers** are matched without regard to case, spaces and hyphens, in English or Chinese. A unit
  may stand in brackets, as in `金额(万元)`. A column that nobody knows is kept as it is and said
  once. Two columns of one meaning are an error.
- **Numbers**: `12000.5`, `12,000.50`, `3.5万`, `1.2亿`, `2.5k`, `￥500`, `5000元`, `1.2e3`, and
  `45%` for 0.45. Another currency beside an amount (`$5000`) fills the row's `currency`.
  A currency is its code (`CNY`) or a word for it (`RMB`, `人民币`, `元`, `US$`, `欧元`).
  Of a file separated by semicolons `0,5` and `1.234,56` have their decimals behind the comma, where
  the whole column can be read so; where a file has nothing but `1,234`, it is refused, for that may
  be 1234.
- **Dates**: `2026-03-01`, `2026/3/1`, `2026.3.1`, `20260301`, `2026年3月1日`, `1 Mar 2026`, a date
  cell or serial number of Excel; a month (`2026-03`, `2026年3月`) is its first day. A date that
  does not begin with the year, such as 3/1/2026, is refused: nobody can tell day from month.
- **Yes or no**: yes, no, y, n, true, false, 1, 0, 是, 否.
- **Several values** in a cell are split by `;`, `；` or `、`.
- **Empty cells** are absent values. Ids and names have at most {name_limit} characters, other
  texts {text_limit}. Zeros in front of an id count: `007` is not `7`.
- **Excel**: of a cell with a formula the value saved with it is taken, and the report says so
  once a column; a formula without a value, or an error such as `#N/A`, rejects the row.
- **Rows that repeat** an id or key are counted where they agree, and may fill what the first left
  empty; a row that contradicts the first is rejected. Of statements of one source about one
  person on one day the later row stands. Several `plays` rows of one person add up their roles.
- **Relationships** have the columns `from` and `to` with ids. Where several kinds may stand at an
  end, `from_kind` or `to_kind` says which; where that is empty it is the first of the listed
  kinds that has such an id. `has_tag`, `uses` and `targeted` rows of a Member go to the tables of
  members. A row with an end that is nowhere is rejected; with `--placeholders` an absent person
  becomes an unknown one.
- **Tables of another system** load once their file and the column that tells the rows apart are
  renamed: `products.csv` with `product, series, sales_price` needs the header `id` in place of
  `product`; `series` and `sales_price` are kept as they are. A list of customers is
  `enterprises`, of sales people `sellers`, of deals `opportunities`, with `enterprise` the
  customer's id; days that begin with the month are to be written with the year first.
- **Words of a CRM**, such as champion, load as the role influencer and are kept in `role_words`.

Bad rows are listed in the rejects file with `file`, `line` (as a spreadsheet counts, the header
being 1), `column`, `found`, `expected`, `hint` and the `row` as it was; all others load, and the
command ends with exit code 3."""


if __name__ == "__main__":
    for name, text in pages().items():
        Path(__file__).parents[1].joinpath("docs", name).write_text(text, encoding="utf-8")
