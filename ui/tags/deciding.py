"""Who meets a definition: whichever way it is obtained, read from the store."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from graph.customers.tags.customers import CUSTOMERS, PRODUCT, Customers
from graph.customers.tags.evaluate import Outcome, evaluate
from graph.customers.tags.models import check_model, models
from graph.customers.tags.reading import parse
from graph.errors import InputError
from graph.text import Text
from queries.runner import bind, query_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from graph.customers.tags.definition import Definition
    from graph.snapshot import Snapshot
    from graph.store import Store
    from graph.store.results import QueryResult

    Progress = Callable[[int, int, Text], None]

DECIDING = Text("Deciding who carries {name}", "正在判定谁带有 {name}")
RULE_SECONDS = 600.0
MOST_ROWS = 50_000_000
LABELLED = (*CUSTOMERS, PRODUCT)
_WHO = {"kind": pl.String(), "id": pl.String(), "value": pl.String(), "confidence": pl.Float64()}


def customers_of(
    store: Store, as_of: date, *, snapshot: Snapshot | None = None, progress: Progress | None = None
) -> Customers:
    """Return what the store knows of customers, as columns."""
    return Customers(
        snapshot=snapshot or store.snapshot(progress),
        as_of=as_of,
        billing=_one_word(store, "billing"),
        usage=_one_word(store, "usage"),
        member_tags=store.scan("member_tags"),
        models=models(store.settings),
        tags_until=as_of,
    )


def _one_word(store: Store, name: str) -> pl.LazyFrame:
    """Return a table, read lazily where one source alone states it."""
    rows = store.scan(name)
    sources = rows.select(pl.col("linchpin_source").n_unique()).collect().item()
    return rows if sources <= 1 else store.table(name).lazy()


def outcome_of(store: Store, customers: Customers, definition: Definition) -> Outcome:
    """Return who meets a definition now.

    Raises
    ------
    LinchpinError
        A rule that writes, fails or returns no ``id``; an expression that cannot be read.
    """
    if definition.how == "rule":
        return _by_rule(store, customers, definition.text)
    if definition.how == "import":
        return _by_list(store, customers, definition.id)
    node = parse(definition.text)
    if definition.how == "model":
        check_model(node, customers)
    return evaluate(node, customers)


def check_rule(store: Store, text: str, as_of: date) -> None:
    """Run a rule for one row: refuse one that writes, fails, or returns no ``id``."""
    _with_id(_asked(store, text, as_of, limit=1))


def _asked(store: Store, text: str, as_of: date, limit: int) -> QueryResult:
    query = query_of(text)
    return store.query(query.text, bind(query, {}, as_of), limit=limit, timeout=RULE_SECONDS)


def _with_id(answer: QueryResult) -> QueryResult:
    if "id" not in answer.columns and (answer.columns or answer.rows):
        raise InputError(
            Text(
                "The rule returns no column id, but {names}.",
                "规则未返回 id 列，而返回了 {names}。",
            ).format(names=", ".join(answer.columns)),
            Text("End it with RETURN e.id AS id.", "请以 RETURN e.id AS id 结尾。"),
        )
    return answer


def _by_rule(store: Store, customers: Customers, text: str) -> Outcome:
    answer = _with_id(_asked(store, text, customers.as_of, MOST_ROWS))
    rows = answer.rows
    ids = [None if r["id"] is None else str(r["id"]) for r in rows]
    given = {"id": pl.Series(ids, dtype=pl.String)}
    for name in ("kind", "value", "confidence"):
        if name in answer.columns:
            given[name] = pl.Series([r[name] for r in rows], dtype=_WHO[name], strict=False)
    who, unknown = _known(pl.DataFrame(given), customers)
    notes = [] if unknown.is_empty() else [_not_known(unknown)]
    kinds = tuple(k for k in LABELLED if k in set(who["kind"])) or _labelled(text)
    return Outcome(who, kinds, notes=notes)


def _labelled(text: str) -> tuple[str, ...]:
    """Return the kinds that a rule speaks of which finds nobody.

    Examples
    --------
    >>> _labelled("MATCH (e:Enterprise) WHERE false RETURN e.id AS id")
    ('Enterprise',)
    """
    squeezed = "".join(text.split())
    return tuple(k for k in LABELLED if f":{k}" in squeezed) or CUSTOMERS


def _known(frame: pl.DataFrame, customers: Customers) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the rows of customers and products that there are, each once, and the others."""
    parts = []
    rest = frame.filter(pl.col("id").is_not_null()).unique("id", keep="first", maintain_order=True)
    for kind in LABELLED:
        ids = customers.frame(kind).select("id")
        mine = rest.join(ids, on="id", how="semi", maintain_order="left")
        if "kind" in mine.columns:
            mine = mine.filter(pl.col("kind").is_null() | (pl.col("kind") == kind))
        parts.append(mine.with_columns(pl.lit(kind).alias("kind")))
        rest = rest.join(mine.select("id"), on="id", how="anti", maintain_order="left")
    who = pl.concat(parts, how="diagonal_relaxed").sort("kind", "id")
    return who.select(c for c in _WHO if c in who.columns), rest


def _not_known(unknown: pl.DataFrame) -> Text:
    return Text(
        "{n} ids that the rule returns are neither customers nor products, such as {id}; "
        "they are left out.",
        "规则返回的 {n} 个编号既不是客户也不是产品（如 {id}），已略去。",
    ).format(n=unknown.height, id=unknown["id"][0])


def _by_list(store: Store, customers: Customers, tag: str) -> Outcome:
    rows = store.scan("tag_lists").filter(pl.col("tag") == tag)
    listed = rows.select("kind", pl.col("customer").alias("id"), "value", "confidence").collect()
    who, gone = _known(listed, customers)
    kinds = tuple(k for k in LABELLED if k in set(who["kind"])) or CUSTOMERS
    notes = []
    if gone.height:
        notes.append(
            Text(
                "{n} customers of the list are no longer there.", "名单中有 {n} 个客户已不存在。"
            ).format(n=gone.height)
        )
    return Outcome(who, kinds, notes=notes)
