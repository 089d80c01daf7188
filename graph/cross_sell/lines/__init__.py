"""Adoption by individual lines, millions of them: every open cell, the best of each group kept."""

from graph.cross_sell.lines.best import best_adoptions

__all__ = ["best_adoptions"]
