"""Why somebody of a bare network holds the influence they hold.

With x_j what reaches j of everybody's decision, ``x = d + W' (1-l) x`` and ``v_j = l_j x_j``: so
v_j falls exactly into what j decides alone, what stays with j, and what comes through each other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from scipy import sparse

from graph.decision.asking import Settled, settled
from graph.decision.bare.ranking import asking_of, listening_of
from graph.decision.ranks import ranks
from graph.decision.results import Answer
from graph.errors import NotFoundError, nearest
from graph.settings import Settings
from graph.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    import polars as pl

    from graph.decision.asking import Asking

Floats = npt.NDArray[np.float64]

# Parts below this are the rounding of the solver.
SMALLEST = 1e-9


class Through(Answer):
    """Somebody through whom influence comes.

    ``listens`` is how far they listen to the person, a in 0..1; 0 where they were not seen asking,
    so that the network presumes they listen back to those who turn to them. ``share`` is the part
    of the person's influence.
    """

    id: str
    listens: float
    share: float


class Reasons(Answer):
    """What one person's influence is made of; ``own + kept + presumed`` and the shares add to 1.

    ``own``: everybody decides alike, and what of that is this person's. ``kept``: what stays with a
    person who listens to few. ``presumed``: through those whom nobody asks and who ask nobody.
    """

    id: str
    influence: float
    rank: int
    asked_by: int
    breadth: float
    mean_breadth: float
    stubbornness: float
    own: float
    kept: float
    presumed: float
    through: list[Through]


def reasons_of(
    ties: pl.DataFrame,
    person: str,
    people: Iterable[str] | None = None,
    settings: Settings | None = None,
    *,
    undirected: bool = False,
) -> Reasons:
    """Return what one person's influence is made of, the largest part first.

    The arguments are those of :func:`graph.decision.bare.ranking.rank_network`.

    Raises
    ------
    NotFoundError
        Nobody of this id is in the network.

    Examples
    --------
    >>> import polars as pl
    >>> asked = pl.DataFrame({"from": ["li", "wu", "wu"], "to": ["he", "he", "li"]})
    >>> why = reasons_of(asked, "he")
    >>> why.rank, why.asked_by, [p.id for p in why.through]
    (1, 2, ['li', 'wu'])
    >>> round(why.own + why.kept + why.presumed + sum(p.share for p in why.through), 9)
    1.0
    """
    heard = listening_of(ties, undirected=undirected)
    ids = sorted({*heard["from"], *heard["to"], *(str(p) for p in people or ())})
    if person not in ids:
        raise _nobody(person, ids)
    asking, at = asking_of(heard, ids), ids.index(person)
    return _reasons(settled(asking, (settings or Settings()).model), asking, ids, at)


def _reasons(found: Settled, asking: Asking, ids: list[str], at: int) -> Reasons:
    n = asking.people
    parts = _parts(found, at)
    mine = asking.speaker == at
    listens = dict(zip(asking.listener[mine].tolist(), asking.a[mine].tolist(), strict=True))
    order = sorted(
        (i for i in range(n) if i != at and parts[i] > SMALLEST), key=lambda i: -parts[i]
    )
    return Reasons(
        id=ids[at],
        influence=float(found.influence[at]),
        rank=int(ranks(found.influence)[at]),
        asked_by=len(listens),
        breadth=float(found.breadth[at]),
        mean_breadth=float(found.breadth.mean()),
        stubbornness=float(found.stubborn[at]),
        own=float(1 - parts.sum()),
        kept=float(parts[at]),
        presumed=float(parts[n]),
        through=[
            Through(id=ids[i], listens=listens.get(i, 0.0), share=float(parts[i])) for i in order
        ],
    )


def _parts(found: Settled, at: int) -> Floats:
    """Return which share of a person's influence comes through each one, and through everybody."""
    n = found.influence.size
    reach = found.influence / found.stubborn
    back = sparse.csc_array(found.w)
    through = np.append((1 - found.stubborn) * reach, 0.0)
    # What reaches the place of everybody is what all give it; it keeps nothing.
    through[n] = float(back[:n, [n]].toarray().ravel() @ through[:n])
    column: Floats = back[:, [at]].toarray().ravel()
    parts: Floats = column * through / reach[at]
    return parts


def _nobody(person: str, ids: list[str]) -> NotFoundError:
    near = nearest(person, ids) or ids[:5]
    return NotFoundError(
        Text("There is nobody '{id}' in this network.", "该关系网中没有“{id}”。").format(id=person),
        Text("Did you mean {near}?", "是否指 {near}？").format(near=", ".join(near)),
    )
