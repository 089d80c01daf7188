"""Addresses in the cells of a log, and which of them are machines or lists."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence

_ADDRESS = r"[^\s<>,;:\"'()\[\]、；，]+@[^\s<>,;:\"'()\[\]、；，]+"
_MARKS = r"\s*[;；、,，\n]\s*"
# Parts of the name before the @ that no person has.
AUTOMATIC = (
    "noreply", "no-reply", "no_reply", "donotreply", "do-not-reply", "do_not_reply", "bounce",
    "mailer-daemon", "mailerdaemon", "postmaster", "notification", "notify", "newsletter",
    "calendar", "autoreply", "auto-reply", "automailer", "listserv", "majordomo", "unsubscribe",
    "owner-", "-owner", "-request", "system-admin",
)  # fmt: skip
# Names that are lists or shared boxes, alone or joined by marks.
_SHARED = ("list", "lists", "all", "everyone", "everybody", "staff", "employees", "team", "info",
           "alerts", "news", "announce", "announcements", "support", "admin", "root",
           "daemon")  # fmt: skip


def split_cells(cells: pl.Series) -> pl.Series:
    """Return the addresses of each cell in small letters; ids where there is no address.

    Examples
    --------
    >>> split_cells(pl.Series(['"Li, Lei" <LI@x.cn>; wu@x.cn', "p1、p2", None])).to_list()
    [['li@x.cn', 'wu@x.cn'], ['p1', 'p2'], None]
    """
    frame = pl.DataFrame({"cell": cells})
    mailed = pl.col("cell").str.contains("@", literal=True)
    marked = pl.col("cell").str.strip_chars().str.replace_all(_MARKS, ";").str.split(";")
    return frame.select(
        pl.when(mailed)
        .then(pl.col("cell").str.to_lowercase().str.extract_all(_ADDRESS))
        .otherwise(marked.list.eval(pl.element().filter(pl.element() != "")))
    ).to_series()


def automatic(addresses: pl.Series, further: Sequence[str] = ()) -> pl.Series:
    """Say which addresses are machines or lists by their name.

    Examples
    --------
    >>> named = ["no-reply@x.cn", "li@x.cn", "all-staff@x.cn", "dev@lists.x.org", "p1"]
    >>> automatic(pl.Series(named)).to_list()
    [True, False, True, True, False]
    """
    local = addresses.str.extract(r"^([^@]+)@").str.to_lowercase()
    domain = addresses.str.extract(r"@(.+)$").str.to_lowercase()
    parts = "|".join(re.escape(word.casefold()) for word in (*AUTOMATIC, *further))
    shared = "|".join(_SHARED)
    named = local.str.contains(parts) | local.str.contains(rf"^(?:{shared})(?:[-_.](?:{shared}))*$")
    listed = domain.str.contains(r"(?:^|\.)(?:lists?|groups?|bounces?|calendar)\.")
    return (named.fill_null(value=False) | listed.fill_null(value=False)).alias("automatic")


def domains(addresses: pl.Series) -> pl.Series:
    """Return the domain of each address, null for an id."""
    return addresses.str.extract(r"@(.+)$").str.to_lowercase()
