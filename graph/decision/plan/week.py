"""The week of each seller: the meetings over all deals that are worth most together.

A meeting gains something in every deal that it serves, in lean and in access together; that times
the deal's amount is what it is worth. It is held once. A seller meets within the hours of the week,
and nobody is met by two of ours in one week. :mod:`graph.decision.plan.best_week` chooses the set;
here it is put in order and each meeting is told what it gains after those before it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from graph.decision.plan.best_week import best_week
from graph.decision.plan.board import Board
from graph.decision.plan.filling import Filling
from graph.decision.plan.held import Held
from graph.decision.results import Answer, NextContact

if TYPE_CHECKING:
    from graph.decision.plan.offers import Offers

Floats = npt.NDArray[np.float64]

HOURS, MET, SHORT, PLAN = "hours", "met", "short", "plan"


class DealGain(Answer):
    """What one deal gains by a meeting; ``worth`` is None where its amount is not known."""

    deal: str
    gain_lean: float
    gain_access: float
    worth: float | None


class PassedOver(Answer):
    """The meeting that gains most in one deal alone and is not in the week.

    ``why``: ``hours`` (the seller's go to meetings worth more), ``short`` (the seller has too few
    for it), ``met`` (somebody else of ours meets the person this week), ``plan`` (it adds nothing
    to the meetings of the week).
    """

    deal: str
    seller: str
    person: str
    why: str


class WeekAction(Answer):
    """A meeting for the week, with the deals that it serves, the one it is worth most to first.

    ``order`` is its place among all meetings of the week: what it gains is what it adds to those
    before it.
    """

    seller: str
    person: str
    hours: float
    worth: float | None
    deals: list[DealGain]
    order: int


class WeekTotal(Answer):
    """What all meetings of the week are worth, and the most that those of any week could be.

    Both are None where no deal's amount is known. ``exact`` says that no other week is worth more;
    never so where the chances of some deals (``sampled`` of them) had to be sampled.
    """

    worth: float | None = None
    bound: float | None = None
    exact: bool = False
    sampled: int = 0

    @property
    def gap(self) -> float | None:
        """What another week could be worth more at most, as a share; rounded up to .1%.

        Examples
        --------
        >>> WeekTotal(worth=100.0, bound=100.42).gap
        0.005
        """
        if not self.worth or self.bound is None:
            return None
        return math.ceil((self.bound / self.worth - 1) * 1000 - 1e-6) / 1000


class WeekPlan(Answer):
    """The week: of each seller the meetings in their order, and what was passed over."""

    sellers: dict[str, list[WeekAction]]
    total: WeekTotal
    passed_over: list[PassedOver]


def week(
    deals: Mapping[str, Offers],
    amounts: Mapping[str, float],
    best: Mapping[str, NextContact],
    hours: float,
    tell: Callable[[], None] | None = None,
) -> WeekPlan:
    """Return the meetings of each seller's week.

    Parameters
    ----------
    deals : mapping of deal to offers
        What meetings gain in each deal.
    amounts : mapping of deal to money
        In one currency. What deals that are not in it gain counts after all else, by itself.
    best : mapping of deal to its next contact
        Found for each deal alone, as if everybody of ours were free: the week says why it is not
        in it.
    hours : float
        What each seller has this week; ``plan.seller_hours`` may give somebody less.
    tell : callable or None
        Called at every step of the search; may raise to stop.

    Examples
    --------
    >>> week({}, {}, {}, 10).sellers
    {}
    """
    limits = next((own.model.settings.plan.seller_hours for own in deals.values()), {})
    board = Board(list(deals.values()), hours, limits)
    money = np.array([max(0.0, amounts.get(deal, 0.0)) for deal in deals], dtype=np.float64)
    rest = np.where(money > 0, 0.0, 1.0)
    first = best_week(board, money, (), tell)
    held = _ordered(board, (money, rest), best_week(board, rest, first.held, tell).held)
    actions = _told(board, list(deals), amounts, held)
    known = [a.worth for a in actions if a.worth is not None]
    worth = sum(known) if known else None
    sampled = sum(own.sampled for own in deals.values())
    return WeekPlan(
        sellers={
            s: [a for a in actions if a.seller == s] for s in sorted({a.seller for a in actions})
        },
        total=WeekTotal(
            worth=worth,
            bound=None if worth is None else max(first.bound, worth),
            exact=worth is not None and first.proven and not sampled,
            sampled=sampled,
        ),
        passed_over=list(_passed_over(board, deals, best, held)),
    )


def _ordered(board: Board, weights: tuple[Floats, Floats], held: Collection[int]) -> list[int]:
    """Put the meeting first that adds most to those before it."""
    fillings = [Filling(board, own) for own in weights]
    left, order = sorted(held), list[int]()
    while left:
        money, rest = fillings[0].adds[left], fillings[1].adds[left]
        at = left.pop(int(np.lexsort((-rest, -money))[0]))
        order.append(at)
        for filling in fillings:
            filling.hold(at)
    return order


def _told(
    board: Board, ids: Sequence[str], amounts: Mapping[str, float], held: Sequence[int]
) -> list[WeekAction]:
    """Hold the meetings one by one in the model of every deal that they serve."""
    now: dict[int, Held] = {}
    actions = []
    for order, at in enumerate(held, start=1):
        gains = []
        for deal, offer in board.serves[at]:
            own = board.deals[deal]
            choice = own.offers[offer]
            before = now.get(deal) or Held(own.model, own.access)
            after = before.after([(choice.sellers[0], choice.person)])
            gains.append(_gained(ids[deal], before, after, amounts.get(ids[deal])))
            now[deal] = after
        gains.sort(key=lambda g: (-(g.worth or 0.0), g.deal))
        known = [g.worth for g in gains if g.worth is not None]
        seller, person = board.pairs[at]
        actions.append(
            WeekAction(
                seller=seller,
                person=person,
                hours=float(board.hours[at]),
                worth=sum(known) if known else None,
                deals=gains,
                order=order,
            )
        )
    return actions


def _gained(deal: str, before: Held, after: Held, amount: float | None) -> DealGain:
    lean, access = after.lean - before.lean, after.weighted - before.weighted
    worth = None if amount is None else (lean + access) * amount
    return DealGain(deal=deal, gain_lean=lean, gain_access=access, worth=worth)


def _passed_over(
    board: Board, deals: Mapping[str, Offers], best: Mapping[str, NextContact], held: Sequence[int]
) -> Iterator[PassedOver]:
    """Yield the best single meeting of each deal that the week does not hold, and why not."""
    chosen = {board.pairs[at] for at in held}
    number = {pair: at for at, pair in enumerate(board.pairs)}
    room = Filling(board, np.zeros(len(deals)), held)
    met = {person for _, person in chosen}
    for deal, meeting in best.items():
        pair = meeting.seller, meeting.person
        if deal not in deals or pair in chosen:
            continue
        if meeting.person in met:
            why = MET
        elif not deals[deal].fits(*pair):
            why = SHORT
        else:
            why = PLAN if room.fits(number[pair]) else HOURS
        yield PassedOver(deal=deal, seller=meeting.seller, person=meeting.person, why=why)
