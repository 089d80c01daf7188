"""The decision model of one opportunity: influence, lean, access, weak links, next contact."""

from graph.decision.analyze import analyze, analyze_all

__all__ = ["analyze", "analyze_all"]
