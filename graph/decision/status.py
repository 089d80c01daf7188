"""Key players: who is of the inner circle, who of the political structure, who stands outside.

Account teams ask it of everybody they list: the **inner circle** are the few who swing the
decision, the **political structure** those whose say goes beyond their rank, **outside** are all
others. Here it is suggested from the model with its reason; what the data state (``status`` of
PLAYS) stands over it.

- Inner circle: high influence (v of at least .05, while those above hold less than 60%), or a veto.
- Political structure: more than an even share of the decision, and by influence higher than by
  level by .2 of the percentiles among those whose level is known; or heard in the inner circle:
  the strongest chain of listening from an inner member back to the person is .3 or more.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from graph.decision.columns import values
from graph.decision.listening import member
from graph.decision.naming import Name, people_named
from graph.decision.ranks import EQUAL, held_above, high_influence
from graph.decision.rules.wording import share
from graph.text import Text
from graph.vocabulary import values as listed

if TYPE_CHECKING:
    import numpy.typing as npt

    from graph.decision.model import DealModel

    Floats = npt.NDArray[np.float64]
    Bools = npt.NDArray[np.bool_]

INNER, POLITICAL, OUTSIDE = "inner_circle", "political_structure", "outside"


@dataclass(frozen=True)
class Status:
    """What a person is; ``source``: suggested by the graph, or stated by the data."""

    status: str | None
    reason: Text
    source: str | None


def statuses(model: DealModel) -> list[Status]:
    """Return the status of each person of a model; nobody decides: none, with the reason.

    Examples
    --------
    >>> from graph.decision.members import Case
    >>> from graph.decision.model import build
    >>> import polars as pl
    >>> from graph.settings import Settings
    >>> from graph.snapshot import Snapshot
    >>> graph = Snapshot.from_frames(
    ...     {"Person": pl.DataFrame({"id": ["li", "wu"]}),
    ...      "Opportunity": pl.DataFrame({"id": ["d"]})},
    ...     {"PLAYS": pl.DataFrame({"from": ["li", "wu"], "to": ["d", "d"],
    ...                             "roles": [["decision_maker"], ["end_user"]]})},
    ... )
    >>> [s.status for s in statuses(build(Case(graph, 0, 20000, Settings())))]
    ['inner_circle', 'outside']
    """
    suggested = _suggested(model)
    stated = _stated(model)
    return [_over(own, stated.get(i)) for i, own in enumerate(suggested)]


def _suggested(model: DealModel) -> list[Status]:
    if not model.decided:
        nobody = Text("Nobody is known who decides.", "尚不知道谁做决定。")
        return [Status(None, nobody, None)] * model.size
    s = model.settings.status
    called = people_named(model)
    powerful = high_influence(model.influence, s.influence, s.top_share)
    inner = powerful | model.parts.veto
    even = model.influence > 1 / model.size
    beyond, by = np.where(even, beyond_rank(model), -1.0), heard_by(model, inner)
    found = []
    for i in range(model.size):
        chance, who = by.get(i, (0.0, -1))
        if inner[i]:
            found.append(Status(INNER, _inner_reason(model, i, veto=not powerful[i]), "suggested"))
        elif beyond[i] >= s.beyond_rank - EQUAL:
            found.append(Status(POLITICAL, _beyond_reason(model, i, beyond[i]), "suggested"))
        elif chance >= s.heard:
            found.append(Status(POLITICAL, _heard_reason(called[who], chance), "suggested"))
        else:
            found.append(Status(OUTSIDE, _outside_reason(model, i, chance), "suggested"))
    return found


def beyond_rank(model: DealModel) -> Floats:
    """Return how much higher each person stands by influence than by level, in percentiles.

    Among those of the enterprise or its group whose level is known; -1 for the others.
    """
    known = np.flatnonzero(model.posts.inside & ~np.isnan(model.posts.level))
    beyond = np.full(model.size, -1.0)
    beyond[known] = _percentile(-model.posts.level[known]) - _percentile(model.influence[known])
    return beyond


def _percentile(size: Floats) -> Floats:
    """Return (people above + half of equals) / n: 0 is the top."""
    ordered = np.sort(size)
    above = size.size - np.searchsorted(ordered, size + EQUAL, side="right")
    not_below = size.size - np.searchsorted(ordered, size - EQUAL, side="left")
    return (above + (not_below - above) / 2) / max(1, size.size)


def heard_by(model: DealModel, inner: Bools) -> dict[int, tuple[float, int]]:
    """Return for each person outside ``inner`` how well the inner circle hears them, and who.

    It is the largest product of a along a chain that ends at a member, with that member.
    """
    speakers: dict[int, list[tuple[int, float]]] = {}
    heard = model.listens
    columns = (heard.listener.tolist(), heard.speaker.tolist(), heard.weight.tolist())
    for listener, speaker, weight in zip(*columns, strict=True):
        if weight > 0 and not inner[speaker]:
            speakers.setdefault(listener, []).append((speaker, weight))
    found: dict[int, tuple[float, int]] = {}
    queue = [(-1.0, int(i), int(i)) for i in np.flatnonzero(inner)]
    done: set[int] = set()
    while queue:
        cost, at, member = heapq.heappop(queue)
        if at in done:
            continue
        done.add(at)
        if not inner[at]:
            found[at] = (-cost, member)
        for speaker, weight in speakers.get(at, ()):
            if speaker not in done:
                heapq.heappush(queue, (cost * weight, speaker, member))
    return found


def _stated(model: DealModel) -> dict[int, str]:
    """Return the status that PLAYS states, by position in the model."""
    edge = model.snapshot.edge("PLAYS")
    rows = edge.into(model.case.deal)
    rows = rows[member(model.people, edge.source[rows])]
    at = np.searchsorted(model.people, edge.source[rows])
    words = values(edge, "status", rows)
    return {int(i): w for i, w in zip(at, words, strict=True) if w in listed.STATUSES.words}


def _over(own: Status, stated: str | None) -> Status:
    if stated is None:
        return own
    if own.status is None:
        reason = Text("Stated in the data.", "由数据指定。")
    elif own.status == stated:
        reason = Text("Stated in the data, as the graph suggests. ", "由数据指定，与图的建议一致。")
        reason = reason + own.reason
    else:
        suggests = Text(*(listed.STATUSES.label(own.status, lang) for lang in ("en", "zh")))
        reason = Text("Stated in the data; the graph suggests ", "由数据指定；图的建议为“")
        reason = reason + Text(f"{suggests.en.lower()}. ", f"{suggests.zh}”。") + own.reason
    return Status(stated, reason, "stated")


def _inner_reason(model: DealModel, i: int, *, veto: bool) -> Text:
    v = share(float(model.influence[i]))
    if veto:
        return Text(
            "Holds {v} of the decision and can stop it alone (veto).",
            "占决策影响力的 {v}，且拥有一票否决权。",
        ).format(v=v)
    above = float(held_above(model.influence)[i])
    return Text(
        "Holds {v} of the decision; those above hold {above}.",
        "占决策影响力的 {v}；其上者合计 {above}。",
    ).format(v=v, above=share(above))


def _beyond_reason(model: DealModel, i: int, beyond: float) -> Text:
    return Text(
        "Holds {v} of the decision, more than the post gives: {beyond} percentile points higher "
        "by influence than by level.",
        "占决策影响力的 {v}，超出其职位：按影响力的百分位比按级别高 {beyond} 个点。",
    ).format(v=share(float(model.influence[i])), beyond=f"{100 * beyond:.0f}")


def _heard_reason(member: Name, chance: float) -> Text:
    return Text(
        "Is heard in the inner circle: {member} listens, directly or through others, at {chance}.",
        "核心圈听得进其意见：{member}直接或经由他人听取，程度 {chance}。",
    ).format(member=member.text, chance=share(chance))


def _outside_reason(model: DealModel, i: int, chance: float) -> Text:
    v, least = share(float(model.influence[i])), share(model.settings.status.heard)
    return Text(
        "Holds {v} of the decision and does not stand out beyond the post; the inner circle "
        "listens at {chance}, below {least}.",
        "占决策影响力的 {v}，未明显超出其职位；核心圈听取程度为 {chance}，低于 {least}。",
    ).format(v=v, chance=share(chance), least=least)
