"""What the page says before there is a network: what it takes, and what it answers."""

from __future__ import annotations

from ui.components.html import Markup, el, join
from ui.text import t


def start() -> Markup:
    """Say which files are read and how a row is understood."""
    takes = (
        (t("A list of ties"), t("CSV, Excel, Parquet or text: who asks, who is asked, a weight.")),
        (
            t("A log of mails or meetings"),
            t("with a time: a message to k people counts 1/k for each of them."),
        ),
        (t("A network file"), t("Pajek (.net, .paj), UCINET (.dl, .##h with .##d), GraphML, GML.")),
    )
    return el(
        "section",
        "panel",
        el("div", "panel-head", el("h2", "", t("What it takes"))),
        el(
            "ul",
            "start-list",
            *(el("li", "", join(el("b", "", what), " – ", words)) for what, words in takes),
        ),
        el("div", "panel-head", el("h2", "", t("What it answers"))),
        el(
            "ul",
            "start-list",
            el("li", "", t("Influence by one fixed model, beside PageRank and the other scores.")),
            el(
                "li",
                "",
                t("Who holds groups together, and who comes first however ties are drawn."),
            ),
            el("li", "", t("For each person, through whom the influence comes.")),
        ),
        el("p", "small-text rest", t("Nothing is stored: the file stays in this session.")),
    )
