"""A narrower tag: the rule that stands up, its rate on held-out rows, its expected effect."""

from __future__ import annotations

from collections.abc import Sequence

from graph.customers.campaigns import intervals
from graph.customers.campaigns.conditions import Condition, joined, mask_of, rule_of
from graph.customers.campaigns.held_out import Conditions, Rows, Tested, adds
from graph.customers.campaigns.results import HeldOut, Interval, Refinement


def best_rule(
    rules: Sequence[Conditions], tested: Sequence[Tested], test: Rows
) -> Conditions | None:
    """Return the longest rule that stands, each of whose conditions adds on held-out rows.

    Parameters
    ----------
    rules : sequence of conditions
        The rule as it grew, condition by condition.
    tested : sequence of Tested
        All that was put to the test; where the rule does not stand, the surest single condition
        that does and raises the rate is taken.
    test : Rows
        The held-out rows.
    """
    known = {t.conditions: t for t in tested}
    chosen: Conditions | None = None
    for rule in rules:
        if not (known[rule].stands and adds(chosen or (), rule, test)):
            break
        chosen = rule
    if chosen is None:
        others = [t for t in tested if t.stands and t.raises and len(t.conditions) == 1]
        chosen = min(others, key=lambda t: t.order).conditions if others else None
    return chosen


def refined(
    rule: Conditions, tested: Sequence[Tested], rows: Rows, test: Rows, tags: Sequence[str] = ()
) -> Refinement:
    """Return a rule as a narrower tag.

    Parameters
    ----------
    rule : conditions
        One of ``tested``.
    tested : sequence of Tested
        All that was put to the test.
    rows, test : Rows
        All rows, and the held-out ones.
    tags : sequence of str
        Tags that every customer here carries; the rule asks for them too.
    """
    held = next(t.held for t in tested if t.conditions == rule)
    inside, _ = test.split(rule)
    low, high = intervals.wilson(inside) or (None, None)
    everybody = rows.count()
    return Refinement(
        condition=joined(rule),
        rule=within(tags, rule_of(rule)),
        rate=Interval(value=inside.rate, low=low, high=high),
        current_rate=everybody.x / everybody.n,
        share=int(mask_of(rule, rows.frame).sum()) / everybody.n,
        effect=_effect(held),
    )


def _effect(held: HeldOut) -> Interval:
    """Return the rate of who meets it less that of all: the difference to those outside, less.

    rate_in - (w rate_in + (1-w) rate_out) = (1-w) (rate_in - rate_out), w the share inside.
    """
    outside = held.n_out / (held.n_in + held.n_out)
    gap = held.difference
    parts = (gap.value, gap.low, gap.high)
    value, low, high = (None if x is None else outside * x for x in parts)
    return Interval(value=value, low=low, high=high)


def within(tags: Sequence[str], rule: str) -> str:
    """Return a rule narrowed to who carries tags.

    Examples
    --------
    >>> within(["T1"], "tags.T2 = yes"), within(["T2"], "tags.T2 = yes")
    ('tags.T1 = yes and tags.T2 = yes', 'tags.T2 = yes')
    """
    parts = rule.split(" and ")
    carried = [Condition(f"tags.{tag_word(tag)}", "=", "yes").rule for tag in tags]
    return " and ".join([*(c for c in carried if c not in parts), rule])


def tag_word(part: str) -> str:
    """Return a part of a column's name as an expression takes it.

    Examples
    --------
    >>> tag_word("T-1"), tag_word("key account")
    ('T-1', '`key account`')
    """
    plain = part.replace("-", "").replace("_", "").isalnum()
    return part if plain else f"`{part}`"
