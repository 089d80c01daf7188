"""The open deals as the overview shows them: sorted, filtered, summed by currency."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from graph.decision.results import Analysis, Finding, PersonRow, Seller
from ui.text import named

# What becomes of a deal as it stands; the three of the bar and those whose decider is unknown.
PASSES, SHORT, AGAINST, OPEN = "passes", "short", "against", "open"


@dataclass(frozen=True)
class Line:
    """One deal of the overview."""

    analysis: Analysis
    enough_known: float = 0.5

    @property
    def id(self) -> str:
        """Id of the opportunity."""
        return self.analysis.opportunity.id

    @cached_property
    def customer(self) -> str:
        """The customer's name in the reader's language."""
        deal = self.analysis.opportunity
        own, english = deal.enterprise_name, deal.enterprise_name_en
        return _first(own, english, deal.enterprise, named(deal)) or deal.id

    @cached_property
    def name(self) -> str:
        """The deal's name in the reader's language, without the customer's in front of it."""
        name = named(self.analysis.opportunity)
        rest = name.removeprefix(self.customer).lstrip(" ·-:—") if self.customer else name
        return rest or name

    @cached_property
    def worst(self) -> Finding | None:
        """The finding of the largest severity."""
        return max(self.analysis.findings, key=lambda f: f.severity, default=None)

    @property
    def at_stake(self) -> float | None:
        """Money at stake in the worst finding."""
        return self.worst.money if self.worst else None

    @property
    def amount(self) -> float | None:
        """What the deal is worth."""
        return self.analysis.opportunity.amount

    @property
    def currency(self) -> str:
        """Currency of the deal, empty where it is not stated."""
        return self.analysis.opportunity.currency or ""

    @property
    def result(self) -> str:
        """Passes, short, against (or blocked), or open where nobody is known to decide."""
        answer = self.analysis
        if answer.blocked_by or (answer.lean is not None and answer.lean < 0):
            return AGAINST
        if answer.lean is None:
            return OPEN
        return PASSES if answer.passes else SHORT

    @property
    def in_the_dark(self) -> bool:
        """Whether less is known than a forecast needs."""
        known = self.analysis.known_share
        return known is None or known < self.enough_known

    @property
    def sellers(self) -> list[Seller]:
        """Our team in the deal."""
        return self.analysis.team

    def person(self, id_: str) -> PersonRow | None:
        """Return a person of the deal."""
        return next((p for p in self.analysis.people if p.id == id_), None)

    def seller(self, id_: str) -> Seller | None:
        """Return one of our team in the deal."""
        return next((s for s in self.analysis.team if s.id == id_), None)

    @cached_property
    def haystack(self) -> str:
        """All that the search looks through: customer, deal and people in both languages."""
        deal = self.analysis.opportunity
        words = [deal.id, deal.name, deal.name_en, deal.enterprise_name, deal.enterprise_name_en]
        for person in self.analysis.people:
            words += [person.name, person.name_en, person.title]
        return "\n".join(w for w in words if w).casefold()


def _first(own: str | None, english: str | None, *others: str | None) -> str | None:
    from ui.text import language

    order = (english, own) if language() == "en" else (own, english)
    return next((w for w in (*order, *others) if w), None)


@dataclass(frozen=True)
class Filter:
    """What the reader wants to see; None is everything."""

    result: str | None = None
    seller: str | None = None
    stage: str | None = None
    region: str | None = None
    words: str = ""

    def keeps(self, line: Line) -> bool:
        """Tell whether the line is wanted."""
        deal = line.analysis.opportunity
        return (
            self.keeps_result(line)
            and (self.seller is None or any(s.id == self.seller for s in line.sellers))
            and (self.stage is None or deal.stage == self.stage)
            and (self.region is None or deal.region == self.region)
            and all(word in line.haystack for word in self.words.casefold().split())
        )

    def keeps_result(self, line: Line) -> bool:
        """Tell whether the line is wanted by its result alone."""
        if self.result == "dark":
            return line.in_the_dark
        return self.result is None or line.result == self.result


def _number(value: float | None) -> float:
    return float("-inf") if value is None else value


SORTS: dict[str, Callable[[Line], object]] = {
    "deal": lambda line: line.customer.casefold(),
    "amount": lambda line: _number(line.amount),
    "close": lambda line: line.analysis.opportunity.expected_close or date.max,
    "lean": lambda line: _number(line.analysis.lean),
    "known": lambda line: _number(line.analysis.known_share),
    "severity": lambda line: _number(line.worst.severity if line.worst else None),
    "stake": lambda line: _number(line.at_stake),
}
# The order in which a column is sorted first: the large figures on top, names from A to Z.
DESCENDING = {"amount", "severity", "stake"}


def ordered(lines: Iterable[Line], sort: str) -> list[Line]:
    """Sort by a column; a leading minus turns the order round. Ties stand by amount and id."""
    key, turned = sort.lstrip("-"), sort.startswith("-")
    by = SORTS.get(key, SORTS["stake"])
    reverse = (key in DESCENDING) != turned
    equal = sorted(lines, key=lambda x: (-_number(x.amount), x.id))
    return sorted(equal, key=by, reverse=reverse)  # type: ignore[arg-type]


def sums(lines: Iterable[Line], value: Callable[[Line], float | None]) -> dict[str, float]:
    """Sum money by currency: unlike currencies are never added."""
    total: dict[str, float] = defaultdict(float)
    for line in lines:
        if (amount := value(line)) is not None:
            total[line.currency] += amount
    return dict(total)


def main_currency(lines: Iterable[Line], preferred: str) -> str:
    """Return the currency the figures are shown in: the book's, else that of most deals."""
    used = [line.currency for line in lines if line.amount is not None]
    if not used or preferred in used:
        return preferred
    return max(sorted(set(used)), key=used.count)
