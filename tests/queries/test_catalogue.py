"""The catalogue: headers, columns, order, names; and what is said when a header is wrong."""

import re

import pytest

from graph.errors import InputError, NotFoundError
from graph.model import NODE_KINDS, RELATIONSHIP_TYPES
from queries import by_theme, catalogue, find, listing
from queries.catalogue import FOLDER, THEMES, parse, read_query
from queries.documentation import PAGE, page
from queries.runner import parameters_of

QUERIES = catalogue()
every_query = pytest.mark.parametrize("query", QUERIES, ids=[q.name for q in QUERIES])


def body(query):
    """Return the Cypher without comments."""
    lines = [line for line in query.text.splitlines() if not line.startswith("//")]
    return "\n".join(lines)


def final_return(query):
    """Return the text between the last RETURN at the margin and its ORDER BY."""
    text = body(query)
    start = [m.end() for m in re.finditer(r"^RETURN (?:DISTINCT )?", text, re.MULTILINE)][-1]
    clause, _, order = text[start:].partition("\nORDER BY ")
    return clause, order


def split(clause):
    """Split at commas that stand in no bracket."""
    parts, depth, part = [], 0, ""
    for letter in clause:
        depth += (letter in "([{") - (letter in ")]}")
        if letter == "," and depth == 0:
            parts.append(part)
            part = ""
        else:
            part += letter
    return [" ".join(p.split()) for p in [*parts, part]]


def test_there_are_forty_or_more_in_five_or_more_themes():
    assert len(QUERIES) >= 40
    assert set(by_theme()) == set(THEMES)
    assert all(len(queries) >= 4 for queries in by_theme().values())


def test_every_file_is_in_the_catalogue_under_a_name_of_its_own():
    files = {p.relative_to(FOLDER).with_suffix("").as_posix() for p in FOLDER.rglob("*.cypher")}
    assert {f"{q.theme}/{q.name}" for q in QUERIES} == files
    assert len({q.name for q in QUERIES}) == len(files)


@every_query
def test_the_header_says_everything_in_both_languages(query):
    chinese = re.compile(r"[\u4e00-\u9fff]")
    for text in (
        query.title,
        query.question,
        *(x.about for x in (*query.parameters, *query.columns)),
    ):
        assert text.en, query.path
        assert not chinese.search(text.en), text.en
        assert chinese.search(text.zh), text.zh
    assert query.question.en.endswith("?")
    assert query.question.zh.endswith("？")
    assert query.theme == query.path.parent.name


@every_query
def test_parameters_are_those_that_the_text_uses(query):
    assert {p.name for p in query.parameters} == set(parameters_of(query.text))


@every_query
def test_columns_are_those_that_the_text_returns(query):
    clause, _ = final_return(query)
    returned = [part.rpartition(" AS ")[2] for part in split(clause)]
    assert returned == [c.name for c in query.columns]


# Id columns that follow from the others of their row: there is one for each.
FOLLOWS = {
    "hidden_influencers": {"enterprise_id"},
    "members_without_us": {"owner_id"},
    "placeholders": {"enterprise_id"},
    "whitespace": {"rival_id"},
}


@every_query
def test_the_order_names_every_id_that_tells_rows_apart(query):
    _, order = final_return(query)
    names = {c.name for c in query.columns if c.name.endswith("_id")}
    ordered = set(re.findall(r"\w+", order))
    assert ordered
    assert names - FOLLOWS.get(query.name, set()) <= ordered


@every_query
def test_an_id_column_says_of_what_and_follows_its_name(query):
    names = [c.name for c in query.columns]
    for at, column in enumerate(query.columns):
        if column.name.endswith("_id"):
            assert column.kind in NODE_KINDS
            assert column.name.startswith(names[at - 1])


@every_query
def test_labels_and_types_are_in_the_vocabulary(query):
    text = re.sub(r"'[^']*'", "", body(query))
    types = {t for m in re.findall(r"\[\w*:([A-Z_|]+)", text) for t in m.split("|")}
    assert types <= set(RELATIONSHIP_TYPES)
    labels = set(re.findall(r"\(\w*:([A-Z]\w+)", text))
    assert labels <= set(NODE_KINDS)


@every_query
def test_nothing_that_only_one_server_knows(query):
    text = body(query).casefold()
    for word in (
        "apoc.",
        "gds.",
        "elementid(",
        " id(",
        "fulltext",
        "load csv",
        "shortest",
        "call {",
    ):
        assert word not in text, word


def test_finding_by_name_and_by_theme_and_name():
    assert find("deciders") is find("who_decides/deciders") is find("deciders.cypher")
    with pytest.raises(NotFoundError, match="Did you mean deciders"):
        find("decider")


def test_the_list_that_scripts_read():
    entries = listing("rivals", "zh")
    assert [e["theme"] for e in entries] == ["rivals"] * len(by_theme()["rivals"])
    entry = next(e for e in entries if e["name"] == "contracts_ending")
    assert entry["question"] == "竞争对手的哪些供应即将到期，可以争取？"
    assert [(p["name"], p["default"]) for p in entry["parameters"]] == [
        ("days", "365"),
        ("as_of", "today"),
    ]
    assert "competitor_id" in entry["columns"]
    assert len(listing()) == len(QUERIES)
    with pytest.raises(NotFoundError, match="rivals"):
        listing("rival")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("parameter days = 3: Days. | 天", "parameter NAME"),
        ("parameter days (whole) = 3: Days. | 天", "text, number, integer"),
        ("parameter days (integer) 3", "parameter NAME"),
        ("column deal deal_id: The deal.", "column NAME"),
        ("column deal (Deal): The deal.", "Enterprise"),
    ],
)
def test_a_wrong_header_is_named_with_its_line(tmp_path, line, expected):
    folder = tmp_path / "deals"
    folder.mkdir()
    file = folder / "mine.cypher"
    file.write_text(f"// question: What?\n// {line}\nRETURN 1 AS one\n", encoding="utf-8")
    with pytest.raises(InputError, match=expected) as caught:
        read_query(file)
    assert "mine.cypher:2" in caught.value.say("en")


def test_an_unknown_theme_names_the_near_one():
    with pytest.raises(NotFoundError, match="products"):
        parse("// theme: product\nRETURN 1", name="x", theme="deals")


def test_the_page_is_current():
    assert PAGE.read_text(encoding="utf-8") == page()
