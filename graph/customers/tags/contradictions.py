"""Customers whose tags cannot all be right.

===========  ===================================================================================
kind         when
===========  ===================================================================================
exclusive    a customer carries two tags that are declared to exclude one another (``--excludes``,
             or a set of ``tags.exclusive`` in the settings)
opposed      it carries two tags whose expressions cannot both hold (employees >= 500 and < 100)
values       sources give one tag of a customer different values (18-30 and 31-45)
outdated     it carries a tag by the word of a definition that it no longer meets
===========  ===================================================================================
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import polars as pl

from graph.customers.tags.customers import CUSTOMERS
from graph.customers.tags.opposed import opposed
from graph.customers.tags.reading import parse
from graph.customers.tags.results import Contradiction
from graph.decision.results import Sentence
from graph.text import BOTH, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from graph.customers.tags.customers import Customers
    from graph.customers.tags.definition import Definition

_EXCLUSIVE = Text("{a} and {b} exclude one another.", "{a} 与 {b} 互斥。")
_OPPOSED = Text(
    "{a} and {b} cannot both hold: they ask for different {column}.",
    "{a} 与 {b} 不能同时成立：对 {column} 的要求不同。",
)
_VALUES = Text(
    "Sources give {tag} different values: {values}.", "各来源对 {tag} 的取值不同：{values}。"
)
_OUTDATED = Text(
    "Carries {tag}, but no longer meets it: {definition}.", "带有 {tag}，但已不符合：{definition}。"
)
# Longer definitions are cut where they are quoted.
_QUOTED = 120
FOUND = {
    "customer": pl.String(),
    "tags": pl.List(pl.String()),
    "kind": pl.String(),
    "en": pl.String(),
    "zh": pl.String(),
}


def contradictions(
    customers: Customers,
    definitions: Sequence[Definition],
    meets: Mapping[str, pl.DataFrame],
    exclusive: Iterable[Sequence[str]] = (),
    claims: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Return a row a contradiction, by customer, tags and kind; columns as ``FOUND``.

    Parameters
    ----------
    definitions : sequence of Definition
    meets : mapping of tag to DataFrame
        ``kind`` and ``id`` of who meets each applied definition now.
    exclusive : iterable of sequences of tags
        Sets of which a customer can carry one.
    claims : DataFrame or None
        What several sources say of one HAS_TAG: ``customer``, ``tag``, ``value``.
    """
    carried = (
        customers.carried()
        .filter(pl.col("kind").is_in(CUSTOMERS))
        .select("kind", "customer", "tag", "value")
    )
    pairs = _pairs(definitions, exclusive)
    parts = [_both(carried, a, b, kind, why) for (a, b), (kind, why) in pairs.items()]
    parts.append(_several_values(carried, claims))
    parts += [_outdated(customers, d, meets[d.id]) for d in definitions if d.id in meets]
    found = pl.concat(pl.collect_all(parts))
    return found.unique(["customer", "tags", "kind"]).sort("customer", "tags", "kind")


def as_answers(found: pl.DataFrame) -> Iterator[Contradiction]:
    """Return rows of :func:`contradictions` as answers."""
    for row in found.iter_rows(named=True):
        yield Contradiction(
            customer=row["customer"],
            tags=row["tags"],
            kind=row["kind"],
            because=Sentence(en=row["en"], zh=row["zh"]),
        )


def _pairs(
    definitions: Sequence[Definition], exclusive: Iterable[Sequence[str]]
) -> dict[tuple[str, str], tuple[str, Text]]:
    """Return every two tags that nobody can carry together, and why."""
    found: dict[tuple[str, str], tuple[str, Text]] = {}
    by_text = [d for d in definitions if d.how in ("threshold", "model")]
    for one, other in combinations(sorted(by_text, key=lambda d: d.id), 2):
        column = opposed(parse(one.text), parse(other.text))
        if column is not None:
            why = _OPPOSED.format(a=one.id, b=other.id, column=column)
            found[one.id, other.id] = ("opposed", why)
    declared = [*exclusive, *([d.id, e] for d in definitions for e in d.excludes)]
    for tags in declared:
        for a, b in combinations(sorted(set(tags)), 2):
            found[a, b] = ("exclusive", _EXCLUSIVE.format(a=a, b=b))
    return found


def _both(carried: pl.LazyFrame, a: str, b: str, kind: str, why: Text) -> pl.LazyFrame:
    one = carried.filter(pl.col("tag") == a).select("kind", "customer").unique()
    other = carried.filter(pl.col("tag") == b).select("kind", "customer").unique()
    both = one.join(other, on=["kind", "customer"], how="semi")
    return _worded(both, [a, b], kind, why)


def _worded(rows: pl.LazyFrame, tags: list[str], kind: str, why: Text) -> pl.LazyFrame:
    return rows.select(
        "customer",
        pl.lit(tags, pl.List(pl.String)).alias("tags"),
        pl.lit(kind).alias("kind"),
        pl.lit(why.en).alias("en"),
        pl.lit(why.zh).alias("zh"),
    )


def _several_values(carried: pl.LazyFrame, claims: pl.DataFrame | None) -> pl.LazyFrame:
    said = carried.select("customer", "tag", "value")
    if claims is not None:
        said = pl.concat([said, claims.lazy().select("customer", "tag", "value")])
    several = (
        said.filter(pl.col("value").is_not_null())
        .group_by("customer", "tag")
        .agg(pl.col("value").unique().sort().alias("values"))
        .filter(pl.col("values").list.len() > 1)
    )
    english, chinese = (_halves(n).list.join(", ") for n in (2, 1))
    return several.select(
        "customer",
        pl.concat_list("tag").alias("tags"),
        pl.lit("values").alias("kind"),
        pl.format(_filled(_VALUES.en), "tag", english).alias("en"),
        pl.format(_filled(_VALUES.zh), "tag", chinese).alias("zh"),
    )


def _halves(which: int) -> pl.Expr:
    # As graph.text.halves says it; where that would make two values one, as they are written.
    values = pl.col("values")
    told = values.list.eval(pl.element().str.replace(f"^{BOTH}$", f"${{{which}}}"))
    return pl.when(told.list.n_unique() == values.list.len()).then(told).otherwise(values)


def _filled(wording: str) -> str:
    return wording.format(tag="{}", values="{}")


def _outdated(customers: Customers, d: Definition, now: pl.DataFrame) -> pl.LazyFrame:
    stated = customers.stated_by(d.source).filter(pl.col("kind").is_in(CUSTOMERS))
    own = stated.filter(pl.col("tag") == d.id).select("kind", "customer")
    still = now.lazy().select("kind", pl.col("id").alias("customer"))
    text = d.text if len(d.text) <= _QUOTED else f"{d.text[:_QUOTED]}…"
    why = _OUTDATED.format(tag=d.id, definition=text)
    return _worded(own.join(still, on=["kind", "customer"], how="anti"), [d.id], "outdated", why)
