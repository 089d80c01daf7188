"""The answers of the rival's-eye view, as the terminal prints them and the screen draws them."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from graph.decision.results import Analysis, Answer, Sentence, Subject

Side = Literal["ours", "theirs", "even"]


class Rival(Answer):
    """A competitor that is seen at a deal, and by what.

    ``bids``: on this deal, first seen on ``first_seen``; ``courts``: how many people of the deal's
    model it has a contact with; ``supplies``: it supplies the deal's customer.
    """

    id: str
    name: str
    name_en: str | None = None
    bids: bool = False
    first_seen: date | None = None
    courts: int = 0
    supplies: bool = False


class DeciderAgainst(Answer):
    """How we and a rival reach one decider.

    ``stance_ours`` and ``stance_theirs`` are E towards us and towards the rival; ``assumed``: the
    latter is minus the stance towards us, as nobody states it. ``ahead``: who reaches the decider
    more surely, by the threads where that is equal.
    """

    decider: str
    name: str
    name_en: str | None = None
    weight: float
    reliability_ours: float
    reliability_theirs: float
    error_ours: float
    error_theirs: float
    threads_ours: int
    threads_theirs: int
    coverage_ours: float
    coverage_theirs: float
    stance_ours: float
    stance_theirs: float
    assumed: bool
    ahead: Side


class PersonAgainst(Answer):
    """How strong we and a rival are with one person of high influence; ``ahead`` by coverage."""

    id: str
    name: str
    name_en: str | None = None
    influence: float
    coverage_ours: float
    coverage_theirs: float
    stance_ours: float
    stance_theirs: float
    assumed: bool
    ahead: Side


class Point(Answer):
    """Where one side is weaker: what it is about, by which measure, and what to do.

    ``measure``: reliability (of a decider) or coverage (of a person); ``at_stake`` is the decision
    weight or the influence, times the difference.
    """

    subject: Subject
    measure: str
    ours: float
    theirs: float
    at_stake: float
    sentence: Sentence
    action: Sentence


class RivalsEye(Answer):
    """A deal as one competitor stands in it.

    ``side`` is the whole analysis with the competitor in our place: its lean is how far the
    decision leans towards it, its team is the competitor, its findings are its weak links, in
    words about it. ``assumed`` names who has no stated stance towards it though one towards us;
    ``stated_share`` is the share of the decision whose stance towards it is stated. ``weaker``
    and ``stronger`` say where the competitor is weaker or stronger than we, the most at stake
    first.
    """

    rival: Rival
    as_of: date
    side: Analysis
    assumed: list[str]
    stated_share: float | None
    covered_ours: float
    covered_theirs: float
    access_ours: float
    access_theirs: float
    lean_ours: float | None
    deciders: list[DeciderAgainst]
    people: list[PersonAgainst]
    weaker: list[Point]
    stronger: list[Point]
    notes: list[Sentence] = Field(default_factory=list)
