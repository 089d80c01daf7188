"""Large deals in which, of all we know, nobody is against us: somebody has not been seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from graph.decision.results import Measure, Mend
from graph.decision.rules.context import Context, Draft
from graph.decision.rules.wording import share, titled
from graph.opportunities import states
from graph.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.settings_rules import OpponentRule


def no_known_opponent(context: Context, rule: OpponentRule) -> Iterator[Draft]:
    """A large deal of which enough is known, and nobody with E < 0."""
    model = context.model
    known = model.known_share
    if known is None or known < rule.known - 1e-12 or model.opponent.any():
        return
    smaller = smaller_deals(context)
    if smaller is None or smaller < rule.smaller_deals:
        return
    part = model.influence**2 * model.stances.variance
    if part.max() > 0:  # else nothing is left to ask
        yield _draft(context, smaller, int(np.argmax(part)))


def smaller_deals(context: Context) -> float | None:
    """Return the share of the open deals in this deal's currency whose amount is smaller.

    None where the deal has no amount. Amounts of different currencies are not compared.
    """
    table = context.model.snapshot.nodes["Opportunity"]
    mine = table.value("amount", context.model.case.deal)
    if mine is None:
        return None
    currency = table.value("currency", context.model.case.deal)
    is_open = (states(table.frame, context.model.as_of) == "open").fill_null(value=False)
    same = (
        table.frame.filter(is_open, pl.col("currency").eq_missing(currency))
        .get_column("amount")
        .drop_nulls()
    )
    return float((same < mine).sum() / len(same)) if len(same) else None


def _draft(context: Context, smaller: float, ask: int) -> Draft:
    model, name = context.model, context.people[ask]
    known, now = float(model.known_share or 0.0), float(model.lean_variance or 0.0)
    then = now - float(model.influence[ask] ** 2 * model.stances.variance[ask])
    seller = context.seller_for(ask)
    figures = {
        "smaller": share(smaller),
        "known": share(known),
        "name": name.text,
        "now": f"{now:.3f}",
        "then": f"{then:.3f}",
    }
    proof = context.proof()
    context.prove_power(proof, ask)
    return Draft(
        kind="no_known_opponent",
        subject=context.deal.subject("opportunity"),
        exposure=1 - known,
        impact=1.0,
        cause=f"deal:{context.deal.id}",
        title=titled(Text("Nobody known against us", "尚未发现反对者"), context.deal),
        proof=proof,
        sentence=Text(
            "This deal is larger than {smaller} of the open ones, the stance of {known} of the "
            "decision is known, and nobody is against us: an opponent may not have been seen yet.",
            "本商机的金额高于 {smaller} 的在跟商机，已知 {known} 的决策影响力的态度，"
            "却没有人反对我方：可能还有未被发现的反对者。",
        ).format(**figures),
        action=_ask(context, ask, seller)
        + Text(
            "that answer tells most: the variance of the lean falls from {now} to {then}.",
            "这一回答信息量最大：倾向的方差由 {now} 降至 {then}。",
        ).format(**figures),
        measure=Measure(name="lean_variance", now=now, if_mended=then),
        mend=Mend(
            kind="question",
            seller=None if seller is None else context.sellers[seller].id,
            person=name.id,
        ),
    )


def _ask(context: Context, ask: int, seller: int | None) -> Text:
    name = context.people[ask].text
    if seller is None:
        return Text("Find out where {name} stands: ", "弄清{name}的态度：").format(name=name)
    return Text(
        "Let {seller} find out where {name} stands: ", "请{seller}弄清{name}的态度："
    ).format(seller=context.sellers[seller].text, name=name)
