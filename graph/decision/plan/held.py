"""A deal after some meetings, as the analysis itself looks at it: what each of them gained."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.decision.meet import after_meetings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.decision.access import AccessMap
    from graph.decision.model import DealModel

# A meeting: number of the seller in the team, place of the person in the model.
Meeting = tuple[int, int]


class Held:
    """The deal after some of the meetings; ``today`` is the access before any."""

    def __init__(self, model: DealModel, today: AccessMap, now: AccessMap | None = None) -> None:
        access = today if now is None else now
        self.model = model
        self.today = today
        self.lean = model.lean or 0.0
        self.reached = [access.reach(t).value for t in access.deciders]
        self.weighted = access.weigh(self.reached)
        self.worth = self.lean + self.weighted

    def after(self, meetings: Iterable[Meeting]) -> Held:
        """Hold more meetings in the model itself, one by one, as a what-if does."""
        team = self.model.team
        met = after_meetings(self.model, [(int(team[s]), p) for s, p in meetings])
        return Held(met, self.today, self.today.after(met))
