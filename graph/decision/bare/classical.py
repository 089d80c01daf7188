"""Classical scores of a network, from a library, to stand beside the influence of the model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy import sparse

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import rustworkx as rx


Floats = npt.NDArray[np.float64]
Links = sparse.csr_array[np.float64, tuple[int, int]]

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
        closeness is that of the others to this one (0 where nobody leads there): the share of the
        others who reach it over their mean distance (Wasserman & Faust 1994), so that few near
        ones do not make it central; betweenness is the share of shortest chains (by their number
        of steps) between two others that lead through this one (Freeman 1977).

    Examples
    --------
    >>> scores(["boss", "clerk", "aide"], [1, 2], [0, 0], [1.0, 1.0])["in_degree"].to_list()
    [2, 0, 0]
    """
    import rustworkx as rx  # only analysts ask for it

    ends = np.column_stack([np.asarray(listener), np.asarray(speaker)]).astype(np.int64)
    order = np.lexsort((ends[:, 1], ends[:, 0]))
    weights = np.asarray(weight, dtype=np.float64)[order].tolist()
    network: rx.PyDiGraph[str, float] = rx.PyDiGraph(multigraph=False)
    network.add_nodes_from(list(ids))
    network.add_edges_from(
        [(i, j, w) for (i, j), w in zip(ends[order].tolist(), weights, strict=True)]
    )
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


def _columns(network: rx.PyDiGraph[str, float]) -> dict[str, list[Any]]:
    import rustworkx as rx

    nodes = list(network.node_indices())
    n, m = len(nodes), network.num_edges()
    if not m:
        even: list[Any] = [1 / n] * n if n else []
        zero: list[Any] = [0.0] * n
        floats = dict.fromkeys(("betweenness", "hits", "closeness"), zero)
        return {"pagerank": even, **floats, "in_degree": [0] * n, "out_degree": [0] * n}
    pagerank = rx.pagerank(network, weight_fn=float, tol=1e-12, max_iter=HITS_ROUNDS)
    closeness = rx.digraph_closeness_centrality(network, wf_improved=True)
    between: Mapping[int, float | None] = dict.fromkeys(nodes)
    if n * m <= MOST_PAIRS:
        between = dict(rx.digraph_betweenness_centrality(network, normalized=True))
    return {
        "pagerank": [pagerank[i] for i in nodes],
        "betweenness": [_rounded(between[i]) for i in nodes],
        "in_degree": [network.in_degree(i) for i in nodes],
        "out_degree": [network.out_degree(i) for i in nodes],
        "hits": _authority(network),
        "closeness": [_rounded(closeness[i]) for i in nodes],
    }


def _rounded(value: float | None) -> float | None:
    """Round off what the order of summing in several threads leaves behind."""
    return None if value is None else round(value, 9)


def _authority(network: rx.PyDiGraph[str, float]) -> list[float]:
    """Return HITS authority, the largest 1, by the power method from an even start.

    The library's own answer is scaled by its sum, which hides who is the largest.
    """
    n, ends = network.num_nodes(), np.array(network.edge_list())
    weight = np.array(network.edges(), dtype=np.float64)
    weight /= weight.max()
    links: Links = sparse.csr_array((weight, (ends[:, 0], ends[:, 1])), shape=(n, n))
    score = np.ones(n)
    for _ in range(HITS_ROUNDS):
        after: Floats = np.asarray(links.T @ (links @ score))
        after = after / after.max()
        moved = np.abs(after - score).max()
        score = after
        if moved < 1e-12:
            break
    return np.round(score, 9).tolist()  # type: ignore[no-any-return]
