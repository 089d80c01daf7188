"""Two analyses of one deal side by side: what a what-if, or the time between, has moved."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pydantic import Field

from graph.decision.results import Access, Analysis, Answer, Finding, PersonRow, Sentence
from graph.decision.what_if.words import sentences

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

# Differences below this are what rounding leaves of nothing.
NOTHING = 1e-9


class Figure(Answer):
    """A figure of the whole deal before and after; None where it is not known.

    ``name``: lean, lean_sd, known_share, decision_covered, access_weighted.
    """

    name: str
    before: float | None
    after: float | None


class DeciderMoved(Answer):
    """How surely a decider is reached, before and after; None where they do not decide."""

    decider: str
    name: str
    name_en: str | None = None
    weight_before: float | None = None
    weight_after: float | None = None
    reliability_before: float | None = None
    reliability_after: float | None = None
    threads_before: int | None = None
    threads_after: int | None = None


class PersonMoved(Answer):
    """A person whose settled opinion x, influence v or coverage moved; None where not there."""

    id: str
    name: str
    name_en: str | None = None
    opinion_before: float | None = None
    opinion_after: float | None = None
    influence_before: float | None = None
    influence_after: float | None = None
    coverage_before: float | None = None
    coverage_after: float | None = None

    @property
    def moved(self) -> float:
        """How far the settled opinion moved; who came or went moved by all of it."""
        return abs((self.opinion_after or 0.0) - (self.opinion_before or 0.0))


class Comparison(Answer):
    """What differs between two analyses of a deal.

    ``gone`` and ``new`` are the weak links that only one of them has; ``people`` those who moved,
    the farthest first; ``sentences`` say the same in words.
    """

    opportunity: str
    as_of: date
    what_if: list[str] = Field(default_factory=list)
    figures: list[Figure]
    passes_before: bool | None
    passes_after: bool | None
    blocked_before: list[str]
    blocked_after: list[str]
    access: list[DeciderMoved]
    gone: list[Finding]
    new: list[Finding]
    people: list[PersonMoved]
    sentences: list[Sentence]
    notes: list[Sentence] = Field(default_factory=list)

    def figure(self, name: str) -> Figure:
        """Return one of the figures."""
        return next(f for f in self.figures if f.name == name)


def compare(before: Analysis, after: Analysis, what_if: Sequence[str] = ()) -> Comparison:
    """Compare two analyses of one deal.

    Parameters
    ----------
    before, after : Analysis
        Without and with the changes.
    what_if : sequence of str
        The changes, for the reader.

    Returns
    -------
    Comparison
        Every figure of the deal, every decider, and the people and weak links that differ.

    Examples
    --------
    >>> import polars as pl
    >>> from graph.decision import analyze
    >>> from graph.settings import Settings
    >>> from graph.snapshot import Snapshot
    >>> graph = Snapshot.from_frames(
    ...     {"Person": pl.DataFrame({"id": ["wang"]}), "Opportunity": pl.DataFrame({"id": ["d"]})},
    ...     {"PLAYS": pl.DataFrame({"from": ["wang"], "to": ["d"], "roles": [["decision_maker"]]})},
    ... )
    >>> def look(*changes):
    ...     return analyze(graph, "d", as_of=date(2026, 3, 31), settings=Settings(),
    ...                    what_if=changes)
    >>> found = compare(look(), look("stance:wang=mentor"))
    >>> found.figure("lean"), found.passes_after
    (Figure(name='lean', before=0.0, after=1.0), True)
    >>> found.sentences[0].en
    'The lean moves from 0.00 to +1.00: the deal now passes.'
    """
    known = {f.key for f in before.findings}
    still = {f.key for f in after.findings}
    found = Comparison(
        opportunity=after.opportunity.id,
        as_of=after.as_of,
        what_if=list(what_if),
        figures=[
            Figure(name=n, before=getattr(before, n), after=getattr(after, n)) for n in FIGURES
        ],
        passes_before=before.passes,
        passes_after=after.passes,
        blocked_before=before.blocked_by,
        blocked_after=after.blocked_by,
        access=list(_access(before, after)),
        gone=[f for f in before.findings if f.key not in still],
        new=[f for f in after.findings if f.key not in known],
        people=sorted(_people(before, after), key=lambda p: (-p.moved, p.id)),
        sentences=[],
        notes=[n for n in after.notes if n not in before.notes],
    )
    return found.model_copy(update={"sentences": sentences(found, before, after)})


FIGURES = ("lean", "lean_sd", "known_share", "decision_covered", "access_weighted")


def _access(before: Analysis, after: Analysis) -> Iterator[DeciderMoved]:
    """Pair the deciders, those of ``after`` first, the heaviest first."""
    then, now = ({a.decider: a for a in side.access} for side in (before, after))
    weigh = [{d.id: d.weight for d in side.deciders} for side in (before, after)]
    named = {p.id: p for p in (*before.people, *after.people)}
    for id_ in dict.fromkeys((*now, *then)):
        person = named[id_]
        yield DeciderMoved(
            decider=id_,
            name=person.name,
            name_en=person.name_en,
            weight_before=weigh[0].get(id_),
            weight_after=weigh[1].get(id_),
            reliability_before=_reliability(then, id_),
            reliability_after=_reliability(now, id_),
            threads_before=then[id_].threads if id_ in then else None,
            threads_after=now[id_].threads if id_ in now else None,
        )


def _reliability(ways: Mapping[str, Access], decider: str) -> float | None:
    return ways[decider].reliability if decider in ways else None


def _people(before: Analysis, after: Analysis) -> Iterator[PersonMoved]:
    then, now = ({p.id: p for p in side.people} for side in (before, after))
    for id_ in dict.fromkeys((*then, *now)):
        one, other = then.get(id_), now.get(id_)
        if one is None or other is None or _moved(one, other):
            yield _pair(other or then[id_], one, other)


def _moved(one: PersonRow, other: PersonRow) -> bool:
    return any(
        abs(getattr(one, name) - getattr(other, name)) > NOTHING
        for name in ("settled_opinion", "influence", "coverage")
    )


def _pair(some: PersonRow, one: PersonRow | None, other: PersonRow | None) -> PersonMoved:
    return PersonMoved(
        id=some.id,
        name=some.name,
        name_en=some.name_en,
        **{
            f"{ours}_{when}": None if row is None else getattr(row, theirs)
            for when, row in (("before", one), ("after", other))
            for ours, theirs in (
                ("opinion", "settled_opinion"),
                ("influence", "influence"),
                ("coverage", "coverage"),
            )
        },
    )
