"""What a network file holds: its people, and one or several relations among them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from graph.errors import InputError, UsageError, nearest
from graph.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

TIES = {"from": pl.String(), "to": pl.String(), "weight": pl.Float64()}
REJECTS = {"line": pl.UInt32(), "column": pl.String(), "found": pl.String()}


@dataclass
class Relation:
    """One relation: who is tied to whom.

    Parameters
    ----------
    name : str
        What the file calls it.
    rows : list
        From, to and weight.
    undirected : bool
        Whether every tie counts both ways; each then stands once.
    """

    name: str
    rows: list[tuple[str, str, float]] = field(default_factory=list)
    undirected: bool = False

    @property
    def frame(self) -> pl.DataFrame:
        """The ties as a frame."""
        return pl.DataFrame(self.rows, schema=TIES, orient="row")


@dataclass
class Network:
    """What was read.

    Parameters
    ----------
    people : list of str
        Everybody, also who has no tie.
    relations : list of Relation
        At least one.
    rejects : list
        Line, section and text of every line that could not be read.
    """

    people: list[str]
    relations: list[Relation]
    rejects: list[tuple[int, str, str]] = field(default_factory=list)

    @property
    def rejected(self) -> pl.DataFrame:
        """The bad lines as a frame: ``line, column, found``."""
        return pl.DataFrame(self.rejects, schema=REJECTS, orient="row")

    def relation(self, asked: str | None) -> Relation:
        """Return the relation of this name or number from 1; the first where none is asked for.

        Raises UsageError where there is no such relation.
        """
        if asked is None:
            return self.relations[0]
        names = [r.name for r in self.relations]
        folded = [n.casefold() for n in names]
        if asked.casefold() in folded:
            return self.relations[folded.index(asked.casefold())]
        if asked.isascii() and asked.isdigit() and 1 <= int(asked) <= len(names):
            return self.relations[int(asked) - 1]
        near = nearest(asked, names) or names
        raise UsageError(
            Text("There is no relation '{name}'.", "没有关系“{name}”。").format(name=asked),
            Text("There are {names}.", "现有：{names}。").format(names=", ".join(near)),
        )


def unlike(names: Sequence[str]) -> list[str]:
    """Tell people of one name apart by their number.

    Examples
    --------
    >>> unlike(["Li", "Wu", "Li"])
    ['Li', 'Wu', 'Li (3)']
    """
    seen: set[str] = set()
    told = []
    for number, name in enumerate(names, 1):
        told.append(f"{name} ({number})" if name in seen else name)
        seen.add(name)
    return told


def refused(label: str, why: Text) -> InputError:
    """Return the error for a network file that cannot be read."""
    return InputError(
        Text("{file} cannot be read: ", "无法读取 {file}: ").format(file=label) + why,
        Text(
            "Save it anew, or as a list of ties (from, to).",
            "请重新保存，或另存为关系列表 (from, to)。",
        ),
    )
