"""Who is behind the ends of ties: everybody's ids, and several addresses of one person."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

import polars as pl

from graph.errors import UsageError
from graph.text import Text
from loaders.cells import Raw
from loaders.logs.addresses import split_cells
from loaders.networks import Network
from loaders.ties.cells import words
from loaders.ties.raw import read_raw
from loaders.ties.ties import Ties

PERSON = ("id", "编号", "person", "person_id", "人员", "人员编号")
# Of several addresses in one cell.
BETWEEN = r"[;；,，]"


@dataclass(frozen=True)
class TiePeople:
    """Everybody, and who is meant by an end of a tie.

    Parameters
    ----------
    ids : list of str
        Each person once.
    person_of : dict
        Person by address, where the file gives people addresses.
    """

    ids: list[str]
    person_of: dict[str, str] = field(default_factory=dict)

    def named(self, ties: Ties) -> Ties:
        """Return the ties between people where they were between addresses."""
        if not self.person_of:
            return ties
        ends = (pl.col(end).replace(self.person_of) for end in ("from", "to"))
        listed = [self.person_of.get(end, end) for end in ties.listed]
        return replace(ties, frame=ties.frame.with_columns(*ends), listed=listed)


def read_people(path: str | Path, ties: Ties) -> TiePeople:
    r"""Return everybody whom a table names.

    A column ``id`` or ``person`` names people. Where the ends of ties stand in another column, it
    holds their addresses: several rows of one person, or several addresses in one cell, are one.
    Without such a column people are who stands in the column with most of the ends.

    Raises
    ------
    InputError
        For a file that cannot be read.
    UsageError
        Where no column holds an end of the ties, or an address is of two people.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> _ = (folder / "t.csv").write_text("from,to\na@x,b@x\nb2@x,a@x\n")
    >>> _ = (folder / "p.csv").write_text("person,email\nAnn,a@x\nBo,b@x\nBo,b2@x\n")
    >>> from loaders.ties import read_ties
    >>> ties = read_ties(folder / "t.csv")
    >>> read_people(folder / "p.csv", ties).named(ties).frame.rows()
    [('Ann', 'Bo'), ('Bo', 'Ann')]
    """
    raw = read_raw(path)
    if isinstance(raw, Network):
        return TiePeople(raw.people)
    ends = pl.Series([*ties.people], dtype=pl.String)
    columns = range(len(raw.headers))
    held = [_addresses(raw, i, ties)["address"].is_in(ends.implode()).sum() for i in columns]
    best = held.index(max(held)) if any(held) else None
    headers = [h.strip().casefold() for h in raw.headers]
    person = next((headers.index(name) for name in PERSON if name in headers), best)
    if person is None:
        raise UsageError(
            Text(
                "{path}: no column holds the people of the ties.",
                "{path}: 没有一列包含关系中的人员。",
            ).format(path=path),
            Text("Call the column of their ids 'id'.", "请把编号所在列命名为 id。"),
        )
    ids = _people(raw, person, ties).drop_nulls().unique(maintain_order=True).to_list()
    if best is None or held[best] <= held[person]:
        return TiePeople(ids)
    return TiePeople(ids, _person_of(path, raw, (person, best), ties))


def _people(raw: Raw, column: int, ties: Ties) -> pl.Series:
    """Return who stands in a column; addresses are in small letters beside a log."""
    cells = words(raw, column)
    mailed = cells.str.contains("@", literal=True).fill_null(value=False)
    return cells.zip_with(~mailed, cells.str.to_lowercase()) if ties.log else cells


def _addresses(raw: Raw, column: int, ties: Ties) -> pl.DataFrame:
    """Return ``line``, ``address``: a row for each address in a column, as the ties write it."""
    cells = _people(raw, column, ties)
    split = split_cells(cells) if ties.log else cells.str.replace_all(BETWEEN, ";").str.split(";")
    both = pl.DataFrame({"line": raw.frame["_line"], "whole": cells, "address": split})
    parts = both.explode("address").select("line", pl.col("address").str.strip_chars())
    # A name with a comma is one end, too.
    whole = both.select("line", pl.col("whole").alias("address"))
    return pl.concat([whole, parts]).drop_nulls("address").unique(maintain_order=True)


def _person_of(path: str | Path, raw: Raw, columns: tuple[int, int], ties: Ties) -> dict[str, str]:
    """Return the person of each address among the ends; raises UsageError where there are two."""
    person, column = columns
    of = pl.DataFrame({"line": raw.frame["_line"], "person": _people(raw, person, ties)})
    ends = pl.Series([*ties.people], dtype=pl.String)
    found = _addresses(raw, column, ties).filter(pl.col("address").is_in(ends.implode()))
    pairs = found.join(of, on="line").drop_nulls("person")
    doubtful = pairs.group_by("address", maintain_order=True).agg(
        pl.col("person").unique(maintain_order=True), pl.col("line").first()
    )
    for address, people, line in doubtful.select("address", "person", "line").iter_rows():
        if len(people) > 1:
            raise UsageError(
                Text(
                    "{path}, line {line}, {column}: '{address}' is of {one} and of {two}.",
                    "{path} 第 {line} 行，{column}：“{address}”既属于 {one} 又属于 {two}。",
                ).format(
                    path=path, line=line, column=raw.headers[column].strip(), address=address,
                    one=people[0], two=people[1],
                ),
                Text("Give each address to one person.", "请让每个地址只属于一个人。"),
            )  # fmt: skip
    return dict(pairs.select("address", "person").iter_rows())
