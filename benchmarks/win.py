"""Whether a win probability is given where there is signal, and refused where there is none.

``maven``: the public CRM sample (Maven Analytics, a fictitious computer maker) of
``LINCHPIN_VALIDATION_DATA``, with the columns a CRM has before a deal closes. Its outcomes follow
none of them, and the answer must be that there is no probability; nor may there be one where it is
loaded as a book, with the value at closing as the amount. ``sample book``: the closed deals
of the project's own book, whose outcomes follow the lean with luck. ``made``: books with and
without signal, and how often each is told. ``filled in``: books whose roles or ties came after the
outcome, which must not get a probability, and honest ones beside them.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl
from scipy.special import expit

from benchmarks import filled_in
from benchmarks.figures import Figure
from benchmarks.ranked import data_folder
from data import AS_OF, BOOK
from graph.decision.winning.features import HORIZON, Features, closed_deals
from graph.decision.winning.learn import learn
from graph.decision.winning.probability import NoModel, WinFrame, win_model
from graph.settings import Settings
from graph.snapshot import Snapshot
from loaders import read_paths

BOOKS = 40
FILLED_IN = 20


def run(scale: float = 1.0, repeats: int = 1) -> list[Figure]:
    """Judge on the public sample, the sample book, and made books."""
    del repeats
    folder = data_folder() / "maven_crm"
    if folder.is_dir():
        figures = _told("maven", maven(folder))
        figures += _told("maven as a book", maven_book(folder))
    else:
        figures = [Figure("maven", None, note="LINCHPIN_VALIDATION_DATA has no such folder")]
    figures += _told("sample book", _sample())
    count = max(4, int(BOOKS * scale))
    for name, signal in (("made with signal", 1.0), ("made without signal", 0.0)):
        told = [win_model(_made(seed, signal)) for seed in range(count)]
        given = sum(not isinstance(t, NoModel) for t in told)
        figures.append(Figure(f"{name}: a probability is given", given / count, "of books"))
    return figures + _filled_in(max(2, int(FILLED_IN * scale)))


def _filled_in(count: int) -> list[Figure]:
    figures = []
    for kind in (filled_in.HONEST, *filled_in.LEAKS):
        books = (filled_in.book(kind, seed) for seed in range(count))
        told = [learn(b, Settings(), as_of=filled_in.AS_OF, horizon=HORIZON) for b in books]
        given = sum(not isinstance(t.model, NoModel) for t in told)
        name = f"filled in, {kind}: a probability is given"
        figures.append(Figure(name, given / count, "of books"))
    return figures


def _told(name: str, frame: WinFrame) -> list[Figure]:
    found = win_model(frame)
    judged = found.judged
    figures = [Figure(f"{name}: a probability is given", float(not isinstance(found, NoModel)))]
    if judged is None:
        why = found.reason.en if isinstance(found, NoModel) else ""
        return [replace(figures[0], note=why)]
    note = f"{judged.judged} later deals; {judged.skill_low:.3f} to {judged.skill_high:.3f}"
    return [
        *figures,
        Figure(f"{name}: Brier skill", judged.skill, note=note),
        Figure(
            f"{name}: Brier score", judged.brier, note=f"of the share {judged.brier_of_share:.3f}"
        ),
    ]


def _closed(folder: Path) -> pl.DataFrame:
    deals = pl.read_csv(folder / "sales_pipeline.csv", try_parse_dates=False).filter(
        pl.col("deal_stage").is_in(["Won", "Lost"])
    )
    return deals.with_columns(
        pl.col("product").replace({"GTXPro": "GTX Pro"}),
        *(pl.col(c).str.to_date("%m/%d/%Y", strict=False) for c in ("engage_date", "close_date")),
    ).drop_nulls(["close_date", "engage_date"])


def maven_book(folder: Path) -> WinFrame:
    """Read the public sample as a load puts it into the graph: the value at closing and all."""
    deals = _closed(folder)
    opportunities = deals.select(
        id="opportunity_id",
        amount="close_value",
        opened_on="engage_date",
        closed_on="close_date",
        outcome=pl.col("deal_stage").str.to_lowercase(),
    )
    at = deals.drop_nulls("account").select(**{"from": "opportunity_id", "to": "account"})
    customers = pl.DataFrame({"id": at["to"].unique()})
    graph = Snapshot.from_frames(
        {"Opportunity": opportunities, "Enterprise": customers}, {"FOR": at}
    )
    last = deals["close_date"].cast(pl.Date).to_list()
    return closed_deals(Features(graph, Settings(), max(last) + timedelta(days=1))).frame


def maven(folder: Path) -> WinFrame:
    """Read the public sample: what a CRM knows of a deal when it is opened, and how it ended."""
    deals = _closed(folder)
    deals = deals.join(pl.read_csv(folder / "accounts.csv"), on="account", how="left")
    deals = deals.join(pl.read_csv(folder / "products.csv"), on="product", how="left")
    deals = deals.join(pl.read_csv(folder / "sales_teams.csv"), on="sales_agent", how="left")
    numbers = deals.select(
        pl.col("sales_price").log(),
        pl.col("revenue").log1p(),
        pl.col("employees").log1p(),
        "year_established",
        pl.col("engage_date").dt.month().alias("month"),
    )
    words = deals.select("product", "sector", "sales_agent", "manager", "regional_office")
    x = pl.concat([numbers, words.to_dummies()], how="horizontal")
    return WinFrame(
        x.columns,
        x.cast(pl.Float64).to_numpy(),
        (deals["deal_stage"] == "Won").to_numpy(),
        (deals["close_date"] - date(1970, 1, 1)).dt.total_days().to_numpy(),
        deals["account"].fill_null("?").rank("dense").to_numpy().astype(np.int64),
    )


def _sample() -> WinFrame:
    (records,) = read_paths([BOOK]).records
    graph = Snapshot.from_frames(records.nodes, records.relationships)
    return closed_deals(Features(graph, Settings(), AS_OF)).frame


def _made(seed: int, signal: float, n: int = 400) -> WinFrame:
    r = np.random.default_rng(seed)
    x = r.normal(size=(n, 8))
    won = r.random(n) < expit(-1.0 + signal * (1.2 * x[:, 0] + 0.6 * x[:, 1]))
    return WinFrame([f"c{i}" for i in range(8)], x, won, np.arange(n))
