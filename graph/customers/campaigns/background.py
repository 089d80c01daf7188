"""Where a campaign starts: who uses its products, who could, whose rivals are, what came before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from graph.cross_sell.usage import used_on
from graph.cross_sell.whitespace import Suitability
from graph.customers.campaigns.outcomes import CONTROL, TARGET
from graph.customers.campaigns.results import (
    Background,
    BoughtWith,
    Part,
    PastCampaign,
    ProductBackground,
    RivalHeld,
    UsedIn,
)
from graph.snapshot import NO_DAY

if TYPE_CHECKING:
    import numpy.typing as npt

    from graph.snapshot import Snapshot

    Bools = npt.NDArray[np.bool_]

_EPOCH = date(1970, 1, 1)
# So many products bought together, and industries, are told: the others would not be read.
MOST = 8


def background(
    snapshot: Snapshot,
    products: Sequence[str],
    *,
    usage: pl.DataFrame,
    targeted: pl.DataFrame,
    as_of: date,
) -> Background:
    """Return what is known of products before a campaign for them.

    Parameters
    ----------
    snapshot : Snapshot
        Enterprises, products, USES, SUPPLIES, campaigns.
    products : sequence of str
        Ids of what is promoted.
    usage : frame
        The table of what members use.
    targeted : frame
        As :func:`graph.customers.campaigns.history.history` makes it.
    as_of : date
        The day.

    Raises
    ------
    NotFoundError
        A product that is not there.
    """
    day = (as_of - _EPOCH).days
    return Background(
        as_of=as_of,
        products=[_product(snapshot, p, usage, day, as_of) for p in products],
        past=_past(snapshot, products, targeted, as_of),
    )


def _product(
    snapshot: Snapshot, product: str, usage: pl.DataFrame, day: int, as_of: date
) -> ProductBackground:
    position = snapshot.nodes["Product"].position(product)
    left = snapshot.nodes["Enterprise"].days("left_on")
    active = (left == NO_DAY) | (left > day)
    used = used_on(snapshot, day).astype(bool).tocsc()
    users = _column(used, position) & active
    rivals = _rivals(snapshot, product, day, active)
    theirs = rivals_mask(rivals, len(active)) & ~users
    unfit = _unfit(snapshot, position, active & ~users & ~theirs)
    return ProductBackground(
        product=product,
        enterprises=int(active.sum()),
        users=int(users.sum()),
        rival=int(theirs.sum()),
        unsuitable=int(unfit.sum()),
        open=int((active & ~users & ~theirs & ~unfit).sum()),
        members_using=_members(snapshot, product, usage, as_of),
        rivals=[
            RivalHeld(competitor=c, enterprises=len(rows), shared=int(users[sorted(rows)].sum()))
            for c, rows in sorted(rivals.items(), key=lambda r: (-len(r[1]), r[0]))
        ],
        bought_with=_bought_with(snapshot, used, position, active),
        industries=_industries(snapshot, active, users, unfit),
    )


def _column(used: object, position: int) -> Bools:
    found: Bools = np.asarray(used[:, [position]].todense()).ravel()  # type: ignore[index]
    return found


def _rivals(snapshot: Snapshot, product: str, day: int, active: Bools) -> dict[str, set[int]]:
    edges = snapshot.edge("SUPPLIES")
    names, of = snapshot.nodes["Competitor"].ids, edges.column("product")
    found: dict[str, set[int]] = {}
    for row in np.flatnonzero(edges.in_force(day)).tolist():
        if of[row] == product and active[edges.target[row]]:
            found.setdefault(names[edges.source[row]], set()).add(int(edges.target[row]))
    return found


def rivals_mask(rivals: dict[str, set[int]], size: int) -> Bools:
    """Return which enterprises buy from any rival."""
    mask = np.zeros(size, dtype=bool)
    mask[sorted(set().union(*rivals.values()))] = True
    return mask


def _unfit(snapshot: Snapshot, product: int, asked: Bools) -> Bools:
    fits = Suitability(snapshot)
    mask = np.zeros(len(asked), dtype=bool)
    for at in np.flatnonzero(asked).tolist():
        mask[at] = fits.why_not(at, product) is not None
    return mask


def _members(snapshot: Snapshot, product: str, usage: pl.DataFrame, as_of: date) -> int:
    """Return how many members used it in the last month before the day that the table knows."""
    rows = usage.filter((pl.col("product") == product) & (pl.col("month") <= f"{as_of:%Y-%m}"))
    rows = rows.join(
        snapshot.nodes["Member"].frame.select(customer="id"), on="customer", how="semi"
    )
    last = rows.filter(pl.col("month") == pl.col("month").max())
    return last["customer"].n_unique()


def _bought_with(
    snapshot: Snapshot, used: object, position: int, active: Bools
) -> list[BoughtWith]:
    matrix = used[np.flatnonzero(active)]  # type: ignore[index]
    mine = _column(matrix, position)
    n, total = int(mine.sum()), len(mine)
    if not n:
        return []
    both = np.asarray(matrix[np.flatnonzero(mine)].sum(axis=0)).ravel()
    every = np.asarray(matrix.sum(axis=0)).ravel()
    order = sorted(
        (i for i in range(len(both)) if i != position and both[i]),
        key=lambda i: (-both[i] / every[i], -both[i], i),
    )
    ids = snapshot.nodes["Product"].ids
    return [
        BoughtWith(
            product=ids[i],
            both=int(both[i]),
            share=float(both[i] / n),
            lift=float((both[i] / n) / (every[i] / total)),
        )
        for i in order[:MOST]
    ]


def _industries(snapshot: Snapshot, active: Bools, users: Bools, unfit: Bools) -> list[UsedIn]:
    """Return the use in each industry, those with the most who could still buy it first."""
    names = snapshot.nodes["Enterprise"].column("industry")
    every, using, ruled_out = (
        Counter(names[i] for i in np.flatnonzero(mask).tolist() if names[i])
        for mask in (active, users, unfit)
    )
    told = [
        UsedIn(industry=n, enterprises=every[n], users=using[n], unsuitable=ruled_out[n])
        for n in every
    ]
    return sorted(told, key=lambda i: (-without(i), -i.enterprises, i.industry))[:MOST]


def without(known: UsedIn) -> int:
    """Return how many of an industry could use a product and do not."""
    return known.enterprises - known.users - known.unsuitable


def _past(
    snapshot: Snapshot, products: Sequence[str], targeted: pl.DataFrame, as_of: date
) -> list[PastCampaign]:
    campaigns = snapshot.nodes["Campaign"]
    edges = snapshot.edge("PROMOTES")
    wanted = {snapshot.nodes["Product"].position(p) for p in products}
    own = {int(s) for s, t in zip(edges.source, edges.target, strict=True) if int(t) in wanted}
    found = []
    for at in sorted(own):
        row = campaigns.row(at)
        rows = targeted.filter(pl.col("campaign") == row["id"])
        if rows.height and (row["started_on"] is None or row["started_on"] < as_of):
            found.append(_campaign(row["id"], row["started_on"], rows))
    return sorted(found, key=lambda c: (c.started_on or date.min, c.campaign))


def _campaign(id_: str, started_on: date | None, rows: pl.DataFrame) -> PastCampaign:
    parts = {}
    for arm in (TARGET, CONTROL):
        mine = rows.filter(pl.col("arm") == arm)["accepted"].fill_null(value=False)
        parts[arm] = Part(n=len(mine), rate=int(mine.sum()) / len(mine) if len(mine) else None)
    return PastCampaign(
        campaign=id_, started_on=started_on, target=parts[TARGET], control=parts[CONTROL]
    )
