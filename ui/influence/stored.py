"""The people of the store as a network: who listens to whom, whatever the deal."""

from __future__ import annotations

from collections import Counter
from datetime import date

import numpy as np
import polars as pl

from graph.decision.listening import listening
from graph.settings import Settings
from graph.snapshot import Snapshot
from ui.influence.files import Uploaded

NAME = "book.csv"
EPOCH = date(1970, 1, 1)


def stored(snapshot: Snapshot, day: date, settings: Settings, language: str) -> Uploaded | None:
    """Return everybody's listening on ``day`` as a list of ties, None where nobody listens.

    The ties are those of the decision model (INFLUENCES, REPORTS_TO, KNOWS in force), from who
    listens to whom they listen to. People of one name keep their ids beside it.
    """
    people = snapshot.nodes["Person"]
    found = listening(snapshot, np.arange(len(people)), (day - EPOCH).days, settings)
    if not found.listener.size:
        return None
    names = _names(snapshot, language)
    ties = pl.DataFrame(
        {
            "from": [names[i] for i in found.people[found.listener].tolist()],
            "to": [names[i] for i in found.people[found.speaker].tolist()],
            "weight": found.weight,
        }
    )
    return Uploaded(((NAME, ties.write_csv().encode()),))


def _names(snapshot: Snapshot, language: str) -> list[str]:
    people = snapshot.nodes["Person"]
    names = [people.name(i, language).strip() for i in range(len(people))]
    often = Counter(names)
    ids = people.frame["id"].to_list()
    return [
        name if often[name] == 1 else f"{name} ({id_})"
        for name, id_ in zip(names, ids, strict=True)
    ]
