"""Overlaps and contradictions of a book's tags, and the offers that its rule base makes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import polars as pl

from graph.customers.tags import contradictions as clashes
from graph.customers.tags import match as matching
from graph.customers.tags.coverage import overlaps
from graph.customers.tags.results import Conflicts
from graph.customers.tags.rulebase import rules_of
from graph.errors import LinchpinError
from graph.text import Text
from ui.tags import definitions
from ui.tags.deciding import DECIDING, outcome_of

if TYPE_CHECKING:
    from graph.customers.tags.customers import Customers
    from graph.customers.tags.definition import Definition
    from graph.customers.tags.rulebase import Rule
    from graph.store import Store
    from ui.tags.deciding import Progress

# What several sources say of one HAS_TAG is kept beside it as JSON.
_CLAIMS = (
    "MATCH (e:Enterprise)-[h:HAS_TAG]->(t:Tag) WHERE h.linchpin_claims IS NOT NULL "
    "RETURN e.id AS customer, t.id AS tag, h.linchpin_claims AS claims ORDER BY customer, tag"
)
_MOST_CLAIMS = 1_000_000
NO_RULES = Text(
    "No rule matches: products carry no tags, and [tags.match] of the settings is empty.",
    "没有匹配规则：产品未带标签，且设置中 [tags.match] 为空。",
)


def conflicts_of(store: Store, customers: Customers, top: int = 0) -> Conflicts:
    """Return at most ``top`` (0: all) overlaps and contradictions, and how many these are."""
    found = contradictions_frame(store, customers, definitions.listed(store))
    shown = found.head(top) if top else found
    return Conflicts(
        overlaps=overlaps(customers)[: top or None],
        contradictions=list(clashes.as_answers(shown)),
        contradiction_count=found.height,
    )


def contradictions_frame(
    store: Store,
    customers: Customers,
    kept: list[Definition],
    progress: Progress | None = None,
) -> pl.DataFrame:
    """Return a row a contradiction, of the tags that are stated and the definitions applied."""
    return clashes.contradictions(
        customers,
        [d for d in kept if d.applied_on is not None],
        _met(store, customers, kept, progress),
        store.settings.tags.exclusive,
        _claims(store),
    )


def _met(
    store: Store, customers: Customers, kept: list[Definition], progress: Progress | None
) -> dict[str, pl.DataFrame]:
    """Return who meets each applied definition; of one that fails now nothing is said."""
    found = {}
    applied = [d for d in kept if d.applied_on is not None]
    for done, definition in enumerate(applied):
        if progress is not None:
            progress(done, len(applied), DECIDING.format(name=definition.id))
        try:
            found[definition.id] = outcome_of(store, customers, definition).who
        except LinchpinError:
            # Applying it says why; here the others stand.
            continue
    return found


def _claims(store: Store) -> pl.DataFrame:
    rows = store.query(_CLAIMS, limit=_MOST_CLAIMS).rows
    said = [
        (row["customer"], row["tag"], claim.get("value"))
        for row in rows
        for _, claim in json.loads(row["claims"])
    ]
    schema = {"customer": pl.String, "tag": pl.String, "value": pl.String}
    return pl.DataFrame(said, schema=schema, orient="row")


def offers_frame(store: Store, customers: Customers) -> tuple[pl.DataFrame, list[Rule]]:
    """Return a row an offer, and the rule base that makes them."""
    rules = rules_of(customers, store.settings.tags)
    return matching.offers(customers, rules), rules
