"""The tags of a book: the list, and who carries one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from graph.customers.tags.coverage import carriers, kinds_of, ratio
from graph.customers.tags.definition import BASE_TAGS, STATED
from graph.customers.tags.results import HistoryEntry, TagList, TagRow, TagView
from graph.decision.results import Sentence
from graph.errors import not_found
from graph.model import values
from graph.text import Text
from ui.tags import definitions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.customers.tags.customers import Customers
    from graph.customers.tags.definition import Definition
    from graph.customers.tags.evaluate import Outcome
    from graph.store import Store

NOBODY = Text("Nobody meets it.", "没有客户符合。")
EVERYBODY = Text(
    "Everybody meets it: it tells no customer from another.", "全部客户都符合，无法区分客户。"
)


def tags_of(customers: Customers, kept: Sequence[Definition]) -> TagList:
    """Return every tag: of the graph, and defined but not applied yet."""
    found = carriers(customers)
    defined = {d.id: d for d in kept}
    nodes = customers.snapshot.nodes["Tag"]
    ids = sorted({*nodes.ids, *defined})
    rows = [_row(customers, found, tag, defined.get(tag)) for tag in ids]
    order = values.TAG_DIMENSIONS.words
    place = {word: i for i, word in enumerate(order)}
    rows.sort(key=lambda r: (not r.base, place.get(r.dimension or "", len(order)), r.id))
    return TagList(tags=rows)


def _row(
    customers: Customers, found: pl.DataFrame, tag: str, definition: Definition | None
) -> TagRow:
    nodes = customers.snapshot.nodes["Tag"]
    node = nodes.row(nodes.position(tag)) if tag in nodes else {}
    kinds = kinds_of(found, tag, definition.kinds if definition else ())
    mine = found.filter(pl.col("tag") == tag)
    counted = mine.filter(pl.col("kind").is_in(kinds))
    carrying, eligible = int(counted["carriers"].sum()), sum(customers.count(k) for k in kinds)
    row = TagRow(
        id=tag,
        name=node.get("name") or tag,
        name_en=node.get("name_en"),
        dimension=node.get("dimension"),
        base=bool(node.get("base")),
        how=STATED,
        carriers=carrying,
        eligible=eligible,
        coverage=ratio(carrying, eligible),
        products=int(mine.filter(pl.col("kind") == "Product")["carriers"].sum()),
        source="; ".join(sorted({s for words in counted["source"] for s in words})) or None,
        confidence=_mean(counted),
        applied_on=None,
        kinds=list(kinds),
    )
    return row if definition is None else row.model_copy(update=_defined(definition, row))


def _defined(d: Definition, stated: TagRow) -> dict[str, object]:
    """Return what the definition of a tag says of it beside what somebody states.

    Until it is applied, a definition changes nothing of a tag that customers carry by a file.
    """
    others = {*(stated.source or "").split("; ")} - {"", d.source}
    if d.applied_on is None and stated.carriers:
        return {"definition": d.text}
    return {
        "name": d.name,
        "name_en": stated.name_en if d.name == stated.name else None,
        "dimension": d.dimension,
        "base": d.base,
        "how": d.how,
        "source": "; ".join(sorted({*others, d.source})),
        "confidence": stated.confidence if others else d.confidence,
        "applied_on": d.applied_on,
        "definition": d.text,
    }


def _mean(counted: pl.DataFrame) -> float | None:
    known = counted.filter(pl.col("confidence").is_not_null())
    if known.is_empty():
        return None
    total = (known["confidence"] * known["carriers"]).sum()
    return float(total) / float(known["carriers"].sum())


def view_of(
    customers: Customers, definition: Definition, outcome: Outcome, top: int = 0
) -> TagView:
    """Return who would carry a tag, before anything is written.

    Parameters
    ----------
    top : int
        So many ids, the first; 0: all.
    """
    eligible = sum(customers.count(k) for k in outcome.kinds)
    notes = [*outcome.notes, *none_or_all(outcome.who.height, eligible)]
    return TagView(
        tag=definition.id,
        name=definition.name,
        how=definition.how,
        definition=definition.text,
        carriers=outcome.who.height,
        eligible=eligible,
        coverage=ratio(outcome.who.height, eligible),
        undecided=outcome.undecided,
        ids=_first(outcome.who, top),
        kinds=list(outcome.kinds),
        history=_history(definition),
        notes=[Sentence.of(n) for n in notes],
    )


def none_or_all(carrying: int, eligible: int) -> list[Text]:
    """Return what to say of a definition that nobody meets, or everybody."""
    if not carrying:
        return [NOBODY]
    return [EVERYBODY] if carrying == eligible else []


def _first(who: pl.DataFrame, top: int) -> list[str]:
    ids = who["id"].sort()
    return (ids.head(top) if top else ids).to_list()


def _history(definition: Definition | None) -> list[HistoryEntry]:
    if definition is None:
        return []
    return [
        HistoryEntry(applied_on=a.applied_on, added=a.added, removed=a.removed)
        for a in definition.history
    ]


def shown(store: Store, customers: Customers, tag: str, top: int = 0) -> TagView:
    """Return who carries a tag now, by anybody's word.

    Raises
    ------
    NotFoundError
        No such tag; the nearest are named.
    """
    kept = definitions.listed(store)
    rows = {r.id: r for r in tags_of(customers, kept).tags}
    if tag not in rows:
        raise not_found(Text("tag", "标签"), tag, rows)
    row, definition = rows[tag], next((d for d in kept if d.id == tag), None)
    who = carrying(customers, tag, definition)
    notes = [] if definition is None or definition.applied_on else [NOT_APPLIED]
    return TagView(
        tag=tag,
        name=row.name,
        name_en=row.name_en,
        how=row.how,
        definition=row.definition,
        carriers=row.carriers,
        eligible=row.eligible,
        coverage=row.coverage,
        ids=_first(who, top),
        kinds=row.kinds,
        history=_history(definition),
        notes=[Sentence.of(n) for n in notes],
    )


NOT_APPLIED = Text(
    "It is defined, but was never applied: linchpin tags apply.",
    "已定义但从未应用：请运行 linchpin tags apply。",
)


def carrying(customers: Customers, tag: str, definition: Definition | None = None) -> pl.DataFrame:
    """Return ``kind`` and ``id`` of who carries a tag, of the kinds that it is about."""
    rows = customers.carried().filter(pl.col("tag") == tag)
    who = rows.select("kind", pl.col("customer").alias("id")).unique().collect()
    counts = who.select(pl.lit(tag).alias("tag"), "kind")
    kinds = kinds_of(counts, tag, definition.kinds if definition else ())
    return who.filter(pl.col("kind").is_in(kinds))


def base_tags_said(rows: Sequence[TagRow]) -> Text | None:
    """Return what to say where there are not three base tags."""
    count = sum(r.base for r in rows)
    if count == BASE_TAGS or not rows:
        return None
    return Text(
        "{n} tags are base tags; the system is made for {wanted}.",
        "共有 {n} 个基础标签；体系按 {wanted} 个设计。",
    ).format(n=count, wanted=BASE_TAGS)
