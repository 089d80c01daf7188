"""Cross-sell of many groups at once: the best of each, over one set of channels and one plan."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from graph.cross_sell.allotted import Allotted
from graph.cross_sell.answer import judged, paths_of, unreachable, with_channel
from graph.cross_sell.book import SellingBook
from graph.cross_sell.channel_answer import channel_uses
from graph.cross_sell.frameworks import frameworks
from graph.cross_sell.notes import ACCESS_WITHIN, missing
from graph.cross_sell.offer import Ranking
from graph.cross_sell.offers import Offers
from graph.cross_sell.plan_answer import plan_of
from graph.cross_sell.results import CrossSellOfAll
from graph.decision.results import Sentence
from graph.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    import polars as pl

    from graph.cross_sell.plan import Budget
    from graph.cross_sell.results import SellPath, Unreachable
    from graph.cross_sell.results_plan import Framework
    from graph.settings import Settings
    from graph.snapshot import Snapshot

Progress = Callable[[int, int, Text], None]
WHY = Text(
    "Probability of a sale = adoption x access / mean access of the members of the group that are "
    "reached, at most 1.",
    "成交概率 = 采用概率 × 可达 ÷ 本集团已可达成员的平均可达，至多为 1。",
)
FOLLOWING = Text("Following the ways into groups…", "正在查找进入各集团的路径…")


@dataclass(frozen=True)
class Best:
    """What is kept of one group: its best offers, paths of the first, and what else was found."""

    kept: Ranking
    ways_in: dict[tuple[int, int], list[int]]
    paths: list[SellPath]
    unreachable: list[Unreachable]
    frameworks: list[Framework]
    notes: list[Sentence]
    mean_access: float | None


def cross_sell_of_all(  # noqa: PLR0913  each is a thing of its own that callers name
    snapshot: Snapshot,
    billing: pl.DataFrame | None,
    groups: Sequence[str],
    *,
    as_of: date,
    settings: Settings,
    top: int = 20,
    budget: Budget | None = None,
    progress: Progress | None = None,
) -> CrossSellOfAll:
    """Return the best paths of several groups.

    The best ``top`` of each group are given (0: all). Channels are assigned and a plan is made over
    the best ``cross_sell.kept_per_group`` of each.

    Parameters
    ----------
    snapshot, billing, as_of, settings, top, budget
        As in :func:`graph.cross_sell.cross_sell`.
    groups : sequence of str
        Ids of the groups.
    progress : callable, optional
        Called with groups done, all groups, and what is going on.
    """
    book = SellingBook(snapshot, billing, as_of, settings, many=True)
    table, found = snapshot.nodes["Enterprise"], list[Best]()
    for done, id_ in enumerate(groups):
        if progress:
            progress(done, len(groups), FOLLOWING)
        found.append(_best(Offers(book, table.position(id_)), top))
    if progress:
        progress(len(groups), len(groups), FOLLOWING)
    allotted = Allotted(book, Ranking.ordered([best.kept for best in found]))
    ways_in = dict(chain.from_iterable(best.ways_in.items() for best in found))
    return CrossSellOfAll(
        groups=list(groups),
        as_of=as_of,
        currency=settings.currency,
        mean_access=dict(zip(groups, (best.mean_access for best in found), strict=True)),
        why=Sentence.of(ACCESS_WITHIN if book.learnt.holds_access else WHY),
        **judged(book),
        paths=_with_channels(found, allotted),
        unreachable=[u for best in found for u in best.unreachable],
        plan=None if budget is None else plan_of(allotted, ways_in, budget),
        frameworks=sorted(
            (f for best in found for f in best.frameworks),
            key=lambda f: (-f.value, f.group, f.product),
        ),
        channels=channel_uses(allotted),
        notes=list(dict.fromkeys(chain.from_iterable(best.notes for best in found))),
    )


def _best(offers: Offers, top: int) -> Best:
    many = offers.settings.cross_sell.kept_per_group
    return Best(
        offers.ranked.first(top and max(top, many)),
        offers.ways_in,
        paths_of(offers, offers.ranked.first(top)),
        unreachable(offers),
        frameworks(offers),
        [Sentence.of(note) for note in missing(offers)],
        offers.mean_access,
    )


def _with_channels(found: list[Best], allotted: Allotted) -> list[SellPath]:
    """Return the paths of all groups in one order, each with its channel."""
    ids = [allotted.book.snapshot.nodes[kind].ids for kind in ("Enterprise", "Product")]
    offers = allotted.offers
    keys = zip(offers.group.tolist(), offers.member.tolist(), offers.product.tolist(), strict=True)
    place = {(ids[0][g], ids[0][m], ids[1][p]): at for at, (g, m, p) in enumerate(keys)}
    rows = [(place[p.group, p.member, p.product], p) for best in found for p in best.paths]
    return [with_channel(path, allotted, at) for at, path in sorted(rows, key=lambda r: r[0])]
