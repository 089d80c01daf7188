"""A campaign under way: a list into arms, and results back in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING
from zlib import crc32

import polars as pl

from graph.customers.campaigns.assign import assign, too_few
from graph.customers.campaigns.exclude import Barred, customers_of, sifted
from graph.customers.campaigns.history import COLUMNS, contacted_within, overlapping
from graph.customers.campaigns.words import no_column
from graph.errors import LinchpinError
from graph.text import Text
from loaders.campaigns import OUTCOME
from ui.campaigns import kept
from ui.campaigns.impossible import impossible
from ui.campaigns.left_out import NAMES, NOT_TARGETED, TWICE, worded

if TYPE_CHECKING:
    from graph.snapshot import Snapshot
    from graph.store import Store
    from loaders.campaigns import ListFile
    from ui.campaigns.kept import Campaign

# Who was contacted rests so many days before the next contact, where nobody says otherwise.
REST_DAYS = 30
# So many ids that are nobody's are named.
NOBODYS = 5


@dataclass(frozen=True)
class Draw:
    """How arms are to be drawn: sizes, strata, seed, who is left out."""

    sizes: Mapping[str, int]
    strata: Sequence[str] = ()
    seed: int | None = None
    refused: Iterable[str] = ()
    rest_days: int | None = None


@dataclass(frozen=True)
class Assigned:
    """Arms as they were drawn: ``customer, arm, stratum, kind``, and who was left out by reason.

    ``nobodys`` are ids of the list of who must not be contacted that are no customer's;
    ``replaced`` are the customers of an earlier draw, which this one takes the place of.
    """

    campaign: Campaign
    rows: pl.DataFrame
    eligible: int
    left_out: dict[str, int] = field(default_factory=dict)
    nobodys: list[str] = field(default_factory=list)
    replaced: int = 0


def draw(
    store: Store, snapshot: Snapshot, campaign: Campaign, listed: ListFile, asked: Draw
) -> Assigned:
    """Draw the arms of a campaign from a list; nothing is stored.

    Rows that must stay out become rejects of ``listed``.

    Raises
    ------
    NotFoundError
        A column of the strata, or an arm, that is not there.
    LinchpinError
        The campaign has results already, or no dates; the arms are larger than the list.
    """
    starts, ends = _dates(campaign)
    every = kept.targeted(store, snapshot)
    _no_results(campaign, every)
    columns = [c for c in listed.frame.columns if c not in ("line", "customer")]
    for column in asked.strata:
        if column not in columns:
            raise no_column(column, columns, listed.label)
    bad = listed.rows - listed.frame.height
    rest = asked.rest_days
    known = customers_of(snapshot)
    refused = pl.Series(sorted(set(asked.refused)), dtype=pl.String)
    barred = Barred(
        known,
        refused.to_list(),
        overlapping(snapshot, every, starts, ends, campaign.id),
        *([] if rest is None else [contacted_within(every, starts, rest, campaign.id)]),
    )
    sift = sifted(listed.frame.select("line", "customer"), barred)
    out = sift.filter(pl.col("reason").is_not_null())
    counts = {str(r): int(n) for r, n in out.group_by("reason").len().sort("reason").iter_rows()}
    _reject(listed, out)
    seed = crc32(campaign.id.encode()) if asked.seed is None else asked.seed
    left = counts | ({"bad": bad} if bad else {})
    if sum(asked.sizes.values()) > listed.frame.height:
        raise _too_few(asked.sizes, listed.frame.height, left)
    rows = assign(listed.frame, asked.sizes, strata=asked.strata, seed=seed).join(
        sift.filter(pl.col("reason").is_null()).select("customer", "kind"), on="customer"
    )
    return Assigned(
        kept.drawn(campaign, asked.strata, seed),
        rows,
        listed.frame.height,
        left_out=left,
        nobodys=refused.filter(~refused.is_in(known["customer"].implode())).to_list(),
        replaced=every.filter(pl.col("campaign") == campaign.id).height,
    )


def replacing(drawn: Assigned) -> Text | None:
    """Return what is said of an earlier draw that is replaced: its list may have gone out."""
    if not drawn.replaced:
        return None
    return Text(
        "It takes the place of an earlier draw of {n} customers: a list of that one that has gone "
        "out holds no longer.",
        "此次抽取取代先前的 {n} 位客户的抽取：此前发出的名单不再有效。",
    ).format(n=f"{drawn.replaced:,}")


def nobodys(ids: Sequence[str]) -> Text | None:
    """Return what is said of ids that must not be contacted and are no customer's."""
    if not ids:
        return None
    shown = ", ".join(ids[:NOBODYS]) + (" ..." if len(ids) > NOBODYS else "")
    one = len(ids) == 1
    said = Text(
        f"{len(ids):,} {'id' if one else 'ids'} of the list of who must not be contacted "
        f"{'is' if one else 'are'} no customer's: {{ids}}. Who is meant may still be contacted: "
        f"mend {'it' if one else 'them'} and draw again.",
        f"免打扰名单中有 {len(ids):,} 个编号不对应任何客户：{{ids}}。"
        "所指的人仍可能被联系：请更正后重新抽取。",
    )
    return said.format(ids=shown)


