"""Adoption fitted on the book's own dated past, where it has enough of it: else smoothed rules."""

from graph.cross_sell.learnt.scoring import likelihood, model_of

__all__ = ["likelihood", "model_of"]
