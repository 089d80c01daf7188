"""Real data that nobody here wrote: a foreign CRM export, and who owns whom in the media."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest

from graph.errors import InputError
from loaders import read_paths
from tests.loaders.loader_books import rejects

DATA = Path(
    os.environ.get("LINCHPIN_VALIDATION_DATA", Path(__file__).parents[3] / "shared" / "data")
)
OWNERSHIP, CRM = DATA / "ownership" / "eva.net", DATA / "maven_crm"


@pytest.mark.skipif(not CRM.is_dir(), reason="the validation data are not here")
def test_a_foreign_crm_export_is_refused_with_what_it_lacks():
    with pytest.raises(InputError) as caught:
        read_paths([CRM])
    said = caught.value.say("en")
    assert said.startswith(
        "products.csv has no column id; its headers are: product, series, sales_price. An id is "
        "another one in each row, as 'product' is here: if that tells the rows apart, head it id."
    )
    with pytest.raises(InputError) as caught:
        read_paths([CRM / "sales_pipeline.csv"])
    assert "no table of a known name; found: sales_pipeline." in caught.value.say("en")


@pytest.mark.skipif(not OWNERSHIP.is_file(), reason="the validation data are not here")
def test_real_ownership_loads_whole_but_for_what_it_does_not_define(tmp_path):
    # Norlen et al. 2002, EVA: an arc runs from the owner to what it owns.
    names, arcs = _pajek(OWNERSHIP.read_text(encoding="latin-1"))
    owned = [(b, a) for a, b in arcs]
    _write(tmp_path / "enterprises.csv", ["id", "name"], names.items())
    _write(tmp_path / "member_of.csv", ["from", "to"], owned)
    result = read_paths([tmp_path])
    (record,) = result.records
    assert (len(names), len(arcs), result.repeats) == (8322, 6726, 0)
    assert dict(record.nodes["Enterprise"].select("id", "name").rows()) == names
    undefined = {
        ("member_of.csv", line, "from", ends[0])
        for line, ends in enumerate(owned, 2)
        if ends[0] not in names
    }
    assert len(undefined) == 5
    assert rejects(result) == undefined
    ties = record.relationships["MEMBER_OF"].select("from", "to").rows()
    assert sorted(ties) == sorted(t for t in owned if t[0] in names)
    selves = [a for a, b in owned if a == b]
    assert [n.en for n in result.notes] == [
        f"Shares in themselves: {', '.join(selves)}; loaded, and left out of every sum."
    ]


def _pajek(text: str) -> tuple[dict[str, str], list[tuple[str, str]]]:
    head, _, tail = text.partition("*arcs")
    vertices = (line.split(None, 1) for line in head.splitlines()[1:])
    rows = (line.split() for line in tail.splitlines()[1:] if line.strip())
    return {id_: name.strip(' "') for id_, name in vertices}, [(row[0], row[1]) for row in rows]


def _write(path, header, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
