"""From group to member: what is used, what could be sold, and the way in."""

from graph.cross_sell.all_groups import cross_sell_of_all
from graph.cross_sell.answer import cross_sell, group_heads

__all__ = ["cross_sell", "cross_sell_of_all", "group_heads"]
