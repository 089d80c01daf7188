"""Who is behind an address: our sellers, their people, machines, or somebody nobody knows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from loaders.logs.addresses import automatic, domains, split_cells

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.settings_logs import LogSettings
    from graph.snapshot import Snapshot

PARTIES = {"who": pl.String(), "id": pl.String(), "ours": pl.Boolean()}
# Domains at which anybody may have an address say nothing about whose people they are.
PUBLIC = ("gmail.com", "qq.com", "163.com", "126.com", "outlook.com", "hotmail.com", "yahoo.com",
          "sina.com", "foxmail.com", "icloud.com", "139.com", "189.cn", "live.com")  # fmt: skip


@dataclass(frozen=True)
class Known:
    """The people and sellers of the store: ``id`` and ``email``."""

    people: pl.DataFrame
    sellers: pl.DataFrame


def known_in(snapshot: Snapshot, logs: Sequence[str]) -> Known:
    """Return the people and sellers of a snapshot with their addresses.

    Placeholders that only ``logs`` (names of sources) made are left out: loaded again, they are
    made again or go.
    """
    people, sellers = (snapshot.nodes[kind].frame for kind in ("Person", "Seller"))
    by_logs = pl.col("sources").list.set_difference(list(logs)).list.len() == 0
    ours = (pl.col("placeholder") & by_logs).fill_null(value=False)
    return Known(people.filter(~ours).select("id", "email"), sellers.select("id", "email"))


@dataclass(frozen=True)
class Parties:
    """Everybody in a log.

    ``found`` has ``who, id, ours``; ``strangers`` are addresses or ids that nobody has, with
    ``ours`` by their domain; ``shared`` are addresses that several have, with their ``ids``;
    ``machines`` are senders and lists that are no people.
    """

    found: pl.DataFrame
    strangers: pl.DataFrame
    shared: pl.DataFrame
    machines: list[str]


def parties_of(who: pl.Series, silent: set[str], known: Known, logs: LogSettings) -> Parties:
    """Match everybody in a log with the people and sellers of the store.

    Parameters
    ----------
    who : Series
        Addresses and ids as the log has them, each once.
    silent : set of str
        Those who wrote to very many and never heard back.
    known : Known
        Who is stored.
    logs : LogSettings
        Constants in force.
    """
    mailed = _mailed(known)
    several = mailed.group_by("who").agg(pl.col("id").sort().alias("ids"))
    several = several.filter(pl.col("ids").list.len() > 1)
    found = _matched(who.to_frame("who"), _directory(known, mailed))
    named = found["id"].is_not_null()
    machine = (automatic(found["who"], logs.automatic) | found["who"].is_in(list(silent))) & ~named
    nobody = found.filter(~named & ~machine).select("who")
    strange = nobody.join(several, on="who", how="anti")
    own = domains(strange["who"]).is_in(_own_domains(mailed, logs)).fill_null(value=False)
    return Parties(
        found.filter(named).select(*PARTIES),
        strange.with_columns(own.alias("ours")),
        nobody.join(several, on="who", maintain_order="left"),
        found.filter(machine)["who"].sort().to_list(),
    )


def _matched(parties: pl.DataFrame, directory: pl.DataFrame) -> pl.DataFrame:
    """Add ``id`` and ``ours``, by what is written, else by it in small letters."""
    folded = directory.rename({"who": "folded", "id": "second", "ours": "second_ours"})
    both = parties.with_columns(pl.col("who").str.to_lowercase().alias("folded"))
    both = both.join(directory, on="who", how="left").join(folded, on="folded", how="left")
    return both.select("who", pl.coalesce("id", "second"), pl.coalesce("ours", "second_ours"))


def _everybody(known: Known) -> pl.DataFrame:
    return pl.concat(
        [
            known.sellers.select("id", "email", pl.lit(value=True).alias("ours")),
            known.people.select("id", "email", pl.lit(value=False).alias("ours")),
        ]
    )


def _mailed(known: Known) -> pl.DataFrame:
    """Return ``who, id, ours``, a row an address that somebody has; one may have several."""
    both = _everybody(known)
    return (
        both.with_columns(split_cells(both["email"]).alias("who"))
        .explode("who")
        .drop_nulls("who")
        .unique(["who", "id", "ours"])
        .select(*PARTIES)
    )


def _directory(known: Known, mailed: pl.DataFrame) -> pl.DataFrame:
    """Return id and ownership by address and by id; an address that two people have is nobody's."""
    both = _everybody(known)
    mailed = mailed.filter(pl.len().over("who") == 1)
    by_id = both.with_columns(pl.col("id").alias("who"))
    lowered = both.with_columns(pl.col("id").str.to_lowercase().alias("who"))
    every = [part.select(*PARTIES) for part in (mailed, by_id, lowered)]
    return pl.concat(every).unique("who", keep="first", maintain_order=True)


def _own_domains(mailed: pl.DataFrame, logs: LogSettings) -> list[str]:
    stated = [d.casefold().lstrip("@") for d in logs.own_domains]
    sellers = domains(mailed.filter("ours")["who"]).drop_nulls().unique()
    return [*stated, *(d for d in sellers if d not in PUBLIC)]


def who_is_silent(rows: pl.DataFrame, logs: LogSettings) -> set[str]:
    """Return senders who wrote to ``unanswered`` people or more and heard back from nobody.

    Parameters
    ----------
    rows : DataFrame
        One row a message and party: ``message, who, sends``.
    logs : LogSettings
        Constants in force.
    """
    senders = rows.filter("sends").select("message", pl.col("who").alias("sender"))
    told = rows.filter(~pl.col("sends")).select("message", "who")
    written = told["who"].unique()
    unheard = senders.filter(~pl.col("sender").is_in(written.implode()))
    reach = unheard.join(told, on="message").group_by("sender").agg(pl.col("who").n_unique())
    return set(reach.filter(pl.col("who") >= logs.unanswered)["sender"])
