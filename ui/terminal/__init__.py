"""The verbs of the terminal: each asks for an answer and writes it; none computes.

Nothing here is imported before a verb is chosen, so that ``linchpin --help`` is quick.
"""
