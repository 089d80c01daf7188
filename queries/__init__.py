"""The questions that are asked of the graph, as Cypher by theme; catalogue, runner and picture."""

from queries.catalogue import Query, by_theme, catalogue, find, listing
from queries.picture import Picture, picture
from queries.runner import run

__all__ = ["Picture", "Query", "by_theme", "catalogue", "find", "listing", "picture", "run"]
