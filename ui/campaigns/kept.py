"""What a store keeps of campaigns: the plan, who was assigned, and what came of it.

Everything stands in the graph and its tables, stated by a source of its own (``campaign:ID``) and
written as one load: half of an assignment is never seen. A document beside it keeps the history of
the campaign: when it was planned, how it was assigned, who was left out, which results came in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl

from graph.customers.campaigns.history import history
from graph.errors import LinchpinError, UsageError, not_found
from graph.records import Records, node_schema
from graph.text import Text
from ui.campaigns.records import targets_of

if TYPE_CHECKING:
    from graph.snapshot import Snapshot
    from graph.store import Store
    from graph.store.documents import Kind

KIND: Kind = "campaign"
LONGEST = 200
NOTHING = Text("campaign", "营销活动")


@dataclass(frozen=True)
class Campaign:
    """A campaign as it stands in the graph; ``own``: planned here, not loaded from a file."""

    id: str
    name: str | None = None
    starts: date | None = None
    ends: date | None = None
    products: tuple[str, ...] = ()
    measure: str | None = None
    price: float | None = None
    budget: float | None = None
    channel: str | None = None
    base: float | None = None
    target: float | None = None
    power: float | None = None
    tags: tuple[str, ...] = ()
    strata: tuple[str, ...] = ()
    seed: int | None = None
    own: bool = True

    @property
    def source(self) -> str:
        """The name under which its rows stand in the store."""
        return f"campaign:{self.id}"


@dataclass(frozen=True)
class Entry:
    """Something that happened to a campaign: what, on which day, with its figures."""

    what: str
    on: str
    figures: dict[str, Any] = field(default_factory=dict)


def campaigns(snapshot: Snapshot) -> list[Campaign]:
    """Return all campaigns, the latest first."""
    nodes = snapshot.nodes["Campaign"]
    found = [_campaign(snapshot, at) for at in range(len(nodes))]
    return sorted(found, key=lambda c: (-(c.starts or date.min).toordinal(), c.id))


def campaign(snapshot: Snapshot, id_: str) -> Campaign:
    """Return one campaign.

    Raises
    ------
    NotFoundError
        No campaign of this id; the nearest are named.
    """
    nodes = snapshot.nodes["Campaign"]
    if id_ not in nodes:
        error = not_found(NOTHING, id_, nodes.ids)
        plan = Text(f"Plan it first: linchpin campaign plan {id_} --product ...",
                    f"请先策划：linchpin campaign plan {id_} --product ...")  # fmt: skip
        raise type(error)(error.message, error.hint or plan)
    return _campaign(snapshot, nodes.position(id_))


def _campaign(snapshot: Snapshot, at: int) -> Campaign:
    row = snapshot.nodes["Campaign"].row(at)
    edges, products = snapshot.edge("PROMOTES"), snapshot.nodes["Product"].ids
    source = f"campaign:{row['id']}"
    return Campaign(
        id=row["id"],
        name=row.get("name"),
        starts=row["started_on"],
        ends=row["ended_on"],
        products=tuple(products[edges.target[r]] for r in edges.out(at)),
        measure=row["measure"],
        price=row["price"],
        budget=row["budget"],
        channel=row["channel"],
        base=row["base_rate"],
        target=row["target_rate"],
        power=row["power"],
        tags=tuple(row["tags"] or ()),
        strata=tuple(row["strata"] or ()),
        seed=row["seed"],
        own=source in (row.get("sources") or []),
    )


def targeted(
    store: Store, snapshot: Snapshot, id_: str | None = None, until: date | None = None
) -> pl.DataFrame:
    """Return who was in the campaigns (in one of them), as :func:`history` makes it."""
    rows = history(snapshot, store.table("member_targets"), until)
    return rows if id_ is None else rows.filter(pl.col("campaign") == id_)


def plan(store: Store, snapshot: Snapshot, planned: Campaign, day: date, **figures: Any) -> None:
    """Keep a plan, in place of one of this id that nobody is assigned to yet.

    Raises
    ------
    UsageError
        An empty or overlong id, dates reversed or missing, no product, a price below 0, a budget
        that is none.
    LinchpinError
        The campaign has customers already, or was loaded from a file.
    NotFoundError
        A product, channel or tag that is not in the graph.
    """
    check(snapshot, planned)
    known = snapshot.nodes["Campaign"]
    if planned.id in known:
        if not campaign(snapshot, planned.id).own:
            raise LinchpinError(_LOADED.format(id=planned.id), _OTHER_ID)
        if targeted(store, snapshot, planned.id).height:
            raise LinchpinError(_ASSIGNED.format(id=planned.id), _OTHER_ID)
    store.load(records_of(planned, None), replace=True)
    note(store, planned, Entry("planned", day.isoformat(), figures))


def keep(
    store: Store, planned: Campaign, rows: pl.DataFrame, entry: Entry, *, new: bool = False
) -> None:
    """Keep the rows of a campaign, all of them or none; ``new`` takes the former ones away.

    Parameters
    ----------
    store : Store
        Where.
    planned : Campaign
        Whose they are.
    rows : frame
        As :func:`targeted` gives them.
    entry : Entry
        What happened, for its history.
    new : bool
        Whether the rows are the whole truth of this campaign's own source.
    """
    store.load(records_of(planned, rows), replace=new)
    note(store, planned, entry)


def records_of(planned: Campaign, rows: pl.DataFrame | None) -> Records:
    """Return everything that the campaign's own source states."""
    relationships: dict[str, pl.DataFrame] = {}
    nodes: dict[str, pl.DataFrame] = {}
    if planned.own:
        nodes["Campaign"] = _node(planned)
        relationships["PROMOTES"] = pl.DataFrame(
            {
                "from_kind": "Campaign",
                "from": planned.id,
                "to_kind": "Product",
                "to": pl.Series(list(planned.products), dtype=pl.String),
            }
        )
    enterprises, members = targets_of(planned.id, rows)
    relationships |= {"TARGETED": enterprises} if enterprises.height else {}
    tables = {"member_targets": members} if members.height else {}
    return Records(planned.source, nodes=nodes, relationships=relationships, tables=tables)


