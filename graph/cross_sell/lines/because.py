"""Why a company or line is likely to take up a product, in a cell of a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import numpy.typing as npt
    import scipy.sparse as sp

    from graph.cross_sell.adoption import Adoption, Drivers
    from graph.cross_sell.lines.scores import LineScores
    from graph.snapshot import Snapshot

    Ints = npt.NDArray[np.int64]

LEAST_LIFT = 1.2
MOST_NAMED = 3
# Cells whose drivers are held at a time.
AT_ONCE = 10_000


def of_companies(
    snapshot: Snapshot, model: Adoption, who: Ints, now: sp.csr_array, cells: tuple[Ints, Ints]
) -> list[str]:
    """Return what speaks for each product: ``association: A; B | siblings: 1.8 | similar: 1.3``.

    Behind siblings and similar stands the lift, how many times the usual share. Of a fitted model
    the features that raise it most: ``head_office: 2.72 | sequence: 1.40``, as odds ratios.

    Parameters
    ----------
    model : Adoption
        Of the enterprises ``who``.
    now : sparse matrix, enterprises x products
        What they use, likewise.
    cells : pair of arrays of int
        Rows of ``who``, and products.
    """
    if model.drivers is not None:
        return list(_all_driven(model.drivers, who[cells[0]], cells[1]))
    answers = []
    for m, p in zip(*(part.tolist() for part in cells), strict=True):
        own = now.indices[now.indptr[m] : now.indptr[m + 1]]
        lifts = {
            "siblings": model.sibling_share[m, p] / model.usual[p],
            "similar": model.similar_share[m, p] / model.usual[p],
        }
        answers.append(_said(snapshot, own, model.lift[own, p], lifts))
    return answers


def _all_driven(drivers: Drivers, member: Ints, product: Ints) -> Iterator[str]:
    for start in range(0, len(member), AT_ONCE):
        part = slice(start, start + AT_ONCE)
        yield from map(_driven, drivers.of(member[part], product[part]))


def _driven(drivers: list[tuple[str, float]]) -> str:
    raising = [f"{name}: {odds:.2f}" for name, odds in drivers if odds >= LEAST_LIFT]
    return " | ".join(raising[:MOST_NAMED]) or "base rate"


def of_lines(snapshot: Snapshot, model: LineScores, line: Ints, product: Ints) -> list[str]:
    """Return what speaks for each product, likewise; ``company``: whether it uses it itself."""
    now, found = model.lines.use.now, model.evidence
    answers = []
    for i, p in zip(line.tolist(), product.tolist(), strict=True):
        own = now.indices[now.indptr[i] : now.indptr[i + 1]]
        lifts = {k: float(np.exp(of[found.of[i], p])) for k, of in found.lifts.items()}
        associated = np.exp(model.log_lift[own, p] / model.weight) if model.weight else own * 0.0
        answers.append(_said(snapshot, own, associated, lifts))
    return answers


def _said(
    snapshot: Snapshot,
    own: npt.NDArray[np.integer],
    lift: npt.NDArray[np.floating],
    others: dict[str, float],
) -> str:
    products = snapshot.nodes["Product"].ids
    best = np.argsort(-lift, kind="stable")[:MOST_NAMED]
    named = "; ".join(products[own[q]] for q in best if lift[q] >= LEAST_LIFT)
    parts = [f"association: {named}"] if named else []
    parts += list(_strong(others))
    return " | ".join(parts) or "base rate"


def _strong(lifts: dict[str, float]) -> Iterable[str]:
    for kind, lift in lifts.items():
        if lift >= LEAST_LIFT:
            yield f"{kind}: {lift:.2f}"
