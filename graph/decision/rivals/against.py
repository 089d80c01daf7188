"""We against a rival: decider by decider and person by person, and what to do where one is weak."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graph.decision.meet import lifted
from graph.decision.naming import Name, people_named
from graph.decision.ranks import high_influence
from graph.decision.results import Sentence
from graph.decision.rivals.results import DeciderAgainst, PersonAgainst, Point, Side
from graph.decision.rules.wording import share
from graph.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.decision.access import AccessMap, Reached
    from graph.decision.rivals.rival import RivalView
    from graph.decision.rules.context import Context

# Chances that differ by less are equal: rounding, and never less than two standard errors.
EQUAL = 1e-9


def deciders(view: RivalView, ours: AccessMap, theirs: AccessMap) -> list[DeciderAgainst]:
    """Return every decider looked at, the heaviest first, as both sides reach them."""
    people = people_named(view.ours)
    other = {r.decider: r for r in theirs.rows}
    return [_decider(view, people, r, other[r.decider]) for r in ours.rows if r.decider in other]


def _decider(view: RivalView, people: list[Name], ours: Reached, theirs: Reached) -> DeciderAgainst:
    i, noise = ours.decider, 2 * float(np.hypot(ours.error, theirs.error))
    gap = ours.reliability - theirs.reliability
    if abs(gap) <= max(EQUAL, noise):
        gap = float(ours.threads.count - theirs.threads.count)
    return DeciderAgainst(
        decider=people[i].id,
        name=people[i].zh,
        name_en=people[i].en,
        weight=float(view.ours.decision[i]),
        reliability_ours=ours.reliability,
        reliability_theirs=theirs.reliability,
        error_ours=ours.error,
        error_theirs=theirs.error,
        threads_ours=ours.threads.count,
        threads_theirs=theirs.threads.count,
        **_both(view, i),
        ahead=_side(gap),
    )


def _both(view: RivalView, i: int) -> dict[str, float | bool]:
    """Return coverage and stance of one person, towards us and towards the rival."""
    return {
        "coverage_ours": float(view.ours.strength[i]),
        "coverage_theirs": float(view.model.strength[i]),
        "stance_ours": float(view.ours.stances.expected[i]),
        "stance_theirs": float(view.stances.expected[i]),
        "assumed": bool(view.assumed[i] and not np.isnan(view.ours.stances.stated[i])),
    }


def _side(gap: float) -> Side:
    if abs(gap) <= EQUAL:
        return "even"
    return "ours" if gap > 0 else "theirs"


def key_people(view: RivalView) -> list[PersonAgainst]:
    """Return the people of high influence, those who hold most first."""
    rule = view.ours.settings.rules.uncovered_power
    v = view.ours.influence
    high = np.flatnonzero(high_influence(v, rule.influence, rule.top_share))
    people = people_named(view.ours)
    return [
        PersonAgainst(
            id=people[i].id,
            name=people[i].zh,
            name_en=people[i].en,
            influence=float(v[i]),
            **_both(view, i),
            ahead=_side(float(view.ours.strength[i] - view.model.strength[i])),
        )
        for i in sorted(high.tolist(), key=lambda i: (-v[i], i))
    ]


class Points:
    """The sentences on where one of two sides is weaker."""

    def __init__(
        self, context: Context, rival: Name, rows: tuple[list[DeciderAgainst], list[PersonAgainst]]
    ) -> None:
        self.context = context
        self.rival = rival
        self.deciders, self.people = rows
        self.at = {name.id: i for i, name in enumerate(context.people)}

    def where(self, side: Side) -> list[Point]:
        """Return where ``side`` is ahead, the most at stake first."""
        found = [*self._deciders(side), *self._people(side)]
        return sorted(found, key=lambda p: (-p.at_stake, p.measure, p.subject.id))

    def _deciders(self, side: Side) -> Iterator[Point]:
        for row in self.deciders:
            if row.ahead == side:
                gap = abs(row.reliability_ours - row.reliability_theirs)
                yield Point(
                    subject=self.context.person(self.at[row.decider]),
                    measure="reliability",
                    ours=row.reliability_ours,
                    theirs=row.reliability_theirs,
                    at_stake=row.weight * gap,
                    sentence=Sentence.of(self._reach(row)),
                    action=Sentence.of(self._do(row.decider, side)),
                )

    def _people(self, side: Side) -> Iterator[Point]:
        for row in self.people:
            if row.ahead == side:
                gap = abs(row.coverage_ours - row.coverage_theirs)
                yield Point(
                    subject=self.context.person(self.at[row.id]),
                    measure="coverage",
                    ours=row.coverage_ours,
                    theirs=row.coverage_theirs,
                    at_stake=row.influence * gap,
                    sentence=Sentence.of(self._cover(row)),
                    action=Sentence.of(self._do(row.id, side)),
                )

    def _reach(self, row: DeciderAgainst) -> Text:
        return Text(
            "{name}, who carries {d} of the formal decision, is reached by us with a chance of {a} "
            "({j}), by {rival} with {b} ({k}).",
            "{name}占正式决策权的 {d}：我方触达概率 {a}（{j}），{rival} {b}（{k}）。",
        ).format(
            name=self._person(row.decider),
            rival=self.rival.text,
            d=share(row.weight),
            a=share(row.reliability_ours),
            b=share(row.reliability_theirs),
            j=threads_text(row.threads_ours),
            k=threads_text(row.threads_theirs),
        )

    def _cover(self, row: PersonAgainst) -> Text:
        return Text(
            "{name} holds {v} of the decision: we cover them at {a}, {rival} at {b}.",
            "{name}占决策影响力的 {v}：我方覆盖 {a}，{rival} {b}。",
        ).format(
            name=self._person(row.id),
            rival=self.rival.text,
            v=share(row.influence),
            a=share(row.coverage_ours),
            b=share(row.coverage_theirs),
        )

    def _person(self, id_: str) -> Text:
        return self.context.people[self.at[id_]].text

    def _do(self, id_: str, side: Side) -> Text:
        """Say what to do about a person: use what we have, or catch up by a meeting."""
        i = self.at[id_]
        keeper = self._keeper(i)
        if side == "ours" and keeper is not None:
            return Text(
                "Use it now: let {seller} carry our case to {name} before {rival} has a better way "
                "in.",
                "趁现在：由{seller}向{name}说明我方方案，赶在{rival}追上之前。",
            ).format(seller=keeper, name=self._person(id_), rival=self.rival.text)
        return self._catch_up(i)

    def _keeper(self, i: int) -> Text | None:
        """Return who of ours is nearest to a person: who knows them, or starts the best route."""
        held = self.context.held[:, i]
        if held.size and held.max() > 0:
            return self.context.sellers[int(np.argmax(held))].text
        for row in self.context.access.rows:
            if row.decider == i and row.best:
                return self.context.sellers[row.best[0][1]].text
        return None

    def _catch_up(self, i: int) -> Text:
        seller = self.context.seller_for(i)
        if seller is None:
            return Text(
                "Put somebody of ours on the deal to meet {name}.", "安排一位我方人员拜访{name}。"
            ).format(name=self.context.people[i].text)
        strength, settings = self.context.model.strength[i : i + 1], self.context.model.settings
        after = float(lifted(strength, self.context.fit[seller, i : i + 1], settings)[0])
        return Text(
            "Let {seller} meet {name}: one meeting takes our coverage from {a} to {b}.",
            "安排{seller}拜访{name}：一次会面使我方覆盖由 {a} 升至 {b}。",
        ).format(
            seller=self.context.sellers[seller].text,
            name=self.context.people[i].text,
            a=share(float(strength[0])),
            b=share(after),
        )


def threads_text(count: int) -> Text:
    """Return a number of threads in words."""
    return Text("1 thread" if count == 1 else f"{count} threads", f"{count} 条独立路线")
