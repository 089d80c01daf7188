"""A book of deals as plain arrays: what the compiled kernels are given."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int32]
Pointers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Seeds = npt.NDArray[np.uint64]


@dataclass(frozen=True)
class Book:
    """Many deals side by side: people, sellers and deciders of each stand together, in its order.

    Parameters
    ----------
    person_ptr, seller_ptr, decider_ptr : array of int64, one entry more than deals
        Deal b has the people ``person_ptr[b]:person_ptr[b + 1]``, and so on. People and sellers
        are numbered through the book; somebody in two deals has two numbers.
    listener, speaker : array of int32
        Who listens to whom (numbers of people of one deal), in any order. A self-loop or a weight
        of 0 or less is no tie.
    weight : array of float
        a of each tie, in (0, 1]: how far it carries.
    cover_seller, cover_person : array of int32
        Our relationships, in any order.
    cover_strength : array of float
        Their strengths today; 0 is none.
    decider : array of int32
        People with a decision weight who are looked at one by one, the heaviest first.
    decision : array of float, one a person
        d: sums to 1 in each deal, or is all 0 where nobody is known to decide.
    stubbornness, stance : array of float, one a person
        l in (0, 1) and E in [-1, 1]; E < 0 passes nothing on.
    lift : array of float, one a person
        m x rank fit of whoever of ours would meet the person; 0 where nobody can.
    moves : array of bool, one a person
        Whether a meeting changes the stance (not an enemy's).
    seeds : array of uint64, one a deal
        From which the deal's worlds are drawn.
    """

    person_ptr: Pointers
    seller_ptr: Pointers
    decider_ptr: Pointers
    listener: Ints
    speaker: Ints
    weight: Floats
    cover_seller: Ints
    cover_person: Ints
    cover_strength: Floats
    decider: Ints
    decision: Floats
    stubbornness: Floats
    stance: Floats
    lift: Floats
    moves: Bools
    seeds: Seeds

    @property
    def deals(self) -> int:
        """Number of deals."""
        return self.person_ptr.size - 1

    @property
    def people(self) -> int:
        """Number of people, each as often as they are in a deal."""
        return int(self.person_ptr[-1])

    @property
    def sellers(self) -> int:
        """Number of sellers, each as often as they are in a deal."""
        return int(self.seller_ptr[-1])

    def part(self, first: int, last: int) -> Book:
        """Return deals ``first`` up to ``last``; ties must stand in the order of the deals.

        Examples
        --------
        >>> two = joined([alone(), alone()])
        >>> two.part(1, 2).people, two.part(0, 2).people
        (1, 2)
        """
        p, s, d = (int(a[first]) for a in (self.person_ptr, self.seller_ptr, self.decider_ptr))
        p2, d2 = int(self.person_ptr[last]), int(self.decider_ptr[last])
        tie = (self.listener >= p) & (self.listener < p2)
        cover = (self.cover_person >= p) & (self.cover_person < p2)
        return Book(
            self.person_ptr[first : last + 1] - p,
            self.seller_ptr[first : last + 1] - s,
            self.decider_ptr[first : last + 1] - d,
            self.listener[tie] - np.int32(p),
            self.speaker[tie] - np.int32(p),
            self.weight[tie],
            self.cover_seller[cover] - np.int32(s),
            self.cover_person[cover] - np.int32(p),
            self.cover_strength[cover],
            self.decider[d:d2] - np.int32(p),
            self.decision[p:p2],
            self.stubbornness[p:p2],
            self.stance[p:p2],
            self.lift[p:p2],
            self.moves[p:p2],
            self.seeds[first:last],
        )


def alone() -> Book:
    """Return the smallest book: one deal of one person, who decides."""
    one, none, nobody = np.array([0, 1]), np.zeros(0), np.zeros(0, np.int32)
    return Book(
        one, np.array([0, 0]), one, nobody, nobody, none, nobody, nobody, none,
        np.zeros(1, np.int32), np.ones(1), np.full(1, 0.5), np.zeros(1), np.zeros(1),
        np.ones(1, np.bool_), np.ones(1, np.uint64),
    )  # fmt: skip


def joined(books: list[Book]) -> Book:
    """Put several books one after the other.

    Examples
    --------
    >>> two = joined([alone(), alone()])
    >>> two.deals, two.people, two.decider.tolist()
    (2, 2, [0, 1])
    """
    shift = {
        "person_ptr": _starts([b.people for b in books]),
        "seller_ptr": _starts([b.sellers for b in books]),
        "decider_ptr": _starts([b.decider.size for b in books]),
    }
    shift |= dict.fromkeys(("listener", "speaker", "cover_person", "decider"), shift["person_ptr"])
    shift["cover_seller"] = shift["seller_ptr"]
    columns = {}
    for field in fields(Book):
        parts = [getattr(b, field.name) for b in books]
        if field.name in shift:
            parts = [(p + s).astype(p.dtype) for p, s in zip(parts, shift[field.name], strict=True)]
        if field.name.endswith("_ptr"):
            parts = [np.zeros(1, np.int64), *(p[1:] for p in parts)]
        columns[field.name] = np.concatenate(parts)
    return Book(**columns)


def _starts(sizes: list[int]) -> list[int]:
    return [0, *np.cumsum(sizes).tolist()][:-1]
