"""The generated pages and schemas: current, and true to the vocabulary."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.model import NODE_KINDS, RELATIONSHIP_TYPES, TABLES_BY_NAME
from loaders import read_paths
from loaders.layouts import LAYOUTS
from loaders.pages import pages
from loaders.schemas import schema_names, vocabulary_schema
from tests.loaders.loader_books import rejects

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("name", ["graph-model.md", "native-format.md"])
def test_the_committed_page_is_current(name):
    written = (DOCS / name).read_text(encoding="utf-8")
    assert written == pages()[name], f"run: python -m loaders.pages ({name})"


def test_the_pages_name_every_kind_property_and_header():
    text = pages()["graph-model.md"]
    described = [*NODE_KINDS.values(), *RELATIONSHIP_TYPES.values(), *TABLES_BY_NAME.values()]
    assert [d.name for d in described if f"### {d.name} {d.zh}" not in text] == []
    absent = [
        p.name for d in described for p in d.properties if f"| `{p.name}` | {p.zh} |" not in text
    ]
    assert absent == []
    text = pages()["native-format.md"]
    assert [x.file for x in LAYOUTS if f"### {x.file}\n" not in text] == []


@pytest.mark.parametrize("name", schema_names())
def test_schemas_follow_the_vocabulary(name):
    schema = vocabulary_schema(name)
    described = NODE_KINDS.get(name) or RELATIONSHIP_TYPES.get(name) or TABLES_BY_NAME[name]
    ends = {"from", "to", "from_kind", "to_kind"} if name in RELATIONSHIP_TYPES else set()
    assert set(schema["properties"]) == {p.name for p in described.properties} | ends
    for p in described.properties:
        told = schema["properties"][p.name]
        assert (told.get("minimum"), told.get("maximum")) == (p.low, p.high)
        words = told.get("items", {}).get("enum") if p.type == "texts" else told.get("enum")
        assert words == (list(p.values.words) if p.values else None)


def test_a_listed_value_is_read_in_every_spelling(books):
    for layout in LAYOUTS:
        for p in layout.properties:
            if p.values is None or p.type != "text" or layout.sort != "node":
                continue
            words = [
                w for v in p.values.values for w in (v.value.upper(), v.en, v.zh, *v.spellings)
            ]
            rows = "".join(f'n{i},"{w}"\n' for i, w in enumerate(words))
            path = books.write(f"{layout.file}.csv", f"id,{p.name}\n{rows}")
            result = read_paths([path])
            assert rejects(result) == set()
            meant = [v.value for v in p.values.values for _ in (v.value, v.en, v.zh, *v.spellings)]
            assert result.records[0].nodes[layout.name][p.name].to_list() == meant
