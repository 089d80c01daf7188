"""What the Influence page says of the files it read: columns, counts, what was left out."""

from __future__ import annotations

import streamlit as st

from loaders.networks.marked import ALL
from loaders.ties import Ties
from ui.components.html import el, icon
from ui.format import whole
from ui.influence.files import Uploaded
from ui.services_influence import Looked
from ui.terminal.ties_said import bad_rows, merged
from ui.text import language, t, tn


def said_left(files: Uploaded) -> None:
    """Say which of the files that were brought are not used, and why."""
    if files.left:
        st.html(
            el("div", "lp-line", *(el("span", "lp-note", said[language()]) for said in files.left))
        )


def said_read(files: Uploaded, found: Looked) -> None:
    """Say what was read, and what was left out."""
    ties, cuts = found.ties, found.ranked["cut_point"].sum()
    people = tn("{n} person", "{n} people", found.ranked.height)
    count = ties.count
    read = tn("{count} row", "{count} rows", count, count=whole(count))
    chips = [
        el("b", "", files.name),
        el("span", "lp-chip good", icon("check", "lp-icon"), f"{people} · {read}"),
        el("span", "lp-chip", _taken(ties)),
        el("span", "lp-chip", tn("{n} cut point", "{n} cut points", int(cuts))),
    ]
    whose = found.people and merged(found.people)
    if whose:
        chips.append(el("span", "lp-chip", whose[language()]))
    if found.undirected:
        chips.append(el("span", "lp-chip", t("each tie counts both ways")))
    chips += [el("span", "lp-note", said[language()]) for said in ties.notes]
    if ties.rejects.height:
        words = tn("{n} bad row left out", "{n} bad rows left out", ties.rejects.height)
        first = "\n".join(said[language()] for said in bad_rows(ties))
        chips.append(el("span", "lp-chip warn", icon("warning", "lp-icon"), words, title=first))
    st.html(el("div", "lp-line", *chips))


def _taken(ties: Ties) -> str:
    """Say which column stands for which part, and of a network file which of its relations."""
    if ties.relation is None:
        return ", ".join(f"{_part(part)} = {column}" for part, column in ties.columns.items())
    if len(ties.relations) < 2:
        return t("the only relation of the file")
    if ties.relation == ALL:
        return t("all relations of the file together")
    n = len(ties.relations)
    return t("relation {name}, one of {n} in the file", name=ties.relation, n=n)


def _part(name: str) -> str:
    names = {
        "from": t("from"),
        "to": t("to"),
        "weight": t("weight"),
        "time": t("time"),
        "confidence": t("confidence"),
        "copy": t("copy"),
        "message": t("message"),
        "attendee": t("participants"),
    }
    return names[name]
