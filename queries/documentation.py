"""Writes ``docs/queries.md`` from the headers: ``python -m queries.documentation``."""

from __future__ import annotations

from pathlib import Path

from queries.catalogue import THEMES, Query, by_theme

PAGE = Path(__file__).parent.parent / "docs" / "queries.md"

OPENING = """# Queries

The catalogue holds {count} questions that are really asked of the graph, as Cypher files under
`queries/`, one folder a theme. This page is written from their headers by
`python -m queries.documentation`; a test holds that it is current.

```
linchpin query --list                      # every question
linchpin query --list --theme rivals       # of one theme
linchpin query deciders                    # run one
linchpin query advisers_uncovered -p deal=D26-001 -p min_weight=0.5
linchpin query my.cypher -p n=5            # a file of your own
echo "MATCH (p:Person) RETURN count(p) AS people" | linchpin query -
```

- Every query reads only, runs unchanged on Neo4j and on the embedded server, and orders its rows
  totally: the same graph gives the same table.
- `as_of` decides what is in force; `today` unless given. A deal is open from `opened_on` until
  `closed_on`; where no day of closing is stated, while it has no outcome and its stage is not
  `closed`.
- An entity stands in two columns, its name and its id (`deal`, `deal_id`): the screen draws the
  graph of a result from the ids.
- Values on the command line are read as the parameter's type says. In a text without a header a
  value is read as it looks (`5`, `0.5`, `true`, `2026-03-31`); in double quotes it stays text.

## A query of your own

Put a header on top of a Cypher text and its parameters are checked and explained like those of
the catalogue:

```
// question: Which people of one region do we know?
// 问题: 某地区我们认识哪些人？
// title: People by region | 按地区找人
// theme: our_cover
// parameter region (text) = "": Region of the customer; empty for all. | 地区,留空为全部
// column person, person_id (Person): Who it is. | 联系人
MATCH (p:Person)-[:WORKS_FOR]->(e:Enterprise)
WHERE $region = '' OR e.region = $region
RETURN DISTINCT coalesce(p.name, p.id) AS person, p.id AS person_id
ORDER BY person_id
```

A parameter's type is `text`, `number`, `integer`, `date`, `yes_no` or a node kind, which means the
id of one; `(number 0..1)` gives it a range.

Two habits keep a query the same on both servers. A relationship's `since` that was never given is
stored as the year 1 where it is part of the key (WORKS_FOR, MEMBER_OF, USES) and is absent
elsewhere, so test `r.since IS NULL OR r.since <= $as_of`; a text that was never given is `''`
where it is part of the key (`towards`, `source`, `product`, `function`, `enterprise`). And compare
with a property in WHERE, not inside a pattern that follows: `OPTIONAL MATCH (x:Product) WHERE
x.id = s.product`.
"""


def page() -> str:
    """Return the whole page."""
    themes = by_theme()
    parts = [OPENING.format(count=sum(map(len, themes.values())))]
    for theme, queries in themes.items():
        parts.append(f"## {THEMES[theme].en} {THEMES[theme].zh} (`{theme}`)\n")
        parts += [_entry(query) for query in queries]
    return "\n".join(parts)


def _entry(query: Query) -> str:
    lines = [f"### `{query.name}`", "", f"{query.question.en} {query.question.zh}", ""]
    for p in query.parameters:
        default = f"`{p.default}`" if p.default else "empty"
        lines.append(f"- parameter `{p.name}` ({p.kind or p.type}, {default}): {p.about.en}")
    for name, about in _grouped(query):
        lines.append(f"- `{name}`: {about}")
    return "\n".join([*lines, ""])


def _grouped(query: Query) -> list[tuple[str, str]]:
    """Return the columns, those of one meaning together."""
    found: dict[str, list[str]] = {}
    for column in query.columns:
        found.setdefault(column.about.en, []).append(column.name)
    return [("`, `".join(names), about) for about, names in found.items()]


def write() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    write()
