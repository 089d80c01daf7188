"""The rival's-eye view: a deal as a competitor stands in it, beside how we stand in it.

The same model, access and weak links, computed with the competitor's contacts and with where people
stand towards it (:mod:`graph.decision.rivals.rival`); then decider by decider, and person by person
of high influence, who of us is stronger, and what to do about it.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from graph.decision.access import AccessMap
from graph.decision.answer import date_of, day_of
from graph.decision.columns import names
from graph.decision.listening import member
from graph.decision.members import Case
from graph.decision.model import build
from graph.decision.notes import notes
from graph.decision.results import Sentence
from graph.decision.rivals.against import Points, deciders, key_people
from graph.decision.rivals.results import Rival, RivalsEye
from graph.decision.rivals.rival import rival_view, rivals_of
from graph.decision.rivals.side import analysis_of, narrowed_side
from graph.decision.rivals.words import RivalWords
from graph.decision.rules.context import Context
from graph.decision.rules.wording import Name, share
from graph.snapshot import NO_DAY
from graph.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Set

    from graph.decision.model import DealModel
    from graph.decision.narrowed import Narrowed
    from graph.decision.rivals.rival import RivalView
    from graph.settings import Settings
    from graph.snapshot import Snapshot


def rivals_here(
    snapshot: Snapshot, opportunity: str, *, as_of: date, settings: Settings
) -> list[Rival]:
    """Return the competitors seen at a deal, bidders first, then by how many people they court.

    Seen: they bid on it, court somebody of its model, or supply its customer on that day.

    Raises
    ------
    NotFoundError
        No such deal.
    """
    deal = snapshot.nodes["Opportunity"].position(opportunity)
    model = build(Case(snapshot, deal, day_of(as_of), settings))
    here = sorted({*rivals_of(model).tolist(), *_suppliers(model)})
    found = [_seen(model, competitor) for competitor in here]
    return sorted(found, key=lambda r: (not r.bids, -r.courts, not r.supplies, r.id))


def rivals_eye(
    snapshot: Snapshot, opportunity: str, competitor: str, *, as_of: date, settings: Settings
) -> RivalsEye:
    """Look at a deal as a competitor stands in it.

    Parameters
    ----------
    snapshot : Snapshot
        The graph.
    opportunity, competitor : str
        The deal and the rival; one that is not seen at the deal has no contacts there.
    as_of : date
        The day on which it is looked at.
    settings : Settings
        Constants and rules in force.

    Raises
    ------
    NotFoundError
        No such deal or competitor.

    Examples
    --------
    >>> import polars as pl
    >>> from graph.settings import Settings
    >>> from graph.snapshot import Snapshot
    >>> graph = Snapshot.from_frames(
    ...     {"Person": pl.DataFrame({"id": ["wang"]}), "Opportunity": pl.DataFrame({"id": ["d"]}),
    ...      "Competitor": pl.DataFrame({"id": ["rival"]})},
    ...     {"PLAYS": pl.DataFrame({"from": ["wang"], "to": ["d"], "roles": [["decision_maker"]]}),
    ...      "HOLDS": pl.DataFrame({"from": ["wang"], "to": ["d"], "stance": ["enemy"]}),
    ...      "COURTS": pl.DataFrame({"from": ["rival"], "to": ["wang"], "level": ["multiple"]})},
    ... )
    >>> eye = rivals_eye(graph, "d", "rival", as_of=date(2026, 3, 31), settings=Settings())
    >>> eye.side.lean, eye.assumed, eye.access_theirs, eye.deciders[0].ahead
    (0.8, ['wang'], 0.6, 'theirs')
    """
    position = snapshot.nodes["Competitor"].position(competitor)
    deal = snapshot.nodes["Opportunity"].position(opportunity)
    model = build(Case(snapshot, deal, day_of(as_of), settings))
    view = rival_view(model, position)
    access = AccessMap(model)
    side, their_access, their_model = analysis_of(view)
    ours, theirs = Context(model, access), Context(their_model, their_access)
    rival = Name(*names(snapshot, "Competitor", [position])[0])
    words = RivalWords(view, ours, theirs, rival)
    rows = deciders(view, access, their_access), key_people(view)
    points = Points(ours, rival, rows)
    told = [Sentence.of(note) for note in _notes(view, rival)]
    told += notes(their_model, their_access)
    return RivalsEye(
        rival=_seen(model, position),
        as_of=as_of,
        side=side.model_copy(
            update={"findings": [words.say(f) for f in side.findings], "notes": told}
        ),
        assumed=[ours.people[i].id for i in _assumed(view)],
        stated_share=_stated_share(view),
        covered_ours=float(model.influence @ model.strength),
        covered_theirs=view.covered,
        access_ours=access.weighted,
        access_theirs=their_access.weighted,
        lean_ours=model.lean,
        deciders=rows[0],
        people=rows[1],
        weaker=points.where("ours"),
        stronger=points.where("theirs"),
        notes=told,
    )


def rival_narrowed(
    snapshot: Snapshot,
    opportunity: str,
    competitor: str,
    hidden: Set[str],
    *,
    as_of: date,
    settings: Settings,
) -> Narrowed:
    """Return how a competitor reaches the deciders without some kinds of ties; COVERS are its own.

    Raises
    ------
    NotFoundError
        No such deal or competitor.
    """
    position = snapshot.nodes["Competitor"].position(competitor)
    deal = snapshot.nodes["Opportunity"].position(opportunity)
    model = build(Case(snapshot, deal, day_of(as_of), settings))
    return narrowed_side(rival_view(model, position), hidden)


def _assumed(view: RivalView) -> list[int]:
    """Return whose stance is minus the one towards us, which must be known itself."""
    found: list[int] = np.flatnonzero(view.assumed & ~np.isnan(view.ours.stances.stated)).tolist()
    return found


def _stated_share(view: RivalView) -> float | None:
    if not view.ours.decided:
        return None
    sure = np.where(view.assumed, 0.0, view.stances.confidence)
    return float(view.ours.influence @ sure)


def _notes(view: RivalView, rival: Name) -> Iterator[Text]:
    if not view.model.covers.row.size:
        yield Text(
            "No contact of {rival} with anybody in this deal is known; load whom it courts "
            "(courts).",
            "尚不知{rival}与该商机中任何人有联系；请导入其拉拢的人员（courts）。",
        ).format(rival=rival.text)
    assumed = len(_assumed(view))
    if assumed:
        yield Text(
            "Where {n} of {all} people stand towards {rival} is assumed: minus where they stand "
            "towards us. What is stated towards {rival} itself is {share} of the decision.",
            "{all} 人中有 {n} 人对{rival}的态度为推定：取其对我方态度的相反值。"
            "对{rival}本身已注明的态度占决策影响力的 {share}。",
        ).format(
            n=assumed,
            all=view.ours.size,
            rival=rival.text,
            share=share(_stated_share(view) or 0.0),
        )


def _suppliers(model: DealModel) -> list[int]:
    edge = model.snapshot.edge("SUPPLIES")
    rows = edge.rows_into(model.enterprises)
    found: list[int] = np.unique(edge.source[rows[edge.in_force(model.day)[rows]]]).tolist()
    return found


def _seen(model: DealModel, competitor: int) -> Rival:
    snapshot = model.snapshot
    id_, english, own = names(snapshot, "Competitor", [competitor])[0]
    bids, courts = snapshot.edge("BIDS_ON"), snapshot.edge("COURTS")
    rows = bids.out(competitor)
    rows = rows[bids.target[rows] == model.case.deal]
    first = bids.days("first_seen")[rows]
    seen = first[first <= model.day]
    courting = courts.out(competitor)
    courting = courting[courts.in_force(model.day)[courting]]
    known = seen[seen != NO_DAY]
    return Rival(
        id=id_,
        name=own,
        name_en=english,
        bids=bool(seen.size),
        first_seen=date_of(int(known.min())) if known.size else None,
        courts=int(member(model.people, courts.target[courting]).sum()),
        supplies=competitor in _suppliers(model),
    )
