"""What must hold for any table: cells come through whole, repeats settle as by hand."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

import networkx as nx
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders import read_paths
from loaders.conversion import _BLANKS
from loaders.repeats import settle
from loaders.rings import reporting_rings

# No line breaks inside: rows swallowed by a stray quotation mark have a test of their own.
CELLS = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=12
)  # fmt: skip
ROWS = st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=12)


@given(
    ROWS, st.sampled_from([",", ";", "\t", "|"]), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"])
)
@settings(deadline=None, max_examples=150)
def test_any_text_comes_through_whole(rows, separator, encoding):
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=separator).writerows(
        [["id", "remark", "kind"], *((*r, "") for r in rows)]
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tags.csv"
        path.write_bytes(written.getvalue().encode(encoding))
        result = read_paths([path])
    expected: dict[str, str | None] = {}
    for id_, remark in ((a.strip(_BLANKS), b.strip(_BLANKS) or None) for a, b in rows):
        if id_:
            expected[id_] = expected.get(id_) or remark
    found = result.records[0].nodes.get("Tag", pl.DataFrame({"id": []}))
    remarks = found["remark"] if "remark" in found.columns else [None] * found.height
    assert dict(zip(found["id"], remarks, strict=True)) == expected


VALUES = st.one_of(st.none(), st.integers(0, 2))
TRIPLES = st.lists(st.tuples(st.sampled_from("abc"), VALUES, VALUES), max_size=12)


@given(TRIPLES)
@settings(deadline=None)
def test_repeats_settle_as_by_hand(triples):
    frame = pl.DataFrame(
        [(k, x, y, 0, n) for n, (k, x, y) in enumerate(triples)],
        schema={
            "k": pl.String,
            "x": pl.Int64,
            "y": pl.Int64,
            "_sheet": pl.Int32,
            "_line": pl.UInt32,
        },
        orient="row",
    )
    stands, bad, repeats = {}, [], 0
    for line, (key, *values) in enumerate(triples):
        first = stands.setdefault(key, [None, None])
        if any(
            a is not None and b is not None and a != b for a, b in zip(first, values, strict=True)
        ):
            bad.append(line)
            continue
        repeats += any(t[0] == key for n, t in enumerate(triples[:line]) if n not in bad)
        stands[key] = [a if a is not None else b for a, b in zip(first, values, strict=True)]
    settled = settle(frame, ["k"])
    assert {k: [x, y] for k, x, y in settled.frame.select("k", "x", "y").iter_rows()} == stands
    assert sorted(c.line for c in settled.contradictions) == bad
    assert settled.repeats == repeats


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=20))
@settings(deadline=None)
def test_rings_are_the_strong_components(pairs):
    ties = [(str(a), str(b)) for a, b in pairs if a != b]
    frame = pl.DataFrame(ties, schema={"from": pl.String, "to": pl.String}, orient="row")
    rings = [sorted(c) for c in nx.strongly_connected_components(nx.DiGraph(ties)) if len(c) > 1]
    assert list(reporting_rings(frame)) == sorted(rings)
