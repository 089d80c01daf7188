"""Bare networks: lists of ties, logs, network files, and the tables of who everybody is."""

from loaders.ties.people import TiePeople, read_people
from loaders.ties.reading import headers_of, holds_ties, read_ties, relations_of
from loaders.ties.ties import LogRules, Ties

__all__ = [
    "LogRules",
    "TiePeople",
    "Ties",
    "headers_of",
    "holds_ties",
    "read_people",
    "read_ties",
    "relations_of",
]
