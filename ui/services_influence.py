"""What the Influence page asks for: a network read, ranked and explained, computed once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl
import streamlit as st

from graph.decision.bare.reasons import Reasons
from graph.settings import Settings
from loaders.ties import TiePeople, Ties, read_people
from ui import jobs, services
from ui.influence.files import Uploaded


@dataclass(frozen=True)
class Asked:
    """How the reader wants a network to be read.

    Parameters
    ----------
    source, target, weight, time : str or None
        Columns that were named; None where they are to be found.
    relation : str or None
        Which relation of a network file.
    undirected : bool
        Whether each tie counts both ways.
    samples : int
        How often the ties are drawn anew.
    today : date
        Days of a log after this one are bad.
    """

    source: str | None = None
    target: str | None = None
    weight: str | None = None
    time: str | None = None
    relation: str | None = None
    undirected: bool = False
    samples: int = 0
    today: date = date.max


@dataclass(frozen=True)
class Looked:
    """A network that was read and ranked.

    Parameters
    ----------
    ties : Ties
        What stood in the file.
    ranked : polars.DataFrame
        The answer of :func:`graph.decision.bare.ranking.rank_network`.
    heard : polars.DataFrame
        Who listens to whom, and how far.
    undirected : bool
        Whether each tie counted both ways.
    people : TiePeople or None
        Who everybody is, where a table said so.
    """

    ties: Ties
    ranked: pl.DataFrame
    heard: pl.DataFrame
    undirected: bool
    people: TiePeople | None = None

    @property
    def everybody(self) -> list[str]:
        """Everybody in the network, also who is only listed."""
        return [*self.ties.people, *(self.people.ids if self.people else [])]


def columns(files: Uploaded) -> list[str]:
    """Return the columns of a list or log; none for a network file."""
    return _columns(files.digest, files)


def relations(files: Uploaded) -> list[str]:
    """Return the relations of a network file; none for a list or log."""
    return _relations(files.digest, files)


def ready(files: Uploaded, asked: Asked) -> bool:
    """Tell whether the network is ranked; while not, draw that it is at work.

    Raises InputError or UsageError for a file that cannot be read, or read so.
    """
    key = services.settings().model_dump_json()
    return jobs.finished(
        ("influence", key, files.digest, asked),
        lambda _tell: _looked(key, files.digest, asked, files),
    )


def looked(files: Uploaded, asked: Asked) -> Looked:
    """Return the network read and ranked."""
    return _looked(services.settings().model_dump_json(), files.digest, asked, files)


def reasons(files: Uploaded, asked: Asked, person: str) -> Reasons:
    """Return what one person's influence is made of."""
    return _reasons(services.settings().model_dump_json(), files.digest, asked, person, files)


@st.cache_data(show_spinner=False, max_entries=8)
def _columns(digest: str, _files: Uploaded) -> list[str]:
    from loaders.ties import headers_of

    del digest  # only the key
    with _files.on_disk() as path:
        return headers_of(path)


@st.cache_data(show_spinner=False, max_entries=8)
def _relations(digest: str, _files: Uploaded) -> list[str]:
    from loaders.ties import relations_of

    del digest
    with _files.on_disk() as path:
        return relations_of(path)


@st.cache_resource(show_spinner=False, max_entries=6)
def _looked(key: str, digest: str, asked: Asked, _files: Uploaded) -> Looked:
    from graph.decision.bare.ranking import listening_of, rank_network
    from loaders.ties import LogRules, read_ties

    del digest
    settings = Settings.model_validate_json(key)
    rules = LogRules(settings.logs, asked.today)
    named = {"from": asked.source, "to": asked.target, "weight": asked.weight, "time": asked.time}
    with _files.on_disk() as path:
        ties = read_ties(path, named, asked.relation, rules)
        beside = _files.people_on_disk(path)
        people = None if beside is None else read_people(beside, ties)
    if people is not None:
        ties = people.named(ties)
    undirected = asked.undirected or ties.undirected
    ranked = rank_network(
        ties.frame,
        people=[*ties.people, *(people.ids if people else [])],
        settings=settings,
        undirected=undirected,
        samples=asked.samples,
    )
    heard = listening_of(ties.frame, undirected=undirected)
    return Looked(ties, ranked, heard, undirected, people)


@st.cache_resource(show_spinner=False, max_entries=64)
def _reasons(key: str, digest: str, asked: Asked, person: str, _files: Uploaded) -> Reasons:
    from graph.decision.bare.reasons import reasons_of

    found = _looked(key, digest, asked, _files)
    return reasons_of(
        found.ties.frame,
        person,
        people=found.everybody,
        settings=Settings.model_validate_json(key),
        undirected=found.undirected,
    )
