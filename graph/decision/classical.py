"""Classical scores of a network, from a library, to stand beside the influence of the model."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy import sparse

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    import igraph

    from graph.settings import Settings
    from graph.snapshot import Snapshot

Floats = npt.NDArray[np.float64]

# Betweenness looks at people x ties pairs; above this it is left out (null).
MOST_PAIRS = 2_000_000_000
HITS_ROUNDS = 1000


def scores(
    ids: Sequence[str], listener: npt.ArrayLike, speaker: npt.ArrayLike, weight: npt.ArrayLike
) -> pl.DataFrame:
    """Return PageRank, betweenness, degrees, HITS authority and closeness of each node.

    Parameters
    ----------
    ids : sequence of str
        The nodes, in the order of the result.
    listener, speaker : array of int
        One row a tie, from who asks to who is asked; positions in ``ids``.
    weight : array of float
        How strong each tie is, above 0.

    Returns
    -------
    DataFrame
        ``id, pagerank, betweenness, in_degree, out_degree, hits, closeness``. Degrees count people,
        closeness is that of the others to this one (0 where nobody leads there), betweenness counts
        shortest chains by their number of steps.

    Examples
    --------
    >>> scores(["boss", "clerk", "aide"], [1, 2], [0, 0], [1.0, 1.0])["in_degree"].to_list()
    [2, 0, 0]
    """
    import igraph  # takes long to import, and only analysts ask for it

    ends = np.column_stack([np.asarray(listener), np.asarray(speaker)]).astype(np.int64)
    order = np.lexsort((ends[:, 1], ends[:, 0]))
    network = igraph.Graph(n=len(ids), edges=ends[order].tolist(), directed=True)
    network.es["weight"] = np.asarray(weight, dtype=np.float64)[order].tolist()
    return pl.DataFrame(
        {"id": list(ids), **_columns(network)},
        schema={
            "id": pl.String,
            "pagerank": pl.Float64,
            "betweenness": pl.Float64,
            "in_degree": pl.Int64,
            "out_degree": pl.Int64,
            "hits": pl.Float64,
            "closeness": pl.Float64,
        },
    )


def _columns(network: igraph.Graph) -> dict[str, list[float | None]]:
    n, m = network.vcount(), network.ecount()
    if not m:
        even: list[float | None] = [1 / n] * n if n else []
        zero: list[float | None] = [0.0] * n
        floats = dict.fromkeys(("betweenness", "hits", "closeness"), zero)
        return {"pagerank": even, **floats, "in_degree": [0] * n, "out_degree": [0] * n}
    closeness = np.nan_to_num(np.array(network.closeness(mode="in"), dtype=np.float64))
    return {
        "pagerank": network.pagerank(weights="weight"),
        "betweenness": network.betweenness() if n * m <= MOST_PAIRS else [None] * n,
        "in_degree": network.indegree(),
        "out_degree": network.outdegree(),
        "hits": _authority(network),
        "closeness": closeness.tolist(),
    }


def _authority(network: igraph.Graph) -> list[float | None]:
    """Return HITS authority, the largest 1, by the power method from an even start.

    The library's own answer is drawn at random wherever several solutions exist.
    """
    n, ends = network.vcount(), np.array(network.get_edgelist())
    links = sparse.csr_array((network.es["weight"], (ends[:, 0], ends[:, 1])), shape=(n, n))
    links = links / links.max()
    score = np.ones(n)
    for _ in range(HITS_ROUNDS):
        after = links.T @ (links @ score)
        after = after / after.max()
        moved = np.abs(after - score).max()
        score = after
        if moved < 1e-12:
            break
    return np.round(score, 9).tolist()  # type: ignore[no-any-return]


def classical_scores(
    snapshot: Snapshot, opportunity_id: str, *, as_of: date, settings: Settings
) -> pl.DataFrame:
    """Return the classical scores of the people of a deal, over who listens to whom in its model.

    Examples
    --------
    >>> from datetime import date
    >>> from graph.settings import Settings
    >>> from graph.snapshot import Snapshot
    >>> people = pl.DataFrame({"id": ["boss", "clerk"]})
    >>> plays = {"from": ["boss", "clerk"], "to": ["d", "d"], "roles": [["approver"], ["coach"]]}
    >>> graph = Snapshot.from_frames(
    ...     {"Person": people, "Opportunity": pl.DataFrame({"id": ["d"]})},
    ...     {"PLAYS": pl.DataFrame(plays),
    ...      "INFLUENCES": pl.DataFrame({"from": ["clerk"], "to": ["boss"], "weight": [0.5]})},
    ... )
    >>> found = classical_scores(graph, "d", as_of=date(2026, 1, 1), settings=Settings())
    >>> found.select("id", "in_degree").rows()
    [('boss', 0), ('clerk', 1)]
    """
    from graph.decision.answer import day_of
    from graph.decision.columns import values
    from graph.decision.members import Case
    from graph.decision.model import build

    deal = snapshot.nodes["Opportunity"].position(opportunity_id)
    model = build(Case(snapshot, deal, day_of(as_of), settings))
    ids = values(snapshot.nodes["Person"], "id", model.people)
    heard = model.listens
    return scores(ids, heard.listener, heard.speaker, heard.weight)
