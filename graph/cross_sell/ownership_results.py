"""The answer of ``linchpin group``: who holds, controls and earns what in a group."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import Field

from graph.cross_sell.results import Holding
from graph.decision.results import Answer, Sentence, spoken


class Figures(Answer):
    """What a company brings in, or a set of companies together, nothing counted twice.

    ``revenue`` of the months asked for; deals in the book's currency. ``at_risk_amount`` is the
    part of ``open_amount`` whose deals are at risk, None where that was not asked for.
    ``adoption``: how many of the companies use each product.
    """

    revenue: float
    open_amount: float
    won_amount: float
    at_risk_amount: float | None
    adoption: dict[str, int]


class GroupMember(Answer):
    """A company of a group.

    ``parent`` is the owner under which it is drawn, one that is nearest to the group; ``direct``
    are all its owners with the shares as used; ``interest`` is the group's part of its profit,
    ``controllers`` those of the controlled set that together pass one half of it.
    ``consolidated`` sums what this company controls; ``attributed_revenue`` is the sum of its
    interest times revenue over all it reaches.
    """

    id: str
    name: str
    name_en: str | None = None
    parent: str | None = None
    depth: int
    direct: list[Holding]
    interest: float
    controlled: bool
    controllers: list[str]
    own: Figures
    consolidated: Figures
    attributed_revenue: float


class ShareProblem(Answer):
    """What is wrong with stated shares: self_ownership, shares_above_one or cycle."""

    kind: str
    ids: list[str]
    total: float | None
    message: Sentence


class OwnedGroup(Answer):
    """One group with all it reaches."""

    id: str
    name: str
    name_en: str | None = None
    members: list[GroupMember]
    problems: list[ShareProblem]


class Groups(Answer):
    """Groups of companies; ``months`` are the billed ones that count."""

    as_of: date
    currency: str | None
    months: list[str]
    groups: list[OwnedGroup]
    notes: list[Sentence] = Field(default_factory=list)

    def to_json(self, language: str = "en") -> dict[str, Any]:
        """Return the answer as plain JSON data, sentences in ``language``."""
        return spoken(self.model_dump(mode="json"), language)  # type: ignore[no-any-return]
