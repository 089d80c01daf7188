"""Defining a tag: everything checked before anything is kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from graph.customers.tags.customers import CUSTOMERS
from graph.customers.tags.definition import (
    Definition,
    How,
    checked_confidence,
    checked_dimension,
    checked_id,
    checked_name,
)
from graph.customers.tags.evaluate import Outcome
from graph.customers.tags.reading import parse
from graph.errors import NotFoundError, UsageError, nearest
from graph.records import Records
from graph.text import Text
from loaders.customer_lists import CustomerList, read_customers
from ui.tags import definitions
from ui.tags.applying import needs
from ui.tags.deciding import check_rule, customers_of, outcome_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from graph.customers.tags.customers import Customers
    from graph.store import Store

LISTS = "tag_lists"
_NOT_APPLIED = Text("{tag} is defined, but was never applied.", "{tag} 已定义但从未应用。")


@dataclass(frozen=True)
class Asked:
    """What somebody asks for; ``ways`` are rule, threshold, model and import as given."""

    id: str
    name: str
    dimension: str
    ways: Mapping[How, str | None]
    base: bool = False
    confidence: float | None = None
    excludes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Defined:
    """A definition, who meets it, and of an imported list its good rows and rejects."""

    definition: Definition
    outcome: Outcome
    listed: CustomerList | None = None


def check(store: Store, asked: Asked, as_of: date, customers: Customers | None = None) -> Defined:
    """Return the definition that was asked for and who meets it; nothing is kept.

    Raises
    ------
    LinchpinError
        Anything in it that cannot stand, with what to do.
    """
    made = check_words(asked, store.settings.model.default_confidence)
    how, text = made.how, made.text
    customers = customers or customers_of(store, as_of)
    made = replace(made, excludes=_others(store, customers, made.id, asked.excludes))
    _check_named(store, customers, made)
    if how == "rule":
        check_rule(store, text, as_of)
    if how == "import":
        listed = read_customers(text, known_customers(customers))
        return Defined(replace(made, text=Path(text).name), _of_list(listed), listed)
    return Defined(made, outcome_of(store, customers, made))


def _check_named(store: Store, customers: Customers, made: Definition) -> None:
    """Refuse an expression that names its own tag, or one that nobody carries yet."""
    for tag in sorted(needs(made)):
        if tag == made.id:
            raise UsageError(Text("A tag cannot be defined by itself.", "标签不能由其自身定义。"))
        carried = tag in customers.snapshot.nodes["Tag"]
        if not carried and definitions.found(store, tag) is not None:
            raise UsageError(
                _NOT_APPLIED.format(tag=tag),
                Text("Apply it first: linchpin tags apply.", "请先运行 linchpin tags apply。"),
            )


def check_words(asked: Asked, usual: float) -> Definition:
    """Return the definition that was asked for, so far as that is seen without a store.

    Parameters
    ----------
    usual : float
        The confidence where none is given.

    Raises
    ------
    UsageError
        A word of it that cannot stand.
    """
    how, text = _way(asked)
    if how in ("threshold", "model"):
        parse(text)
    return Definition(
        id=checked_id(asked.id),
        name=checked_name(asked.name),
        dimension=checked_dimension(asked.dimension),
        how=how,
        text=text,
        base=asked.base,
        confidence=usual if asked.confidence is None else checked_confidence(asked.confidence),
    )


def keep(store: Store, defined: Defined) -> Definition:
    """Keep a definition, in place of one of its id; what was applied before is not forgotten."""
    before = definitions.found(store, defined.definition.id)
    made = replace(defined.definition, kinds=defined.outcome.kinds)
    if before is not None:
        made = replace(made, applied_on=before.applied_on, history=before.history)
    rows = defined.listed.frame if defined.listed else None
    if rows is not None or (before is not None and before.how == "import"):
        tables = {} if rows is None else {LISTS: rows.with_columns(pl.lit(made.id).alias("tag"))}
        store.load([Records(made.source, tables=tables)], replace=True, within=(LISTS,))
    return definitions.keep(store, made)


def known_customers(customers: Customers) -> pl.DataFrame:
    """Return ``kind`` and ``id`` of every customer."""
    return pl.concat(
        customers.frame(kind).select(pl.lit(kind).alias("kind"), "id") for kind in CUSTOMERS
    )


def _of_list(listed: CustomerList) -> Outcome:
    who = listed.frame.rename({"customer": "id"}).sort("kind", "id")
    kinds = tuple(k for k in CUSTOMERS if k in set(who["kind"])) or CUSTOMERS
    return Outcome(who, kinds)


def _way(asked: Asked) -> tuple[How, str]:
    given = {how: text for how, text in asked.ways.items() if text is not None}
    if len(given) != 1:
        raise UsageError(
            Text(
                "A tag is defined in one way: --rule, --threshold, --model or --import.",
                "标签须以一种方式定义：--rule、--threshold、--model 或 --import。",
            )
        )
    ((how, text),) = given.items()
    if not text.strip():
        raise UsageError(Text("The definition is empty.", "定义为空。"))
    return how, text.strip()


def _others(
    store: Store, customers: Customers, tag: str, excludes: tuple[str, ...]
) -> tuple[str, ...]:
    """Return the tags that are excluded; refuse one that is not there."""
    known = {*customers.snapshot.nodes["Tag"].ids, *(d.id for d in definitions.listed(store))}
    for other in excludes:
        if other == tag or other not in known:
            near = nearest(other, known - {tag})
            hint = Text(f"Did you mean {', '.join(near)}?", f"是否指 {', '.join(near)}？")
            raise NotFoundError(
                Text("There is no other tag '{given}'.", "没有其他标签“{given}”。").format(
                    given=other
                ),
                hint if near else None,
            )
    return tuple(dict.fromkeys(excludes))
