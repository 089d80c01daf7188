"""Power in a tender committee: Banzhaf, Shapley and Shubik, minimal coalitions, who is pivotal.

Exact, by generating functions: the coalitions of each size and sum of votes are counted, not listed
(Banzhaf 1965; Shapley and Shubik 1954; Brams and Affuso 1976 for the generating function). A member
with a veto is in every winning coalition.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, gcd, lcm
from typing import TYPE_CHECKING

import numpy as np

from graph.decision.columns import names
from graph.decision.plan.coalitions import count_minimal, list_minimal
from graph.decision.plan.results import CommitteePower
from graph.decision.plan.swings import Game, TooFineError, power
from graph.decision.results import Sentence
from graph.decision.rules.wording import signed
from graph.decision.verdict import NOTHING
from graph.text import Text

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from graph.decision.model import DealModel

# Votes this near to the pass mark reach it, as in the verdict.
NEAR = Fraction(1, 10**9)
# Coalitions that are listed; all are counted.
LISTED = 200


def committee(
    votes: Mapping[str, float], pass_mark: float | None, vetoes: Collection[str] = ()
) -> tuple[CommitteePower | None, Sentence | None]:
    """Return the power of each member of a committee, or None and the reason.

    Parameters
    ----------
    votes : mapping of id to number
        Votes of each member, fractions too; a member without votes above 0 only counts with a veto.
    pass_mark : float or None
        What the votes must reach: in votes, or a share of all votes when at most 1.
    vetoes : collection of ids
        Members who are in every winning coalition.

    Returns
    -------
    CommitteePower or None
        ``banzhaf_raw`` counts the coalitions that a member's leaving turns from winning to losing
        (of 2^(n-1)); ``banzhaf`` is its share of all such swings; ``shapley_shubik`` the share of
        orders of arrival in which the member decides. Both sum to 1.
    Sentence or None
        Why there are no indices: no votes, no pass mark, or one that nobody or everybody meets.

    Examples
    --------
    Three members of 4, 3 and 2 votes, 6 needed: the first is in both minimal coalitions.

    >>> power, _ = committee({"a": 4, "b": 3, "c": 2}, 6)
    >>> power.banzhaf_raw, power.minimal_coalitions
    ({'a': 3, 'b': 1, 'c': 1}, [['a', 'b'], ['a', 'c']])
    >>> {id_: round(x, 3) for id_, x in power.shapley_shubik.items()}
    {'a': 0.667, 'b': 0.167, 'c': 0.167}
    >>> committee({"a": 4}, 6)[1].en
    'The pass mark of 6 is above all 4 votes: no coalition reaches it.'
    """
    held = {id_: max(0.0, float(v)) for id_, v in votes.items()}
    members = [id_ for id_, v in held.items() if v > 0 or id_ in vetoes]
    members += [id_ for id_ in vetoes if id_ not in held]
    held = {id_: held.get(id_, 0.0) for id_ in members}
    refused = _refused(held, pass_mark)
    if refused is not None or pass_mark is None:
        return None, refused
    table = _table(held, pass_mark, vetoes)
    if table.quota <= 0 and not table.vetoes:
        return None, Sentence.of(
            Text(
                "The pass mark is 0: it is reached without anybody's vote, so nobody has power.",
                "通过线为 0：无需任何人投票即可通过，因此没有人拥有权力。",
            )
        )
    try:
        return _power(table), None
    except TooFineError:
        return None, Sentence.of(
            Text(
                "The votes are too finely divided to count every coalition; round them.",
                "票权划分过细，无法逐一计数联盟；请四舍五入。",
            )
        )


@dataclass(frozen=True)
class _Table:
    """The members, votes in whole units, the heaviest first; ``quota`` beyond the vetoes' votes."""

    held: dict[str, float]
    needed: float
    free: list[str]
    units: list[int]
    vetoes: list[str]
    quota: int


def _refused(held: Mapping[str, float], pass_mark: float | None) -> Sentence | None:
    total = sum(_exact(v) for v in held.values())
    if total == 0:
        text = Text("No votes are stated in this deal.", "该商机未注明票权。")
    elif pass_mark is None:
        text = Text(
            "Votes are stated but no pass mark: the lean decides.",
            "已注明票权，但未注明通过线：按倾向值判断。",
        )
    elif _needed(pass_mark, total) > total + NEAR:
        text = Text(
            "The pass mark of {mark:g} is above all {votes:g} votes: no coalition reaches it.",
            "通过线 {mark:g} 高于全部 {votes:g} 票：没有联盟能够达到。",
        ).format(mark=pass_mark, votes=float(total))
    else:
        return None
    return Sentence.of(text)


def _exact(value: float) -> Fraction:
    """Take a number as it is written: .1 is a tenth."""
    return Fraction(repr(float(value)))


def _needed(pass_mark: float, total: Fraction) -> Fraction:
    mark = _exact(pass_mark)
    return mark * total if mark <= 1 else mark


