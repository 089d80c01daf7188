"""Adoption fitted on the book's own dated past, where it has enough of it: else smoothed rules."""

from graph.cross_sell.learnt.scoring import likelihood

__all__ = ["likelihood"]
