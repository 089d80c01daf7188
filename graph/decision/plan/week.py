"""The week of each seller: the meetings of all deals' contact plans that are worth most.

A meeting of a deal's plan is worth its gain (lean and access together) times the deal's amount. One
meeting of a seller with a person serves every deal that asks for it; it is held once and worth the
sum. A seller takes the meetings worth most that fit into the hours of the week, and nobody is met
by two of ours in one week.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graph.decision.plan.results import Contact
from graph.decision.results import Answer, NextContact

HOURS, MET, PLAN = "hours", "met", "plan"
# Hours closer than this to the budget still fit.
SLACK = 1e-9


class DealGain(Answer):
    """What one deal gains by a meeting; ``worth`` is None where its amount is not known."""

    deal: str
    gain_lean: float
    gain_access: float
    worth: float | None


class PassedOver(Answer):
    """The meeting that gains most in one deal alone and is not in the week.

    ``why``: ``hours`` (the seller's go to meetings worth more), ``met`` (somebody else of ours
    meets the person this week), ``plan`` (others gain more together within the deal's hours).
    """

    deal: str
    seller: str
    person: str
    why: str


class WeekAction(Answer):
    """A meeting for the week, with the deals that it serves, the one it is worth most to first."""

    seller: str
    person: str
    hours: float
    worth: float | None
    deals: list[DealGain]


def week(
    plans: Mapping[str, Sequence[Contact]], amounts: Mapping[str, float], hours: float
) -> dict[str, list[WeekAction]]:
    """Return for each seller the meetings of the week, worth most first.

    Parameters
    ----------
    plans : mapping of deal to contacts
        The contact plan of each deal.
    amounts : mapping of deal to money
        In one currency; a deal that is not in it counts last, by its gain alone.
    hours : float
        What each seller has this week.

    Examples
    --------
    >>> from graph.decision.results import Sentence
    >>> why = Sentence(en="", zh="")
    >>> meets = Contact(seller="lin", person="chen", hours=2, gain_lean=.1, gain_access=.1,
    ...                 rank_fit=1, coverage_after=.5, because=why)
    >>> other = meets.model_copy(update={"person": "wu", "gain_lean": .3})
    >>> [(a.person, a.worth) for a in week({"d1": [meets, other]}, {"d1": 100.0}, 2)["lin"]]
    [('wu', 40.0)]
    """
    found: dict[str, list[WeekAction]] = {}
    met: set[str] = set()
    for action in sorted(_actions(plans, amounts), key=_order):
        own = found.setdefault(action.seller, [])
        fits = sum(a.hours for a in own) + action.hours <= hours + SLACK
        if fits and action.person not in met:
            own.append(action)
            met.add(action.person)
    return {seller: own for seller, own in sorted(found.items()) if own}


def passed_over(
    best: Mapping[str, NextContact], planned: Mapping[str, Sequence[WeekAction]], hours: float
) -> list[PassedOver]:
    """Return the best single meeting of each deal that the week does not hold, and why not.

    Parameters
    ----------
    best : mapping of deal to its next contact
        Found for each deal alone, as if everybody of ours were free.
    planned : mapping of seller to meetings
        What :func:`week` chose.
    hours : float
        What each seller has.

    Examples
    --------
    >>> from graph.decision.results import Sentence
    >>> alone = NextContact(seller="lin", person="chen", hours=2, gain_lean=.1, gain_access=.1,
    ...                     lean_after=.1, access_before=0, access_after=.1, coverage_after=.5,
    ...                     because=Sentence(en="", zh=""))
    >>> [(p.deal, p.why) for p in passed_over({"d1": alone}, {}, 1)]
    [('d1', 'hours')]
    """
    held = {(seller, a.person) for seller, own in planned.items() for a in own}
    met = {person for _, person in held}
    found = []
    for deal, meeting in best.items():
        if (meeting.seller, meeting.person) in held:
            continue
        taken = sum(a.hours for a in planned.get(meeting.seller, ()))
        full = taken + meeting.hours > hours + SLACK
        why = HOURS if full else MET if meeting.person in met else PLAN
        found.append(PassedOver(deal=deal, seller=meeting.seller, person=meeting.person, why=why))
    return found


def _actions(
    plans: Mapping[str, Sequence[Contact]], amounts: Mapping[str, float]
) -> list[WeekAction]:
    meetings: dict[tuple[str, str], list[tuple[float, DealGain]]] = {}
    for deal, contacts in plans.items():
        for c in contacts:
            amount = amounts.get(deal)
            worth = None if amount is None else (c.gain_lean + c.gain_access) * amount
            gain = DealGain(
                deal=deal, gain_lean=c.gain_lean, gain_access=c.gain_access, worth=worth
            )
            meetings.setdefault((c.seller, c.person), []).append((c.hours, gain))
    return [_joined(*pair, held) for pair, held in meetings.items()]


def _joined(seller: str, person: str, held: list[tuple[float, DealGain]]) -> WeekAction:
    """Hold the meeting once for all its deals: as long as the longest asks for."""
    deals = sorted((gain for _, gain in held), key=lambda g: (-(g.worth or 0.0), g.deal))
    known = [g.worth for g in deals if g.worth is not None]
    return WeekAction(
        seller=seller,
        person=person,
        hours=max(hours for hours, _ in held),
        worth=sum(known) if known else None,
        deals=deals,
    )


def _order(action: WeekAction) -> tuple[float, float, str, str]:
    gain = sum(g.gain_lean + g.gain_access for g in action.deals)
    return (-(action.worth or 0.0), -gain, action.seller, action.person)