def _table(held: dict[str, float], pass_mark: float, vetoes: Collection[str]) -> _Table:
    exact = {id_: _exact(v) for id_, v in held.items()}
    needed = _needed(pass_mark, sum(exact.values(), Fraction(0)))
    stops = sorted(id_ for id_ in held if id_ in vetoes)
    free = sorted((id_ for id_ in held if id_ not in vetoes), key=lambda id_: (-held[id_], id_))
    scale = lcm(*(v.denominator for v in exact.values()))
    units = [int(exact[id_] * scale) for id_ in free]
    whole = gcd(*units) or 1
    beyond = needed - NEAR - sum((exact[id_] for id_ in stops), Fraction(0))
    return _Table(
        held=held,
        needed=float(needed),
        free=free,
        units=[u // whole for u in units],
        vetoes=stops,
        quota=ceil(beyond * scale / whole),
    )


def _power(table: _Table) -> CommitteePower:
    game = Game(table.units, len(table.vetoes), max(0, table.quota))
    found = power(game)
    order = [*table.vetoes, *table.free]
    swings = [found.veto_swings] * len(table.vetoes) + found.swings
    pivots = [found.veto_pivots] * len(table.vetoes) + found.pivots
    listed = list_minimal(table.units, game.quota, LISTED)
    return CommitteePower(
        votes={id_: table.held[id_] for id_ in order},
        vetoes=table.vetoes,
        needed=table.needed,
        banzhaf={id_: s / sum(swings) for id_, s in zip(order, swings, strict=True)},
        banzhaf_raw=dict(zip(order, swings, strict=True)),
        shapley_shubik={id_: float(p) for id_, p in zip(order, pivots, strict=True)},
        minimal_coalitions=[[*table.vetoes, *(table.free[i] for i in own)] for own in listed],
        coalition_count=count_minimal(table.units, game.quota),
    )


def committee_of(model: DealModel) -> tuple[CommitteePower | None, Sentence | None]:
    """Return the power of a deal's committee, with who is for us and who is pivotal today.

    A member is for us at x > 0. Pivotal is whose switch alone (for us to against, or to us) would
    change whether the deal passes.
    """
    known = names(model.snapshot, "Person", model.people)
    votes = np.where(model.parts.votes > 0, model.parts.votes, 0.0)
    at = [i for i in range(model.size) if votes[i] > 0 or model.parts.veto[i]]
    mark = model.snapshot.nodes["Opportunity"].value("pass_mark", model.case.deal)
    if not votes.any():
        return None, _without_votes(model, mark)
    vetoes = [known[i][0] for i in at if model.parts.veto[i]]
    found, reason = committee({known[i][0]: float(votes[i]) for i in at}, mark, vetoes)
    if found is None:
        return None, reason
    x = {known[i][0]: float(model.opinion[i]) for i in at}
    own = {known[i][0]: float(np.nan_to_num(model.stances.stated[i])) for i in at}
    for_us = [id_ for id_ in found.votes if x[id_] > NOTHING]
    against = [id_ for id_ in found.votes if x[id_] < -NOTHING]
    return found.model_copy(
        update={
            "for_us": for_us,
            "against": against,
            "pivotal": pivotal(found, x),
            "inferred": [id_ for id_ in (*for_us, *against) if own[id_] * x[id_] <= 0],
        }
    ), None


def pivotal(power: CommitteePower, x: Mapping[str, float]) -> list[str]:
    """Return the members whose switch alone changes the result; ``x`` is each one's opinion.

    Examples
    --------
    >>> power, _ = committee({"a": 4, "b": 3, "c": 2}, 6)
    >>> pivotal(power, {"a": 0.5, "b": -0.2, "c": -0.2})
    ['b', 'c']
    """
    now = _passes(power, x)
    return [
        id_
        for id_ in power.votes
        if _passes(power, {**x, id_: -1.0 if x[id_] > NOTHING else 1.0}) != now
    ]


def _passes(power: CommitteePower, x: Mapping[str, float]) -> bool:
    gained = sum(votes for id_, votes in power.votes.items() if x[id_] > NOTHING)
    stopped = any(x[id_] < -NOTHING for id_ in power.vetoes)
    return gained >= power.needed - 1e-9 and not stopped


def _without_votes(model: DealModel, mark: float | None) -> Sentence:
    if not model.decided:
        text = Text("Nobody is known to decide.", "尚不知谁来决策。")
    elif mark is not None:
        text = Text(
            "A pass mark of {mark:g} is stated but no votes, so it cannot be applied: the deal "
            "passes when its lean reaches {lean}.",
            "已注明通过线 {mark:g}，但未注明票权，因此无法适用：倾向值达到 {lean} 即可通过。",
        ).format(mark=mark, lean=signed(model.settings.model.pass_lean))
    else:
        text = Text(
            "No votes are stated in this deal: it passes when its lean reaches {lean}.",
            "该商机未注明票权：倾向值达到 {lean} 即可通过。",
        ).format(lean=signed(model.settings.model.pass_lean))
    return Sentence.of(text)