def _node(planned: Campaign) -> pl.DataFrame:
    row = {
        "id": planned.id,
        "name": planned.name,
        "started_on": planned.starts,
        "ended_on": planned.ends,
        "measure": planned.measure,
        "price": planned.price,
        "budget": planned.budget,
        "channel": planned.channel,
        "base_rate": planned.base,
        "target_rate": planned.target,
        "power": planned.power,
        "tags": list(planned.tags) or None,
        "strata": list(planned.strata) or None,
        "seed": planned.seed,
    }
    schema = node_schema("Campaign")
    return pl.DataFrame([row], schema={name: schema[name] for name in row})


def log(store: Store, id_: str) -> list[Entry]:
    """Return what happened to a campaign, the first at the top."""
    found = store.documents.get(KIND, id_)
    return [Entry(**e) for e in found.body["log"]] if found else []


def note(store: Store, planned: Campaign, entry: Entry) -> None:
    """Write into the history of a campaign what happened."""
    told = [*log(store, planned.id), entry]
    body = {"log": [{"what": e.what, "on": e.on, "figures": e.figures} for e in told]}
    store.documents.put(KIND, planned.id, planned.id, body)


def drawn(planned: Campaign, strata: Sequence[str], seed: int) -> Campaign:
    """Return the campaign with how its arms were drawn."""
    return replace(planned, strata=tuple(strata), seed=seed)


def check(snapshot: Snapshot, planned: Campaign) -> None:
    """Refuse a plan that cannot be kept, as :func:`plan` says."""
    if not 0 < len(planned.id.strip()) <= LONGEST or planned.id != planned.id.strip():
        raise UsageError(_ID)
    if planned.starts is None or planned.ends is None:
        raise UsageError(_DATES, _WRITE_DATES)
    if planned.ends < planned.starts:
        raise UsageError(_REVERSED.format(starts=planned.starts, ends=planned.ends), _WRITE_DATES)
    if not planned.products:
        raise UsageError(_PRODUCT, _CHOOSE_PRODUCT)
    for product in planned.products:
        snapshot.nodes["Product"].position(product)
    for kind, ids in (("Channel", [planned.channel]), ("Tag", planned.tags)):
        for id_ in ids:
            if id_ is not None:
                snapshot.nodes[kind].position(id_)
    _check_money(planned)


def _check_money(planned: Campaign) -> None:
    if planned.price is not None and planned.price < 0:
        raise UsageError(_PRICE)
    if planned.budget is not None and planned.budget <= 0:
        raise UsageError(_BUDGET)


def figures_of(left_out: Mapping[str, int], **more: Any) -> dict[str, Any]:
    """Return figures for the history of a campaign."""
    return {**more, "left_out": {reason: n for reason, n in left_out.items() if n}}


_ID = Text(
    "A campaign needs an id of 1 to 200 characters without blanks at its ends.",
    "营销活动编号应为 1 到 200 个字符，首尾不能有空格。",
)
_DATES = Text("A campaign needs its first and last day.", "营销活动需要开始和结束日期。")
_WRITE_DATES = Text(
    "Write --starts 2026-04-01 --ends 2026-04-30.", "请写作 --starts 2026-04-01 --ends 2026-04-30。"
)
_REVERSED = Text(
    "The campaign would end on {ends}, before it starts on {starts}.",
    "营销活动的结束日期 {ends} 早于开始日期 {starts}。",
)
_PRODUCT = Text("A campaign needs a product.", "营销活动需要产品。")
_CHOOSE_PRODUCT = Text("Name at least one.", "请至少指定一个。")
_PRICE = Text("The price cannot be below 0.", "价格不能小于 0。")
_BUDGET = Text("The budget must be above 0.", "预算应大于 0。")
_LOADED = Text(
    "The campaign '{id}' was loaded from a file and is not planned here.",
    "营销活动“{id}”来自导入文件，不在此处策划。",
)
_ASSIGNED = Text(
    "The campaign '{id}' has its customers already; its plan stands.",
    "营销活动“{id}”已完成分组，方案不再更改。",
)
_OTHER_ID = Text("Give another id.", "请使用其他编号。")
