"""What to say about a cell that does not fit: what was expected, and a hint, in both languages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.errors import nearest
from graph.model import fold
from graph.text import Text
from loaders.conversion import CURRENCY, limit_of
from loaders.dates import FIRST_YEAR, LAST_YEAR
from loaders.numbers import parse_number

if TYPE_CHECKING:
    from collections.abc import Callable

    from graph.model import Property


@dataclass(frozen=True)
class Wording:
    """What should have stood in a cell, and what to do about it."""

    expected: Text
    hint: Text


# How an Excel cell without a usable value is shown.
FORMULA_MARK, ERROR_MARK = "=", "#"

MISSING = Wording(
    Text("a value", "必填"),
    Text("Fill the cell or remove the row.", "请填写此单元格，或删除该行。"),
)
NUL = Wording(
    Text("text without NUL bytes", "不含 NUL 字节的文本"),
    Text(
        "Remove the byte 0x00; it is often left by a faulty export.",
        "请删除字节 0x00, 常由导出错误造成。",
    ),
)
_ERROR = Wording(
    Text("a value, not an error such as #N/A", "数值，而不是 #N/A 之类的错误"),
    Text("Mend the formula or empty the cell.", "请修正公式，或清空该单元格。"),
)
ODD: dict[str, Wording] = {
    "surplus": Wording(
        Text("no more cells than the header", "单元格数不多于标题行"),
        Text("Put cells that hold the separator in quotation marks.", "含分隔符的单元格请加引号。"),
    ),
    "swallowed": Wording(
        Text("one cell, not whole rows", "一个单元格，而不是整行"),
        Text(
            "A quotation mark opens here and closes some rows below: remove it or close it.",
            "此处的引号到后面几行才闭合：请删除或补上引号。",
        ),
    ),
    "formula": Wording(
        Text("a value; the formula has none", "数值；该公式没有结果"),
        Text(
            "Open the workbook in a spreadsheet and save it, or paste the cells as values.",
            "请用表格软件打开并保存，或将单元格粘贴为数值。",
        ),
    ),
    "error": _ERROR,
}
_YEARS = Text(
    f"Years go from {FIRST_YEAR} to {LAST_YEAR}.", f"年份须在 {FIRST_YEAR} 至 {LAST_YEAR} 之间。"
)
_EXCEL_DATE = Text("Write it as 2026-03-01: year, month, day.", "请写成 2026-03-01 (年-月-日)。")


def word_value(property_: Property) -> Callable[[str], Wording]:
    """Return what to say about a cell that does not fit its property."""
    if property_.values is not None:
        return lambda cell: _listed(property_, cell)
    if property_.type in ("number", "integer"):
        return lambda cell: Wording(_number_expected(property_), _number_hint(property_, cell))
    fixed: dict[str, Wording] = {
        "yes_no": Wording(
            Text("yes or no", "是或否"),
            Text(
                "Write yes, no, true, false, 1, 0, 是 or 否.",
                "请填 是、否、yes、no、true、false、1 或 0。",
            ),
        ),
        "month": Wording(
            Text("a month such as 2026-03", "月份，如 2026-03"),
            Text("Write year and month: 2026-03.", "请写年和月：2026-03。"),
        ),
    }
    if property_.type in fixed:
        return lambda _: fixed[property_.type]
    if property_.type == "date":
        return lambda cell: Wording(
            Text("a date such as 2026-03-01", "日期，如 2026-03-01"), _date_hint(cell)
        )
    if property_.name == CURRENCY:
        return lambda _: _CURRENCY
    limit = limit_of(property_)
    return lambda cell: Wording(
        Text("at most {limit} characters", "不超过 {limit} 个字符").format(limit=f"{limit:,}"),
        Text("It has {count}: shorten it.", "现有 {count} 个字符，请缩短。").format(
            count=f"{len(cell):,}"
        ),
    )


def _listed(property_: Property, cell: str) -> Wording:
    assert property_.values is not None  # noqa: S101 - word_value() asks first
    words = property_.values.words
    labels = Text(", ".join(words), "、".join(property_.values.label(w, "zh") for w in words))
    expected = Text("one of: {words}", "以下之一：{words}").format(words=labels)
    spelled = property_.values.spellings()
    parts = (
        [p.strip() for p in re.split(r"[;；、,，/|+\n]", cell)]
        if property_.type == "texts"
        else [cell]
    )
    wrong = [p for p in parts if fold(p) not in spelled] or [cell]
    near = nearest(fold(wrong[0]), spelled, 1)
    if near:
        value = spelled[near[0]]
        return Wording(
            expected,
            Text("Did you mean {value}?", "是否指{label}（{value}）？").format(
                value=value, label=property_.values.label(value, "zh")
            ),
        )
    return Wording(
        expected,
        Text(
            "Use one of the listed words, in either language.", "请使用所列词语之一，中英文均可。"
        ),
    )


# 1234,5 and 1.234,5: a comma before the decimals.
_DECIMAL_COMMA = re.compile(r"(\d{1,3}(?:\.\d{3})+|\d+),(\d+)")
_CURRENCY = Wording(
    Text("a currency code of three letters (ISO 4217)", "三个字母的币种代码（ISO 4217）"),
    Text(
        "Write it as CNY, USD or EUR, or as 人民币 or 美元.",
        "请填写 CNY、USD、EUR，或人民币、美元。",
    ),
)


def _number_expected(property_: Property) -> Text:
    noun = (
        Text("a whole number", "整数") if property_.type == "integer" else Text("a number", "数字")
    )
    low, high = property_.low, property_.high
    if low is not None and high is not None:
        return Text(f"{noun.en} from {low:g} to {high:g}", f"{low:g} 至 {high:g} 的{noun.zh}")
    if low is not None:
        return Text(f"{noun.en} of at least {low:g}", f"不小于 {low:g} 的{noun.zh}")
    return noun


def _like(property_: Property, cell: str) -> Text:
    """Return how such a number is written; a decimal comma as a point."""
    comma = _DECIMAL_COMMA.fullmatch(cell.strip())
    if comma is not None and property_.type != "integer":
        return Text(*[f"{comma[1].replace('.', '')}.{comma[2]}"] * 2)
    if property_.type == "integer":
        return Text(*[f"{max(property_.low or 0, 1):g}"] * 2)
    if property_.high == 1:
        return Text("0.45 or 45%", "0.45 或 45%")
    return Text("12000.50 or 3.5万", "12000.50 或 3.5万")


def _number_hint(property_: Property, cell: str) -> Text:
    number = parse_number(cell)
    if number is None:
        return Text(
            "Write digits alone, such as {like}; leave the cell empty if it is not known.",
            "请只写数字，如 {like}；不知道则留空。",
        ).format(like=_like(property_, cell))
    if number.currency:
        return Text(
            "Convert it into the book's currency and write the number alone.",
            "请换算为账本币种，只写数字。",
        )
    if property_.high == 1 and 1 < number.value <= 100:
        share = f"{number.value / 100:g}"
        return Text(
            "If percent is meant, write {p}% or {share}.", "若指百分比，请写 {p}% 或 {share}。"
        ).format(p=f"{number.value:g}", share=share)
    if number.percent:
        return Text("Write an amount, not a percentage.", "请填写数值，而不是百分比。")
    return Text("Correct the number or leave the cell empty.", "请更正该数字，或留空。")


def _date_hint(cell: str) -> Text:
    if re.fullmatch(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}", cell):
        return Text(
            "Write the year first (2026-03-01): day and month cannot be told apart here.",
            "请先写年份（2026-03-01）: 此处无法区分日与月。",
        )
    if re.fullmatch(r"\d{4}年?", cell):
        return Text("Add the month: 2026-03.", "请补上月份：2026-03。")
    year = re.match(r"\d{4}", cell)
    if year and not FIRST_YEAR <= int(year.group()) <= LAST_YEAR:
        return _YEARS
    if re.match(r"\d{4}\D?\d{1,2}\D?\d{1,2}", cell):
        return Text("There is no such day: check month and day.", "没有这一天：请核对月和日。")
    return _EXCEL_DATE
