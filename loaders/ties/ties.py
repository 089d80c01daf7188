"""What was read of a bare network: its ties, and what there is to say of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import polars as pl

from graph.settings_logs import LogSettings
from graph.text import Text


@dataclass(frozen=True)
class LogRules:
    """What in a log is a machine or a list, and which days count.

    Parameters
    ----------
    settings : LogSettings
        What is a machine, and what a list.
    today : date
        Nothing of a log can have happened later.
    until : date or None
        The day whose knowledge is asked for: later rows, also of a list of ties, are left out.
    """

    settings: LogSettings = field(default_factory=LogSettings)
    today: date = date.max
    until: date | None = None


@dataclass(frozen=True)
class Ties:
    """What was read.

    Parameters
    ----------
    frame : polars.DataFrame
        ``from``, ``to`` and, where the file has them, ``weight``, ``confidence`` and ``time``; of a
        log of mails ``message`` in place of the time.
    columns : dict
        Which column was taken for what; none in a network file.
    rejects : polars.DataFrame
        ``line``, ``column``, ``found`` of every bad row; of a log also what was ``expected``.
    listed : list of str
        Everybody whom a network file lists, also without a tie.
    undirected : bool
        Whether the file says that its ties have no direction; each then stands once.
    log : bool
        Whether it is a log, whose addresses are told apart without regard to case.
    notes : list of Text
        What there is to say of a log: what it is, and who was left out.
    read : int or None
        How many lines were good, where a line is not a tie.
    relation : str or None
        Which relation of a network file it is.
    relations : tuple of str
        All that the network file has.
    """

    frame: pl.DataFrame
    columns: dict[str, str]
    rejects: pl.DataFrame
    listed: list[str] = field(default_factory=list)
    undirected: bool = False
    log: bool = False
    notes: list[Text] = field(default_factory=list)
    read: int | None = None
    relation: str | None = None
    relations: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """How many good rows the file has."""
        return self.frame.height if self.read is None else self.read

    @property
    def people(self) -> list[str]:
        """Everybody a row or list names, also where the weight says that there is no tie."""
        ends = [*self.listed, *self.frame["from"].unique(), *self.frame["to"].unique()]
        return list(dict.fromkeys(ends))
