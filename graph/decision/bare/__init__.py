"""Bare networks and logs: who holds power where nothing but ties is known."""
