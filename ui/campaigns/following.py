"""The campaign that follows another: for whom, from when, with which rates to show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from ui.campaigns.running import REST_DAYS

if TYPE_CHECKING:
    from graph.customers.campaigns.results import NextPlan
    from ui.campaigns.kept import Campaign, Entry


@dataclass(frozen=True)
class Following:
    """What the form of the next campaign starts from: ``before`` with new tags, day and rates."""

    before: Campaign
    tags: tuple[str, ...]
    starts: date
    plan: NextPlan


@dataclass(frozen=True)
class Reached:
    """How many customers meet a rule today, and how many of them can be offered the products."""

    meeting: int
    offered: int


def following(
    before: Campaign, plan: NextPlan, tags: Sequence[str], every: Iterable[Campaign], day: date
) -> Following:
    """Return what follows a campaign.

    Parameters
    ----------
    before : Campaign
        The campaign that showed it.
    plan : NextPlan
        The rates to show.
    tags : sequence of str
        Tags of those it is for.
    every : iterable of Campaign
        All campaigns: it starts when none with its products or tags runs any more, and the
        customers of the last one have rested.
    day : date
        Today.
    """
    about = set(before.products) | set(before.tags) | set(tags)
    last = [c.ends or c.starts for c in every
            if c.id == before.id or about & {*c.products, *c.tags}]  # fmt: skip
    first = day + timedelta(days=1)
    rested = [end + timedelta(days=REST_DAYS + 1) for end in last if end is not None]
    return Following(before, tuple(tags), max([first, *rested]), plan)


def saved_tag(log: Sequence[Entry], rule: str, known: Iterable[str]) -> str | None:
    """Return the tag that a campaign's refinement was kept as last, None where it was not."""
    there = set(known)
    kept = [
        str(e.figures.get("tag"))
        for e in log
        if e.what == "tag" and e.figures.get("rule") == rule and e.figures.get("tag") in there
    ]
    return kept[-1] if kept else None
