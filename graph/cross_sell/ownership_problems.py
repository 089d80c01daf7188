"""What is wrong with the stated shares of a group, said in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph import rounding
from graph.cross_sell.ownership_results import ShareProblem
from graph.cross_sell.words import name_of
from graph.decision.results import Sentence
from graph.text import Text

if TYPE_CHECKING:
    from collections.abc import Collection

    from graph.cross_sell.ownership import Ownership
    from graph.snapshot import Snapshot

# So many companies of a cycle are named; the answer holds the ids of all.
NAMED = 5

WORDS = {
    "self_ownership": Text(
        "{names} is said to own itself: left out.", "{names}被记为持有自己：已忽略。"
    ),
    "shares_above_one": Text(
        "The shares in {names} sum to {total}: scaled to 100%.",
        "{names}的持股合计 {total}：已按 100% 折算。",
    ),
    "cycle": Text(
        "{names} own one another; what comes back is counted to the end, once.",
        "{names}相互持股；循环部分按极限计算，不重复计。",
    ),
}


def problems_of(
    snapshot: Snapshot, owned: Ownership, members: Collection[int]
) -> list[ShareProblem]:
    """Return the problems that touch any of ``members``: by kind, then by id."""
    found = [(p.kind, [p.enterprise], p.total) for p in owned.problems]
    found += [("cycle", ring, None) for ring in owned.cycles]
    inside = set(members)
    return [
        ShareProblem(
            kind=kind,
            ids=[snapshot.nodes["Enterprise"].ids[e] for e in ring],
            total=total,
            message=Sentence.of(_message(snapshot, kind, ring, total)),
        )
        for kind, ring, total in found
        if not inside.isdisjoint(ring)
    ]


def _message(snapshot: Snapshot, kind: str, ring: list[int], total: float | None) -> Text:
    share = "" if total is None else rounding.share(total)
    return WORDS[kind].format(names=_names(snapshot, ring), total=share)


def _names(snapshot: Snapshot, ring: list[int]) -> Text:
    names = [name_of(snapshot.nodes["Enterprise"], e) for e in ring[:NAMED]]
    more = len(ring) - len(names)
    return Text(
        ", ".join(n.en for n in names) + (f" and {more} more" if more else ""),
        "、".join(n.zh for n in names) + (f"等 {len(ring)} 家" if more else ""),
    )
