"""Cross-sell of many groups at once: the best of each, over one set of channels and one plan."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from graph.cross_sell.allotted import Allotted
from graph.cross_sell.answer import path_of, unreachable, with_channel
from graph.cross_sell.book import selling_book
from graph.cross_sell.channel_answer import channel_uses
from graph.cross_sell.frameworks import frameworks
from graph.cross_sell.notes import missing
from graph.cross_sell.offers import Offers
from graph.cross_sell.plan_answer import best_plan, way_of
from graph.cross_sell.results import CrossSellOfAll
from graph.decision.results import Sentence
from graph.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    import polars as pl

    from graph.cross_sell.book import SellingBook
    from graph.cross_sell.offer import Offer
    from graph.cross_sell.plan import Budget
    from graph.cross_sell.results import SellPath, Unreachable
    from graph.cross_sell.results_plan import Framework
    from graph.settings import Settings
    from graph.snapshot import Snapshot

Progress = Callable[[int, int, Text], None]
FOLLOWING = Text("Following the ways into groups…", "正在查找进入各集团的路径…")


@dataclass(frozen=True)
class Best:
    """What is kept of one group: its best offers with their paths, and what else was found."""

    group: int
    offers: list[Offer]
    paths: list[SellPath]
    unreachable: list[Unreachable]
    frameworks: list[Framework]
    notes: list[Sentence]


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

    The best ``top`` of each group are given (0: all), and channels are assigned and a plan is made
    over these.

    Parameters
    ----------
    snapshot, billing, as_of, settings, top, budget
        As in :func:`graph.cross_sell.cross_sell`.
    groups : sequence of str
        Ids of the groups.
    progress : callable, optional
        Called with groups done, all groups, and what is going on.
    """
    book = selling_book(snapshot, billing, as_of, settings)
    table, found = snapshot.nodes["Enterprise"], list[Best]()
    for done, id_ in enumerate(groups):
        if progress:
            progress(done, len(groups), FOLLOWING)
        found.append(_best(Offers(book, table.position(id_)), top))
    if progress:
        progress(len(groups), len(groups), FOLLOWING)
    paths, allotted = _with_channels(found, book)
    unpriced = sum(not allotted.assigned.is_priced(at) for at in range(len(paths)))
    ways = [way_of(path) for path in paths]
    return CrossSellOfAll(
        groups=list(groups),
        as_of=as_of,
        currency=settings.currency,
        paths=paths,
        unreachable=[u for best in found for u in best.unreachable],
        plan=None if budget is None else best_plan(ways, budget, settings, unpriced),
        frameworks=sorted(
            (f for best in found for f in best.frameworks),
            key=lambda f: (-f.value, f.group, f.product),
        ),
        channels=channel_uses(allotted),
        notes=list(dict.fromkeys(chain.from_iterable(best.notes for best in found))),
    )


def _best(offers: Offers, top: int) -> Best:
    kept = offers.ranked[: top or None]
    return Best(
        offers.group,
        kept,
        [path_of(offers, offer) for offer in kept],
        unreachable(offers),
        frameworks(offers),
        [Sentence.of(note) for note in missing(offers)],
    )


def _with_channels(found: list[Best], book: SellingBook) -> tuple[list[SellPath], Allotted]:
    """Order the paths of all groups and give each the channel that is best for them together."""
    rows = [
        (path, best.group, offer)
        for best in found
        for path, offer in zip(best.paths, best.offers, strict=True)
    ]
    rows.sort(key=lambda r: (-r[0].expected_value, r[0].group, r[0].member, r[0].product))
    allotted = Allotted(book, [r[1] for r in rows], [r[2] for r in rows])
    return [with_channel(r[0], allotted, at) for at, r in enumerate(rows)], allotted
