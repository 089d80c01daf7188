"""Campaigns: what is kept of them, their lists, and how the Campaigns page draws them."""
