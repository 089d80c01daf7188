"""What tags, and how they are obtained, are called on screen."""

from __future__ import annotations

from graph.customers.tags.counted import counted
from graph.customers.tags.results import TagRow, TagView
from graph.model import values
from ui.text import named, say, t, word

SYMBOLS = {
    "threshold": "tune",
    "rule": "terminal",
    "model": "insights",
    "import": "upload_file",
    "stated": "description",
}


def tag_name(row: TagRow) -> str:
    """Return what a tag is called in the reader's language."""
    return named(row) or row.id


def of_whom(row: TagRow | TagView) -> str:
    """Return how many customers of which kinds its shares are of."""
    return say(counted(row.eligible, row.kinds))


def dimension(row: TagRow) -> str:
    """Return its dimension in the reader's language."""
    return word(values.TAG_DIMENSIONS, row.dimension)


def how(way: str) -> str:
    """Return how a tag is obtained in the reader's language."""
    names = {
        "threshold": t("Threshold"),
        "rule": t("Rule"),
        "model": t("Model"),
        "import": t("List"),
        "stated": t("Stated"),
    }
    return names[way]