def _too_few(sizes: Mapping[str, int], eligible: int, left_out: Mapping[str, int]) -> LinchpinError:
    """Return the error for a list too short, with what made it so."""
    error = too_few(sizes, eligible)
    if not left_out or error.hint is None:
        return error
    named = [(f"{n:,}", NAMES[reason]) for reason, n in left_out.items()]
    told = Text(
        "Left out: " + ", ".join(f"{n} {name.en}" for n, name in named) + ". ",
        "未计入：" + "，".join(f"{name.zh} {n}" for n, name in named) + "。",
    )
    return LinchpinError(error.message, Text(told.en + error.hint.en, told.zh + error.hint.zh))


def keep(store: Store, assigned: Assigned, day: date) -> None:
    """Keep the arms, in place of former ones of this campaign."""
    rows = assigned.rows.with_columns(
        pl.lit(None, dtype=t).alias(c) for c, t in COLUMNS.items() if c not in assigned.rows.columns
    )
    sizes = {str(a): int(n) for a, n in rows.group_by("arm").len().sort("arm").iter_rows()}
    figures = kept.figures_of(
        assigned.left_out,
        sizes=sizes,
        eligible=assigned.eligible,
        seed=assigned.campaign.seed,
        strata=list(assigned.campaign.strata),
    )
    entry = kept.Entry("assigned", day.isoformat(), figures)
    # A campaign that came from a file is stated here too from now on: its arms are ours.
    kept.keep(store, replace(assigned.campaign, own=True), rows, entry, new=True)


@dataclass(frozen=True)
class Results:
    """What came back: the campaign's rows with it, and how many rows counted."""

    rows: pl.DataFrame
    taken: int


def results(store: Store, snapshot: Snapshot, id_: str, listed: ListFile, day: date) -> Results:
    """Take results in and keep them; of nobody assigned, repeated or impossible: rejects.

    Raises
    ------
    LinchpinError
        Nobody is assigned yet, or the file has no result in it.
    """
    campaign = kept.campaign(snapshot, id_)
    rows = kept.targeted(store, snapshot, id_).filter(pl.col("arm").is_not_null())
    if rows.is_empty():
        raise LinchpinError(_NOBODY.format(id=id_), _ASSIGN)
    columns = [c for c in OUTCOME if c in listed.frame.columns]
    if not columns:
        raise LinchpinError(_NO_RESULT.format(file=listed.label), _COLUMNS)
    _reject(listed, _strangers(listed.frame, rows))
    _reject(listed, impossible(listed.frame, campaign.starts, day))
    told = listed.frame.select("customer", *columns)
    merged = _merged(rows, told, columns)
    if told.height:
        changed = merged if campaign.own else merged.join(told, on="customer", how="semi")
        entry = kept.Entry(
            "results", day.isoformat(), {"rows": told.height, "rejected": listed.rows - told.height}
        )
        kept.keep(store, campaign, changed, entry)
    return Results(merged, told.height)


def _merged(rows: pl.DataFrame, told: pl.DataFrame, columns: list[str]) -> pl.DataFrame:
    """Put results beside the rows; what a file does not say stays as it was."""
    renamed = told.rename({c: f"new_{c}" for c in columns})
    both = rows.join(renamed, on="customer", how="left", maintain_order="left")
    return both.with_columns(pl.coalesce(f"new_{c}", c).alias(c) for c in columns).drop(
        f"new_{c}" for c in columns
    )


def _strangers(frame: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of customers not assigned, and those that stand there again."""
    known = pl.col("customer").is_in(rows["customer"].implode())
    reason = (
        pl.when(~known)
        .then(pl.lit(NOT_TARGETED))
        .when(~pl.col("customer").is_first_distinct())
        .then(pl.lit(TWICE))
    )
    told = frame.select("line", "customer", reason.alias("reason"))
    return told.filter(pl.col("reason").is_not_null()).with_columns(
        detail=pl.lit(None, dtype=pl.String)
    )


def _reject(listed: ListFile, out: pl.DataFrame) -> None:
    """Take rows out of a list; a reason and its detail make the words."""
    both = out["reason"] + "\0" + out["detail"].fill_null("")
    listed.reject(out.with_columns(reason=both), lambda told: worded(*told.split("\0", 1)))


def _dates(campaign: Campaign) -> tuple[date, date]:
    if campaign.starts is None:
        raise LinchpinError(
            Text("The campaign '{id}' has no first day.", "营销活动“{id}”没有开始日期。").format(
                id=campaign.id
            )
        )
    return campaign.starts, campaign.ends or date.max


def _no_results(campaign: Campaign, every: pl.DataFrame) -> None:
    mine = every.filter(pl.col("campaign") == campaign.id)
    told = mine.filter(pl.any_horizontal(pl.col(c).is_not_null() for c in OUTCOME))
    if told.height or (mine.height and not campaign.own):
        raise LinchpinError(_RUNNING.format(id=campaign.id), _NEW)


_RUNNING = Text(
    "The campaign '{id}' has results already; its arms stand.",
    "营销活动“{id}”已有结果，分组不再更改。",
)
_NEW = Text("Plan a new campaign.", "请另行策划一次营销活动。")
_NOBODY = Text("Nobody is assigned to the campaign '{id}' yet.", "营销活动“{id}”尚未分组。")
_ASSIGN = Text(
    "Assign customers first: linchpin campaign assign.", "请先分组：linchpin campaign assign。"
)
_NO_RESULT = Text("{file} holds no result.", "{file} 中没有结果。")
_COLUMNS = Text(
    "Columns: customer, contacted, accepted, contacted_on, revenue, cost.",
    "列：customer、contacted、accepted、contacted_on、revenue、cost。",
)
