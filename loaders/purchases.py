"""A purchase history from a file: who bought what when, whatever its columns are called.

CSV, Excel (its first sheet) or Parquet, headers in English or Chinese. Columns are named, else
known by their names, else told by what stands in them.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from graph.errors import InputError, UsageError, nearest
from graph.model import fold
from graph.text import Text
from loaders.campaigns import REJECTS
from loaders.cells import Raw
from loaders.conversion import clean
from loaders.days import days
from loaders.faults import shortened
from loaders.sources import find_sheets, one_file
from loaders.wording import MISSING, Wording

# The better a name fits, the earlier it stands.
NAMES = {
    "customer": (
        "customer", "customer_id", "customerid", "customer id", "customer_key", "customer_no",
        "customer_number", "customer_code", "cust_id", "custid", "client_id", "client",
        "household_id", "household_key", "household", "account_id", "account", "member_id",
        "member", "user_id", "userid", "user", "buyer_id", "buyer", "subscriber_id", "subscriber",
        "enterprise", "enterprise_id", "company", "company_id", "card_id", "card_no", "msisdn",
        "phone", "person_id", "shopper_id", "visitorid", "visitor_id", "ncodpers", "id",
        "客户", "客户编号", "客户id", "客户号", "客户代码", "客户编码", "顾客", "顾客编号",
        "顾客id",
        "会员", "会员编号", "会员id", "会员号", "会员卡号", "用户", "用户编号", "用户id", "用户号",
        "企业", "企业编号", "集团", "集团编号", "成员", "成员编号", "买家", "买家id", "号码",
        "手机号", "手机号码", "账户", "账号", "客户名称", "customer_name", "customername",
    ),
    "product": (
        "product", "product_id", "productid", "product id", "product_key", "product_code",
        "product_no", "sku", "sku_id", "stockcode", "stock_code", "stock code", "item_id",
        "itemid", "item", "item_code", "article_id", "article", "material", "service_id",
        "service", "offer_id", "offer", "plan_id", "plan", "package_id", "package", "goods_id",
        "goods", "upc", "ean", "barcode", "asin", "isbn", "movie_id", "product_name",
        "productname", "item_name", "description", "product_type", "product_category",
        "产品", "产品编号", "产品id", "产品代码", "产品编码", "商品", "商品编号", "商品id",
        "商品编码",
        "商品代码", "货号", "货品", "货品编号", "物料", "物料编码", "业务", "业务编号", "业务名称",
        "套餐", "套餐编号", "服务", "产品名称", "商品名称", "品名", "名称",
    ),
    "date": (
        "date", "purchase_date", "purchased_on", "purchased_at", "order_date", "orderdate",
        "order date", "transaction_date", "transaction_timestamp", "invoicedate", "invoice_date",
        "invoice date", "invoice_timestamp", "bought_on", "sale_date", "sales_date", "day",
        "timestamp", "datetime", "time", "event_time", "created_at", "since", "start_date",
        "started_on", "activation_date", "activated_on", "subscribed_on", "order_time",
        "purchase_time", "t_dat", "fecha_dato", "when", "on", "month",
        "日期", "购买日期", "订购日期", "订单日期", "交易日期", "下单日期", "销售日期", "购买时间",
        "订购时间", "交易时间", "下单时间", "订单时间", "开通日期", "开通时间", "办理日期",
        "办理时间",
        "生效日期", "时间", "发生时间", "消费日期", "消费时间", "月份", "账期",
    ),
}  # fmt: skip
_CALLED = {"customer": Text("customer", "客户"), "product": Text("product", "产品"),
           "date": Text("date", "日期")}  # fmt: skip
_A_DAY = Wording(
    Text("a day such as 2026-03-31", "日期，例如 2026-03-31"),
    Text("Write the day as 2026-03-31.", "请把日期写成 2026-03-31。"),
)
# A column is one of days where nearly all of its cells are.
NEARLY_ALL = 0.9
LOOKED_AT = 2_000


@dataclass(frozen=True)
class HistoryFile:
    """What was read.

    Parameters
    ----------
    frame : polars.DataFrame
        ``customer``, ``product`` (text) and ``day`` (days since 1970) of every good row.
    columns : dict
        Which column was taken for what.
    rejects : polars.DataFrame
        The bad rows, with what was found and expected.
    rows : int
        How many rows the file has.
    """

    label: str
    frame: pl.DataFrame
    columns: dict[str, str]
    rejects: pl.DataFrame
    rows: int


def read_history(path: str | Path, named: dict[str, str | None] | None = None) -> HistoryFile:
    """Read a purchase history.

    Parameters
    ----------
    path : path
    named : dict or None
        The columns that the user named for ``customer``, ``product`` and ``date``.

    Raises
    ------
    InputError
        For a file that cannot be read, or in which a column cannot be told.
    UsageError
        For a named column that is not there.
    """
    sheets, _ = find_sheets([one_file(path)])
    if not sheets:
        raise InputError(
            Text("There is no table in {path}.", "{path} 中没有表格。").format(path=path)
        )
    sheet = sheets[0]
    raw = sheet.read()
    chosen = _chosen(raw, named or {}, sheet.label)
    cells = {name: clean(raw.frame[str(at)]) for name, at in chosen.items()}
    when = days(cells["date"])
    lines = raw.frame["_line"]
    if when.null_count() == len(when) > 0:
        raise _unreadable_dates(sheet.label, raw.headers[chosen["date"]], cells["date"])
    filled = ~pl.DataFrame(cells).select(pl.all_horizontal(pl.all().is_null())).to_series()
    bad = {
        "customer": cells["customer"].is_null() & filled,
        "product": cells["product"].is_null() & filled,
        "date": when.is_null() & filled,
    }
    rejects = _rejects(sheet.label, raw, chosen, cells, bad)
    frame = pl.DataFrame(
        {"customer": cells["customer"], "product": cells["product"], "day": when}
    ).drop_nulls()
    return HistoryFile(
        sheet.label, frame, {n: raw.headers[at].strip() for n, at in chosen.items()}, rejects,
        len(lines),
    )  # fmt: skip


def _chosen(raw: Raw, named: dict[str, str | None], label: str) -> dict[str, int]:
    places = {name: _place(raw.headers, given, label) for name, given in named.items() if given}
    folded = [fold(header) for header in raw.headers]
    for name, spellings in NAMES.items():
        for word in spellings:
            at = next((i for i, f in enumerate(folded) if f == fold(word)), None)
            if name not in places and at is not None and at not in places.values():
                places[name] = at
    _told_by_cells(raw, places)
    missing = [name for name in NAMES if name not in places]
    if missing:
        raise _missing(label, missing, raw.headers)
    return places


def _told_by_cells(raw: Raw, places: dict[str, int]) -> None:
    """Find columns without a known name: days by their cells, then ids in the order they stand."""
    left = [at for at in range(len(raw.headers)) if at not in places.values()]
    if "date" not in places:
        dated = [at for at in left if _is_dated(raw.frame[str(at)])]
        if len(dated) == 1:
            places["date"] = dated[0]
            left.remove(dated[0])
    lacking = [name for name in ("customer", "product") if name not in places]
    if "date" in places and len(lacking) == len(left):
        places.update(zip(lacking, left, strict=True))


def _is_dated(cells: pl.Series) -> bool:
    some = clean(cells).drop_nulls().unique().sort().head(LOOKED_AT)
    return len(some) > 0 and days(some).count() >= NEARLY_ALL * len(some)


def _place(headers: list[str], given: str, label: str) -> int:
    folded = [fold(header) for header in headers]
    if fold(given) in folded:
        return folded.index(fold(given))
    near = nearest(given, [h.strip() for h in headers])
    raise UsageError(
        Text("{file} has no column '{name}'; it has {shown}.",
             "{file} 没有“{name}”列；现有：{shown}。").format(
            file=label, name=given, shown=_shown(headers)
        ),
        Text("Did you mean {near}?", "是否指 {near}?").format(near=", ".join(near))
        if near
        else None,
    )  # fmt: skip


def _shown(headers: list[str]) -> str:
    return ", ".join(h.strip() or f"column {i + 1}" for i, h in enumerate(headers[:12]))


def _missing(label: str, names: list[str], headers: list[str]) -> InputError:
    lacking = Text(", ".join(_CALLED[n].en for n in names), "、".join(_CALLED[n].zh for n in names))
    usual = Text(
        "; ".join(f"{_CALLED[n].en}: {', '.join(NAMES[n][:4])}" for n in names),
        "；".join(
            f"{_CALLED[n].zh}: {', '.join([w for w in NAMES[n] if not w.isascii()][:4])}"
            for n in names
        ),
    )
    options = " ".join(f"--{n} COL" for n in names)
    return InputError(
        Text(
            "{file}: cannot tell which column holds {lacking}; it has {shown}.",
            "{file}: 无法判断哪一列是{lacking}；现有：{shown}。",
        ).format(file=label, lacking=lacking, shown=_shown(headers)),
        Text(
            "Name it with {options}, or call it as usual ({usual}).",
            "请用 {options} 指定，或使用常见列名（{usual}）。",
        ).format(options=options, usual=usual),
    )


def _unreadable_dates(label: str, header: str, cells: pl.Series) -> InputError:
    some = cells.drop_nulls().head(3).to_list()
    return InputError(
        Text(
            "{file}: no day can be read in column '{header}', such as {some}.",
            "{file}: “{header}”列中没有可识别的日期，如 {some}。",
        ).format(file=label, header=header.strip(), some=", ".join(map(shortened, some)) or "-"),
        Text(
            "Write days as 2026-03-31, or name another column with --date COL.",
            "请把日期写成 2026-03-31, 或用 --date COL 指定其他列。",
        ),
    )


def _rejects(
    label: str, raw: Raw, chosen: dict[str, int], cells: dict[str, pl.Series],
    bad: dict[str, pl.Series],
) -> pl.DataFrame:  # fmt: skip
    """Describe the bad cells, with the row as it was."""
    parts = []
    texts = [pl.col(str(at)).fill_null("") for at in range(len(raw.headers))]
    for name, which in bad.items():
        if not which.any():
            continue
        rows = raw.frame.filter(which)
        found = cells[name].filter(which).fill_null("").str.slice(0, 200)
        empty = found == ""
        words = {True: MISSING, False: _A_DAY}
        described = {
            f"{part}{ending}": pl.Series(
                [getattr(words[e], part)[language] for e in empty.to_list()], dtype=pl.String
            )
            for part in ("expected", "hint")
            for ending, language in (("", "en"), ("_zh", "zh"))
        }
        parts.append(
            pl.DataFrame(
                {
                    "line": rows["_line"],
                    "found": found,
                    **described,
                    "row": rows.select(pl.concat_str(texts, separator=",")).to_series(),
                }
            ).with_columns(file=pl.lit(label), column=pl.lit(raw.headers[chosen[name]].strip()))
        )
    if not parts:
        return pl.DataFrame(schema=REJECTS)
    return pl.concat(parts).select(list(REJECTS)).sort("line", maintain_order=True)
