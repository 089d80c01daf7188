"""The reviews that are kept with the store: saved, listed, found by name, compared.

The terminal and the screen do it the same way, here. The name of a review is unique within its
deal; ``now`` is the deal as it stands.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from graph.errors import NotFoundError, UsageError, not_found
from graph.text import Text

if TYPE_CHECKING:
    from graph.decision.reviews.results import Look, ReviewDiff, Trend
    from graph.decision.reviews.state import DealState
    from graph.store import Store

LONGEST_NAME = 80
NOW = "now"
REVIEW = Text("review", "复盘")


@dataclass(frozen=True)
class Kept:
    """One review: in short, and the deal as it was."""

    look: Look
    state: DealState


def kept(store: Store, deal: str) -> list[Kept]:
    """Return the reviews of a deal, the one saved last at the end."""
    from graph.decision.reviews.review import read, summary

    found = []
    for document in store.documents.list("review", deal):
        state = read(document.body["state"])
        name, by = str(document.body["name"]), document.body.get("saved_by")
        found.append(Kept(summary(state, name, document.saved_at, by), state))
    return found


def save(store: Store, state: DealState, name: str | None, by: str | None) -> Look:
    """Keep a deal as it stands; return it in short.

    Parameters
    ----------
    store : Store
        Where it is kept.
    state : DealState
        The deal.
    name : str or None
        Else the day it looks at, with a number behind it where that name is taken.
    by : str or None
        Who saves it, where that is known.

    Raises
    ------
    UsageError
        A name that is taken or cannot be one.
    """
    from graph.decision.reviews.review import summary

    deal = state.deal.id
    taken = {str(d.body["name"]) for d in store.documents.list("review", deal)}
    chosen = _free(str(state.as_of), taken) if name is None else _checked(name, taken)
    body = {"name": chosen, "saved_by": by, "state": state.model_dump(mode="json", by_alias=True)}
    document = store.documents.put("review", f"{quote(deal, safe='')}:{chosen}", deal, body)
    return summary(state, chosen, document.saved_at, by)


def _free(day: str, taken: set[str]) -> str:
    tries = [day, *(f"{day} ({n})" for n in range(2, len(taken) + 3))]
    return next(t for t in tries if t not in taken)


def _checked(name: str, taken: set[str]) -> str:
    chosen = " ".join(name.split())
    if not chosen or len(chosen) > LONGEST_NAME or chosen.casefold() == NOW:
        raise UsageError(
            Text("'{name}' cannot be the name of a review.", "“{name}”不能用作复盘名称。").format(
                name=chosen
            ),
            Text(
                "Take one of 1 to {n} characters, other than 'now'.",
                "请用 1 到 {n} 个字符，且不能是 now。",
            ).format(n=LONGEST_NAME),
        )
    if chosen in taken:
        raise UsageError(
            Text("There is already a review '{name}'.", "已有复盘“{name}”。").format(name=chosen),
            Text("Choose another name; nothing was changed.", "请另取名称；未作任何更改。"),
        )
    return chosen


def course(reviews: Sequence[Kept]) -> Trend:
    """Return the course of a deal over its reviews, of which there is at least one."""
    from graph.decision.reviews.review import trend

    return trend(reviews[-1].state.deal, [r.look for r in reviews])


def none_yet(deal: str) -> NotFoundError:
    """Word that there is nothing to compare with."""
    return NotFoundError(
        Text("There is no review of '{deal}' yet.", "商机“{deal}”还没有复盘。").format(deal=deal),
        Text(
            "Save one: linchpin review save {deal}", "请先保存：linchpin review save {deal}"
        ).format(deal=deal),
    )


def diff(
    reviews: Sequence[Kept], deal: str, ends: tuple[str | None, str], now: Callable[[], DealState]
) -> ReviewDiff:
    """Compare two looks at a deal.

    Parameters
    ----------
    reviews : sequence of Kept
        Its reviews, the one saved last at the end.
    deal : str
        Its id.
    ends : (str or None, str)
        Names of the earlier and the later look; None is the review saved last before the later.
    now : callable
        Returns the deal as it stands, where that is asked for.

    Raises
    ------
    NotFoundError
        No review yet, none of that name (the nearest is named), or the deal is gone.
    """
    from graph.decision.reviews.review import compare, summary

    if not reviews:
        raise none_yet(deal)
    start, end = ends
    names = [r.look.name for r in reviews]
    for name in (start, end):
        if name is not None and name != NOW and name not in names:
            raise not_found(REVIEW, name, [*names, NOW])
    standing = _standing(now, deal) if NOW in (start, end) else None
    if standing is not None:
        reviews = [*reviews, Kept(summary(standing, NOW), standing)]
        names.append(NOW)
    if start is None:
        start = _before(names, end)
    before, after = (reviews[names.index(name)] for name in (start, end))
    return compare((before.look, before.state), (after.look, after.state))


def _standing(now: Callable[[], DealState], deal: str) -> DealState:
    try:
        return now()
    except NotFoundError as error:
        raise NotFoundError(
            Text("The deal '{deal}' is no longer in the graph.", "商机“{deal}”已不在图中。").format(
                deal=deal
            ),
            Text(
                "Its reviews can still be compared with each other: --to REVIEW.",
                "仍可比较其已保存的复盘：--to 复盘名称。",
            ),
        ) from error


def _before(names: Sequence[str], end: str) -> str:
    at = names.index(end)
    if not at:
        raise UsageError(
            Text(
                "'{name}' is the first review: nothing was saved before it.",
                "“{name}”是第一次复盘，之前没有保存。",
            ).format(name=end),
            Text("Name another with --from.", "请用 --from 指定另一次复盘。"),
        )
    return names[at - 1]
