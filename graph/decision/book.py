"""The figures of every open deal at once, without findings and sentences: for very large books.

The models are assembled deal by deal as :func:`graph.decision.analyze` does, and computed all
together by the compiled kernels. Reliability is sampled (1,024 worlds) where one deal's analysis
would be exact, and its standard error is stated; all else is the same to rounding.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import polars as pl

from graph.decision.access import AccessMap
from graph.decision.answer import day_of
from graph.decision.meet import ENEMY
from graph.decision.members import Case
from graph.decision.model import build
from graph.decision.next_contact import senders
from graph.decision.what_if.suppose import Supposed
from graph.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from graph.decision.model import DealModel
    from graph.kernels.book import Book
    from graph.settings import Settings
    from graph.snapshot import Snapshot

    Progress = Callable[[int, int, Text], None]

Floats = npt.NDArray[np.float64]

# Nobody can be met: a post of which the holder is unknown, or where nobody of ours is.
NOBODY = -1.0
SCHEMA = {
    "opportunity": pl.String(), "people": pl.Int64(), "lean": pl.Float64(),
    "lean_sd": pl.Float64(), "known_share": pl.Float64(), "access_weighted": pl.Float64(),
    "access_error": pl.Float64(), "fewest_threads": pl.Int64(), "next_person": pl.String(),
    "next_gain": pl.Float64(), "largest_loss": pl.Float64(), "lost_with_kind": pl.String(),
    "lost_with": pl.String(),
}  # fmt: skip


def figures(
    snapshot: Snapshot,
    deals: Sequence[str],
    *,
    as_of: date,
    settings: Settings,
    progress: Progress | None = None,
) -> pl.DataFrame:
    """Return the figures of some deals, a row each.

    Parameters
    ----------
    snapshot : Snapshot
        The graph.
    deals : sequence of str
        Ids of opportunities.
    as_of : date
        The day on which they are looked at.
    settings : Settings
        Constants in force.
    progress : callable or None
        Told ``(done, total, what)``; may raise to stop.

    Returns
    -------
    DataFrame
        With ``lean``, ``lean_sd``, ``known_share``, ``access_weighted`` and its standard error,
        the fewest threads to a decider, whom to meet next and the gain in lean and access
        together, and who takes the most access along (``person`` or ``seller``, share of access
        lost). Null where nobody is known to decide.
    """
    from graph.kernels import blocks
    from graph.kernels.chance import chance
    from graph.kernels.loss import loss
    from graph.kernels.settling import settle
    from graph.kernels.structure import structure

    assembled = models(snapshot, deals, as_of=as_of, settings=settings, progress=progress)
    if not assembled:
        return pl.DataFrame(schema=SCHEMA)
    book = book_of(assembled)
    settled = settle(blocks.listening(book))
    access = blocks.access(book)
    sampled = chance(access, settled.influence, settings.plan.stance_gain, 1)
    threads, lost = structure(access).threads, loss(access)
    rows = []
    for k, model in enumerate(assembled):
        people = slice(book.person_ptr[k], book.person_ptr[k + 1])
        sellers = slice(book.seller_ptr[k], book.seller_ptr[k + 1])
        deciders = slice(book.decider_ptr[k], book.decider_ptr[k + 1])
        v, met = settled.influence[people], int(sampled.person[k, 0])
        row = {"opportunity": model.deal_id, "people": model.size}
        if model.decided:
            row |= {
                "lean": float(settled.lean[k]),
                "lean_sd": float(np.sqrt(v**2 @ model.stances.variance)),
                "known_share": float(v @ model.stances.confidence),
                "access_weighted": float(sampled.weighted[k]),
                "access_error": float(sampled.error[k]),
                "fewest_threads": int(threads[deciders].min()),
                "next_person": _person(model, met - people.start) if met >= 0 else None,
                "next_gain": float(sampled.gain_lean[k, 0] + sampled.gain_access[k, 0]),
                **_largest(model, lost.person[people], lost.seller[sellers]),
            }
        rows.append(row)
    return pl.DataFrame(rows, schema=SCHEMA)


def models(
    snapshot: Snapshot,
    deals: Sequence[str],
    *,
    as_of: date,
    settings: Settings,
    progress: Progress | None = None,
) -> list[DealModel]:
    """Assemble the models of some deals as they are, nothing supposed."""
    table, day = snapshot.nodes["Opportunity"], day_of(as_of)
    found = []
    for done, id_ in enumerate(deals, start=1):
        found.append(build(Case(snapshot, table.position(id_), day, settings, Supposed())))
        if progress is not None:
            progress(done, len(deals), Text("Assembling deals", "正在汇集商机"))
    return found


def book_of(models: Sequence[DealModel]) -> Book:
    """Put models side by side as the kernels take them."""
    from graph.kernels.book import joined

    return joined([_alone(model) for model in models])


def _alone(model: DealModel) -> Book:
    from graph.kernels.book import Book

    access = AccessMap(model)
    network = access.network
    return Book(
        person_ptr=np.array([0, model.size]),
        seller_ptr=np.array([0, model.team.size]),
        decider_ptr=np.array([0, len(access.deciders)]),
        listener=network.head,
        speaker=network.tail,
        weight=network.chance,
        cover_seller=network.seller,
        cover_person=network.covered,
        cover_strength=network.strength,
        decider=np.array(access.deciders, dtype=np.int32),
        decision=model.decision,
        stubbornness=model.stubbornness,
        stance=model.stances.expected,
        lift=_lift(model),
        moves=~(model.stances.stated < ENEMY),
        seeds=np.array([access.seed % 2**63], dtype=np.uint64),
    )


def _lift(model: DealModel) -> Floats:
    if not model.team.size:
        return np.full(model.size, NOBODY)
    fit, _ = senders(model)
    found: Floats = np.where(model.placeholder, NOBODY, model.settings.plan.meeting_lift * fit)
    return found


def _person(model: DealModel, at: int) -> str:
    return model.snapshot.nodes["Person"].ids[int(model.people[at])]


def _largest(model: DealModel, people: Floats, sellers: Floats) -> dict[str, object]:
    """Return with whom most of the access leaves."""
    person, seller = people.max(initial=0.0), sellers.max(initial=0.0)
    if max(person, seller) <= 0:
        return {"largest_loss": 0.0}
    if seller >= person:
        ours = int(model.team[int(sellers.argmax())])
        who = {"lost_with_kind": "seller", "lost_with": model.snapshot.nodes["Seller"].ids[ours]}
    else:
        who = {"lost_with_kind": "person", "lost_with": _person(model, int(people.argmax()))}
    return {"largest_loss": float(max(person, seller)), **who}
