"""The model of one deal as arrays: who, how they listen, what they think, who of us knows them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from graph.decision import coverage as ours
from graph.decision import members, stance
from graph.decision.columns import values
from graph.decision.listening import live_rows, member
from graph.decision.members import Case
from graph.decision.solve import Settling, weights_of

if TYPE_CHECKING:
    from scipy import sparse

    from graph.decision.coverage import Coverage
    from graph.decision.listening import Listening, Statements
    from graph.decision.stance import Stances
    from graph.settings import Settings
    from graph.snapshot import Snapshot

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Posts:
    """The post that says most about each person's rank in this deal; row -1 where none is known."""

    row: Ints
    level: Floats
    inside: Bools


@dataclass(frozen=True)
class Parts:
    """What each person of the model does in the deal."""

    roles: list[list[str]]
    votes: Floats
    veto: Bools
    in_deal: Bools


@dataclass(frozen=True)
class DealModel:
    """The decision model of one deal on one day.

    Arrays over people have one entry a person of ``people`` (positions in the person table,
    ascending). ``decision`` is d: it sums to 1, or is all 0 where nobody is known to decide.
    """

    case: Case
    enterprises: Ints
    people: Ints
    parts: Parts
    posts: Posts
    listens: Listening
    stated: Statements
    stubbornness: Floats
    stances: Stances
    decision: Floats
    presumed: bool
    team: Ints
    covers: Coverage

    @property
    def snapshot(self) -> Snapshot:
        """The graph."""
        return self.case.snapshot

    @property
    def day(self) -> int:
        """The day, since 1970."""
        return self.case.day

    @property
    def as_of(self) -> date:
        """The day as a date."""
        return date(1970, 1, 1) + timedelta(days=self.day)

    @property
    def settings(self) -> Settings:
        """Settings in force."""
        return self.case.settings

    @cached_property
    def deal_id(self) -> str:
        """The id of the opportunity."""
        return str(self.snapshot.nodes["Opportunity"].value("id", self.case.deal))

    @property
    def size(self) -> int:
        """Number of people."""
        return int(self.people.size)

    @cached_property
    def w(self) -> sparse.csr_array:
        """W: the listening matrix, rows summing to 1."""
        heard = self.listens
        return weights_of(heard.listener, heard.speaker, heard.weight, self.size)

    @cached_property
    def settling(self) -> Settling:
        """Listening, ready to be solved."""
        return Settling(self.w, self.stubbornness)

    @cached_property
    def opinion(self) -> Floats:
        """Settled opinions x."""
        return self.settling.opinions(self.stances.expected)

    @cached_property
    def influence(self) -> Floats:
        """Influences v."""
        return self.settling.influences(self.decision)

    def with_minds(self, stances: Stances, covers: Coverage | None = None) -> DealModel:
        """Return the model with other stances, and other contacts of ours.

        Who listens to whom stays, so do the influences: they are not worked out again.
        """
        later = replace(self, stances=stances, covers=self.covers if covers is None else covers)
        later.__dict__.update(w=self.w, settling=self.settling, influence=self.influence)
        return later

    @cached_property
    def cover_person(self) -> Ints:
        """Position in ``people`` of the person of each row of ``covers``."""
        return np.searchsorted(self.people, self.covers.person).astype(np.int32)

    @cached_property
    def strength(self) -> Floats:
        """Strength of our team with each person today."""
        return ours.strength_of(self.cover_person, self.covers.now, self.size)

    @property
    def decided(self) -> bool:
        """Whether anybody is known, or presumed, to decide."""
        return bool((self.decision > 0).any())

    @cached_property
    def deciders(self) -> Ints:
        """Positions in ``people`` of those with a decision weight, the heaviest first."""
        at = np.flatnonzero(self.decision > 0)
        return at[np.lexsort((at, -self.decision[at]))].astype(np.int32)

    @property
    def lean(self) -> float | None:
        """d'x: how far the decision leans towards us."""
        return float(self.influence @ self.stances.expected) if self.decided else None

    @property
    def lean_variance(self) -> float | None:
        """Variance of the lean."""
        return float(self.influence**2 @ self.stances.variance) if self.decided else None

    @property
    def known_share(self) -> float | None:
        """Share of the decision whose stance is known: sum of v c."""
        return float(self.influence @ self.stances.confidence) if self.decided else None

    @property
    def opponent(self) -> Bools:
        """Who passes nothing on: E < 0."""
        return self.stances.expected < 0

    @cached_property
    def placeholder(self) -> Bools:
        """Who is only a post, the person being unknown."""
        flags = values(self.snapshot.nodes["Person"], "placeholder", self.people)
        return np.array([bool(f) for f in flags], dtype=bool)


