"""Adoption of all open cells of a large book: companies and millions of individual lines.

In a process of its own, so that the peak of memory is that of the work and of the book it is about.
The meta-path part is held to the bare sparse products, and to a loop over joins of pandas.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import scipy.sparse as sp

from benchmarks.figures import Figure
from benchmarks.made import DAY
from benchmarks.made_selling import holdings, use_of
from benchmarks.timing import interleaved, median, ratio
from graph.cross_sell.revenue import day_of
from graph.cross_sell.shares import Similar, size_class
from graph.cross_sell.usage import Usage, usage
from graph.snapshot import Snapshot

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

GROUPS, MEMBERS_EACH, LINES, PRODUCTS = 1_000, 49, 3_000_000, 200
TOP = 20
# Companies of the slice that pandas walks.
SLICE = 2_000
SEGMENTS = ("business", "mass", "student", "family")
_CHILD = """
import json, sys
from pathlib import Path
from benchmarks.adoption_scale import child
print(json.dumps(child(Path(sys.argv[1]), *map(int, sys.argv[2:]))))
"""


def run(scale: float = 1.0, repeats: int = 5) -> list[Figure]:
    """Score everything once, and time the meta-path part beside others."""
    sizes = [max(4, int(GROUPS * scale)), max(1_000, int(LINES * scale)),
             max(5, int(PRODUCTS * min(1.0, 10 * scale)))]  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="linchpin-") as folder:
        words = [sys.executable, "-c", _CHILD, folder, *map(str, sizes)]
        answer = subprocess.run(words, check=True, capture_output=True, text=True)
        found = json.loads(answer.stdout.splitlines()[-1])
        kept = pl.read_parquet(Path(folder) / "best.parquet").height
    note = (
        f"{sizes[0]:,} groups, {found['companies']:,} companies, {sizes[1]:,} lines, "
        f"{sizes[2]} products: {found['open']:,} open cells; {kept:,} kept"
    )
    return [
        Figure("adoption of all open cells", found["seconds"], "s", 60.0, "most", note),
        Figure("the same, time of all processors", found["worked"], "s"),
        Figure("peak memory with the book", found["peak"], "GB", 4.0, "most"),
        *_meta_paths(sizes[0], sizes[2], repeats),
    ]


def child(folder: Path, groups: int, lines: int, products: int) -> dict[str, float]:
    """Make a book, write the best of each group as Parquet, and say what it took."""
    import resource

    from graph.cross_sell.lines import best_adoptions
    from graph.settings import Settings
    from ui.exports.stream import write_stream

    made = book(folder, groups, lines, products)
    began, working = time.perf_counter(), time.process_time()
    used = pl.scan_parquet(folder / "usage.parquet")
    whole = Settings()
    parts = best_adoptions(made, used, day_of(DAY), whole.cross_sell, top=TOP, hearing=whole)
    write_stream(parts, folder / "best.parquet", "parquet")
    taken, worked = time.perf_counter() - began, time.process_time() - working
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    companies = len(made.nodes["Enterprise"])
    pairs = used.select("customer", "product").unique().select(pl.len()).collect().item()
    taken_cells = int(usage(made, day_of(DAY)).now.nnz) + pairs
    cells = (companies + lines) * products - taken_cells
    return {"seconds": taken, "worked": worked, "peak": peak, "companies": companies, "open": cells}


def book(folder: Path, groups: int, lines: int, products: int) -> Snapshot:
    """Return groups of companies with their lines; the lines' use beside them as a file."""
    dice = np.random.default_rng(5)
    count = groups * (MEMBERS_EACH + 1)
    companies = [f"E{n:06d}" for n in range(count)]
    goods = [f"P{n:03d}" for n in range(products)]
    ids = pl.select(pl.format("M{}", pl.int_range(lines).cast(pl.String).str.zfill(8))).to_series()
    owner = np.minimum(dice.pareto(1.5, lines) * count / 8, count - 1).astype(int)
    owner = dice.permutation(count)[owner]
    nodes = {
        "Enterprise": pl.DataFrame(
            {
                "id": companies,
                "industry": [f"I{n}" for n in dice.integers(0, 12, count)],
                "region": [f"R{n}" for n in dice.integers(0, 8, count)],
                "employees": np.exp(dice.normal(5.5, 1.5, count)).astype(int) + 1,
            }
        ),
        "Product": pl.DataFrame({"id": goods}),
        "Member": pl.DataFrame(
            {"id": ids, "segment": pl.Series(SEGMENTS).gather(dice.integers(0, 4, lines))}
        ),
    }
    ties = {
        **holdings(dice, companies, MEMBERS_EACH),
        **use_of(dice, companies, goods),
        "BELONGS_TO": pl.DataFrame({"from": ids, "to": pl.Series(companies).gather(owner)}),
    }
    _use_of_lines(dice, ids, goods).write_parquet(folder / "usage.parquet")
    return Snapshot.from_frames(nodes, ties)


