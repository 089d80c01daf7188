"""From group to member: what is used, what could be sold, and the way in."""

from graph.cross_sell.answer import cross_sell, group_heads, group_view

__all__ = ["cross_sell", "group_heads", "group_view"]