def build(case: Case) -> DealModel:
    """Assemble the model of a deal, its supposed meetings not yet held."""
    snapshot, day = case.snapshot, case.day
    customer = snapshot.edge("FOR")
    enterprises = np.unique(customer.target[customer.out(case.deal)]).astype(np.int32)
    group = members.group_of(snapshot, enterprises, day)
    roles = members.roles_of(snapshot, case.deal, case.supposed)
    core = _core(case, roles)
    decides, presumed = _deciders(case, enterprises, roles)
    heard = members.listened_to(
        case,
        np.union1d(core, decides.person).astype(np.int32),
        members.staff_of(snapshot, group, day),
    )
    parts = _parts(heard.people, core, roles)
    team = _team(case, enterprises)
    covers = ours.coverage(snapshot, heard.people, day, case.settings)
    return DealModel(
        case=case,
        enterprises=enterprises,
        people=heard.people,
        parts=parts,
        posts=_posts(case, heard.people, enterprises, group),
        listens=heard.listens,
        stated=heard.stated,
        stubbornness=stubbornness(parts.roles, case.settings),
        stances=_stances(case, heard.people),
        decision=_decision(heard.people, decides),
        presumed=presumed,
        team=team,
        covers=covers.only(member(team, covers.seller)),
    )


def stubbornness(roles: list[list[str]], settings: Settings) -> Floats:
    """Return l of each person: the largest among their roles."""
    by_role = settings.model.stubbornness.model_dump()
    none = by_role["none"]
    return np.array(
        [max((by_role.get(r, none) for r in own), default=none) for own in roles], dtype=np.float64
    )


def _core(case: Case, roles: members.Roles) -> Ints:
    steps, acts, holds = (case.snapshot.edge(t) for t in ("HAS_STEP", "ACTS_IN", "HOLDS"))
    actors = acts.source[acts.rows_into(np.unique(steps.target[steps.out(case.deal)]))]
    rows = holds.into(case.deal)
    holders = holds.source[rows[holds.days("as_of")[rows] <= case.day]]
    told = np.array(sorted(case.supposed.told), dtype=np.int32)
    everybody = np.unique(np.concatenate([roles.person, actors, holders, told]))
    core: Ints = everybody[~np.isin(everybody, list(case.supposed.removed))].astype(np.int32)
    return core


@dataclass(frozen=True)
class _Decides:
    person: Ints
    weight: Floats


def _deciders(case: Case, enterprises: Ints, roles: members.Roles) -> tuple[_Decides, bool]:
    votes = np.where(roles.votes > 0, roles.votes, 0.0)
    if not votes.any():
        votes = np.array([formal_weight(own) for own in roles.roles], dtype=np.float64)
    if votes.any():
        return _Decides(roles.person[votes > 0], votes[votes > 0]), False
    top = members.top_level(case.snapshot, enterprises, case.day, case.supposed.removed)
    return _Decides(top, np.ones(top.size)), bool(top.size)


def formal_weight(roles: list[str]) -> float:
    """Return what roles weigh in the decision where nobody has a vote: 1, .5 or 0."""
    if "decision_maker" in roles:
        return 1.0
    return 0.5 if "approver" in roles else 0.0


def _decision(people: Ints, decides: _Decides) -> Floats:
    d = np.zeros(people.size)
    np.add.at(d, np.searchsorted(people, decides.person), decides.weight)
    return d / d.sum() if d.any() else d


def _parts(people: Ints, core: Ints, roles: members.Roles) -> Parts:
    n = people.size
    votes, veto = np.full(n, np.nan), np.zeros(n, dtype=bool)
    own: list[list[str]] = [[] for _ in range(n)]
    for at, words, vote, stops in zip(
        np.searchsorted(people, roles.person), roles.roles, roles.votes, roles.veto, strict=True
    ):
        own[at] += [w for w in words if w not in own[at]]
        votes[at] = np.fmax(votes[at], vote)
        veto[at] |= stops
    return Parts(own, votes, veto, member(core, people))


def _posts(case: Case, people: Ints, enterprises: Ints, group: Ints) -> Posts:
    """Choose of each person's posts: in the deal's enterprise, in its group, elsewhere; highest."""
    edge = case.snapshot.edge("WORKS_FOR")
    rows = live_rows(edge, edge.rows_out(people), case.day)
    level = edge.numbers("level")[rows]
    near = 2 - member(group, edge.target[rows]) - member(enterprises, edge.target[rows]).astype(int)
    at = np.searchsorted(people, edge.source[rows])
    order = np.lexsort((rows, np.where(np.isnan(level), np.inf, level), near, at))
    first = order[np.unique(at[order], return_index=True)[1]]
    row, rank = np.full(people.size, -1, dtype=np.int32), np.full(people.size, np.nan)
    inside = np.zeros(people.size, dtype=bool)
    row[at[first]], rank[at[first]], inside[at[first]] = rows[first], level[first], near[first] < 2
    return Posts(row, rank, inside)


def _stances(case: Case, people: Ints) -> Stances:
    rows = case.snapshot.edge("HOLDS").into(case.deal)
    said = stance.statements(case.snapshot, rows, case.day, case.settings)
    here = member(people, said.person)
    at = np.searchsorted(people, said.person[here])
    known = stance.combine(at, said.number[here], said.confidence[here], people.size, case.settings)
    if not case.supposed.stances:
        return known
    stated, sure = known.stated.copy(), known.confidence.copy()
    for person, number in case.supposed.stances.items():
        stated[people == person], sure[people == person] = number, 1.0
    return stance.given(stated, sure, case.settings)


def _team(case: Case, enterprises: Ints) -> Ints:
    staff = members.staff_of(case.snapshot, enterprises, case.day)
    team = ours.team_of(case.snapshot, case.deal, enterprises, staff, case.day)
    joining = np.array(sorted(case.supposed.ours), dtype=np.int32)
    return np.union1d(team, joining).astype(np.int32)