def _use_of_lines(dice: np.random.Generator, ids: pl.Series, goods: list[str]) -> pl.DataFrame:
    """Return three uses a line on the average, some products far more than others."""
    rows = 3 * len(ids)
    product = np.minimum(dice.pareto(1.0, rows) * 5, len(goods) - 1).astype(int)
    since = day_of(date(2020, 1, 1)) + dice.integers(0, 2280, rows).astype(np.int32)
    return pl.DataFrame(
        {"customer": ids.gather(dice.integers(0, len(ids), rows)),
         "product": pl.Series(goods).gather(product)}
    ).with_columns(
        month=pl.lit("2026-03"), amount=pl.lit(1.0),
        since=pl.Series(since.astype(np.int32)).cast(pl.Date),
    )  # fmt: skip


def ours(made: Snapshot, use: Usage) -> tuple[Floats, Floats]:
    """Count the paths as the product does, the attributes read anew each time."""
    made.memo.clear()
    return Similar(made, use).counts(np.arange(len(use.active)))


def _meta_paths(groups: int, products: int, repeats: int) -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="linchpin-") as folder:
        made = book(Path(folder), groups, 1, products)
        few = book(Path(folder), max(1, SLICE // (MEMBERS_EACH + 1)), 1, products)
    use, part = usage(made, day_of(DAY)), usage(few, day_of(DAY))
    ties, tie = traits(made), traits(few)
    assert np.allclose(ours(made, use)[0], bare(ties, use))
    assert np.allclose(ours(few, part)[0], by_pandas(tie, part))
    times = interleaved({"ours": lambda: ours(made, use), "bare": lambda: bare(ties, use)}, repeats)
    loops = interleaved(
        {"ours": lambda: ours(few, part), "pandas": lambda: by_pandas(tie, part)}, 1
    )
    note = f"{len(use.active):,} companies, {products} products; attributes read and paths counted"
    return [
        Figure("meta-paths to users", median(times["ours"]), "s", note=note),
        Figure("meta-paths: ours over bare sparse products",
               ratio(times["ours"], times["bare"]), "", 1.5, "most"),
        Figure("meta-paths: times faster than pandas", ratio(loops["pandas"], loops["ours"]),
               "", 20.0, note=f"on {len(part.active):,} companies"),
    ]  # fmt: skip


def traits(made: Snapshot) -> sp.csr_array:
    """Return companies x attributes: industry, size, region, and both pairs with industry."""
    frame = made.nodes["Enterprise"].frame
    size = pl.Series("size", [size_class(n) for n in frame["employees"]])
    each = frame.select("industry", "region").with_columns(size)
    named = [["industry"], ["size"], ["region"], ["industry", "size"], ["industry", "region"]]
    parts = []
    for names in named:
        code = each.select(pl.struct(names).rank("dense").cast(pl.Int64) - 1).to_series().to_numpy()
        ends = (np.arange(len(code)), code)
        parts.append(sp.csr_array((np.ones(len(code)), ends)))
    return sp.csr_array(sp.hstack(parts))


def bare(ties: sp.csr_array, use: Usage) -> Floats:
    """Count the paths to users of each product by the sparse products alone."""
    using = np.asarray((ties @ (ties.T @ use.now)).todense())
    back = use.now.multiply(ties.sum(axis=1)[:, None])
    return np.asarray(using - np.asarray(back.todense()))


def by_pandas(ties: sp.csr_array, use: Usage) -> Floats:
    """Count them attribute by attribute with joins."""
    import pandas as pd

    company, trait = ties.nonzero()
    has = pd.DataFrame({"company": company, "trait": trait})
    user, product = use.now.nonzero()
    uses = pd.DataFrame({"other": user, "product": product})
    others = has.rename(columns={"company": "other"})
    found = np.zeros(use.now.shape)
    for one, rows in has.groupby("company"):
        paths = rows.merge(others, on="trait")
        paths = paths[paths["other"] != one].merge(uses, on="other")
        counted = paths["product"].value_counts()
        found[int(str(one)), counted.index.to_numpy()] = counted
    return found
