"""People whose power is far from their rank: above it unseen, or below it though at the top."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from graph.decision.ranks import EQUAL
from graph.decision.results import Measure, Mend
from graph.decision.rules.context import Context, Draft, Proof
from graph.decision.rules.power import meeting_action
from graph.decision.rules.wording import share, titled
from graph.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.settings_rules import GapRule

Floats = npt.NDArray[np.float64]


def power_gap(context: Context, rule: GapRule) -> Iterator[Draft]:
    """Percentiles by level and by v that differ much, of people who matter by either."""
    model = context.model
    level = np.where(model.posts.inside, model.posts.level, np.nan)
    known = np.flatnonzero(~np.isnan(level))
    if not known.size or not model.decided:
        return
    v = model.influence[known]
    formal, real = percentiles(-level[known]), percentiles(v)
    matters = (v >= rule.influence) | (level[known] == level[known].min())
    for k in np.flatnonzero(matters & (np.abs(formal - real) >= rule.gap - EQUAL)).tolist():
        yield _draft(context, rule, int(known[k]), (float(formal[k]), float(real[k])))


def percentiles(size: Floats) -> Floats:
    """Return of each (those above + half of its equals, itself among them) / all.

    Examples
    --------
    >>> percentiles(np.array([0.5, 0.2, 0.2, 0.1])).tolist()
    [0.125, 0.5, 0.5, 0.875]
    """
    ordered = np.sort(size)
    not_above = np.searchsorted(ordered, size + EQUAL, side="right")
    below = np.searchsorted(ordered, size - EQUAL, side="left")
    above, equal = size.size - not_above, not_above - below
    found: Floats = (above + equal / 2) / size.size
    return found


def _draft(context: Context, rule: GapRule, i: int, ranks: tuple[float, float]) -> Draft:
    model, name = context.model, context.people[i]
    formal, real = ranks
    v, s = float(model.influence[i]), float(model.strength[i])
    now = float(model.influence @ model.strength)
    then = now + v * (1 - s) * rule.mended_coverage
    free = [x for x in range(len(context.sellers)) if context.held[x, i] <= 0]
    seller = context.seller_for(i, free)
    return Draft(
        kind="power_gap",
        subject=context.person(i),
        exposure=abs(formal - real),
        impact=v,
        cause=f"power:{name.id}",
        title=titled(Text("{name}: rank misleads", "{name}：职级与实权不符"), name),
        proof=_proof(context, i),
        sentence=_sentence(context, i, ranks),
        action=meeting_action(context, i, seller)
        + Text(
            "a further contact of {to} raises our covered share of the decision from {now} to "
            "{then}.",
            "再增加一条强度 {to} 的联系，我方覆盖的决策份额由 {now} 升至 {then}。",
        ).format(to=share(rule.mended_coverage), now=share(now), then=share(then)),
        measure=Measure(name="decision_covered", now=now, if_mended=then),
        mend=Mend(
            kind="further_contact",
            seller=None if seller is None else context.sellers[seller].id,
            person=name.id,
            strength=rule.mended_coverage,
        ),
    )


def _sentence(context: Context, i: int, ranks: tuple[float, float]) -> Text:
    formal, real = ranks
    figures = {
        "name": context.people[i].text,
        "v": share(float(context.model.influence[i])),
        "formal": share(formal),
        "real": share(real),
    }
    if real < formal:
        return Text(
            "{name} stands at {formal} from the top by level but at {real} by influence, and holds "
            "{v} of the decision: more power than the rank shows.",
            "{name}按职级位于前 {formal} 处，按影响力却位于前 {real} 处，占决策影响力的 {v}："
            "实权高于职级。",
        ).format(**figures)
    return Text(
        "{name} stands at {formal} from the top by level but at {real} by influence, and holds {v} "
        "of the decision: less power than the rank shows.",
        "{name}按职级位于前 {formal} 处，按影响力却位于前 {real} 处，占决策影响力的 {v}："
        "实权低于职级。",
    ).format(**figures)


def _proof(context: Context, i: int) -> Proof:
    proof = context.proof()
    context.prove_power(proof, i)
    context.prove_post(proof, i)
    context.prove_covers(proof, i)
    return proof
