"""Real networks whose people's rank is known, and two whose weak links the literature names.

The data stand outside the project: ``LINCHPIN_VALIDATION_DATA`` (default ``../shared/data``).
"""

from __future__ import annotations

import csv
import os
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from loaders.ties import Ties, read_ties

ROOT = Path(__file__).parents[1]
# What stands before the first comma of a title; three titles of the data are known to be wrong.
_TITLES = {
    "ceo": 7,
    "president": 6,
    "managing director": 5,
    "vice president": 4,
    "director": 3,
    "manager": 2,
    "trader": 1,
    "employee": 1,
}
_CORRECTED = {"Sally Beck": 6, "Rick Buy": 6, "Vince Kaminski": 5}
# From here up people count as leading in Enron.
LEADING = 4
STRIKE = frozenset(("Alejandro", "Bob", "Gill", "Norm", "Sam"))


@dataclass(frozen=True)
class Ranked:
    """A network, and the rank of its people.

    Parameters
    ----------
    name, origin : str
        What it is and whence it comes.
    ties : polars.DataFrame
        ``from``, ``to``, and of a log ``time``.
    level : dict
        Person to rank; larger is higher.
    """

    name: str
    origin: str
    ties: pl.DataFrame
    level: dict[str, int]


def data_folder() -> Path:
    """Return where the validation data are, whether or not they are there."""
    return Path(os.environ.get("LINCHPIN_VALIDATION_DATA") or ROOT / ".." / "shared" / "data")


def own_networks(folder: Path) -> list[Ranked]:
    """Return the relations of one's own organisations.

    A folder an organisation: ``ranks.csv`` (``id,rank``; a larger number is higher), and beside it
    a file for each relation, as ``linchpin influence`` reads them.

    Raises
    ------
    InputError
        For a file that cannot be read.
    """
    found = []
    for ranks in sorted(folder.glob("*/ranks.csv")):
        with ranks.open(encoding="utf-8-sig", newline="") as rows:
            level = {r["id"]: int(r["rank"]) for r in csv.DictReader(rows)}
        for file in sorted(p for p in ranks.parent.iterdir() if p != ranks and p.is_file()):
            name = f"{ranks.parent.name} {file.stem}"
            found.append(Ranked(name, "one's own", read_ties(file).frame, level))
    return found


def krackhardt(relation: str) -> Ranked:
    """Return whom the 21 managers ask for ``Advice`` or call their ``Friendship``."""
    folder = data_folder() / "krackhardt"
    ties = read_ties(folder / f"Krack-High-Tec-edgelist-{relation}.txt")
    with (folder / "Krack-High-Tec-Attributes.csv").open(encoding="utf-8", newline="") as rows:
        level = {r["ID"]: -int(r["LEVEL"]) for r in csv.DictReader(rows)}
    return Ranked(f"Krackhardt {relation.lower()}", "Krackhardt 1987", ties.frame, level)


def enron() -> Ranked:
    """Return the mails between people whose titles are known, several addresses being one."""
    folder = data_folder() / "enron"
    with (folder / "people.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    person = {r["address_id"]: r["person"] for r in rows}
    mails = pl.read_csv(
        folder / "mails.csv.gz", schema_overrides={"sender": pl.String, "recipient": pl.String}
    )
    names = {"sender": "from", "recipient": "to"}
    ties = mails.select(
        *(pl.col(c).replace_strict(person, default=None).alias(n) for c, n in names.items()),
        pl.col("time").str.to_datetime(strict=False),
    ).drop_nulls(["from", "to"])
    level: dict[str, int] = {}
    for r in rows:
        rank = title_level(r["title"], r["person"])
        if rank is not None:
            level[r["person"]] = max(rank, level.get(r["person"], 0))
    return Ranked("Enron mails", "Priebe et al. 2005", ties, level)


def thurman() -> Ranked:
    """Return who deals with whom in an office; rank is how many are under one in its chart."""
    path = data_folder() / "weak_links" / "THUROFF.DAT"
    dealings, chart = (read_ties(path, relation=name) for name in ("THURM", "THURA"))
    under = dict(chart.frame.group_by("from").agg(pl.col("to").n_unique()).iter_rows())
    level = {person: under.get(person, 0) for person in dealings.people}
    return Ranked("Thurman's office", "Thurman 1979", dealings.frame, level)


def weak_links(file: str) -> Ties:
    """Return a network of the folder ``weak_links``."""
    return read_ties(data_folder() / "weak_links" / file)


def title_level(title: str, person: str) -> int | None:
    """Return the rank of a title, None for one that says nothing.

    Examples
    --------
    >>> title_level("Vice President", "A"), title_level("CEO", "B"), title_level("", "C")
    (4, 7, None)
    """
    if person in _CORRECTED:
        return _CORRECTED[person]
    return _TITLES.get(title.split(",")[0].strip().lower())
