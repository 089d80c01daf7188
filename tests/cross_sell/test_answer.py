"""The whole answer on a toy group worked out by hand, and on books where much is missing."""

import math
from datetime import date

import polars as pl
import pytest

from graph.cross_sell import cross_sell, group_heads
from graph.cross_sell.ownership_groups import Book, Tables, groups
from graph.cross_sell.revenue import revenue
from graph.cross_sell.whitespace_matrix import whitespace
from graph.errors import NotFoundError
from graph.settings import Settings
from graph.snapshot import Snapshot

DAY = date(2026, 3, 31)


def answer(made, group="G", **more):
    return cross_sell(made, None, group, as_of=DAY, settings=Settings(), **({"top": 0} | more))


def numbers(value):
    """Yield every number of a JSON answer."""
    if isinstance(value, dict):
        for part in value.values():
            yield from numbers(part)
    elif isinstance(value, list):
        for part in value:
            yield from numbers(part)
    elif isinstance(value, float):
        yield value


def test_paths_of_the_toy_group(toy, build):
    found = answer(build(*toy))
    # Ann -> Bo .8; Bo is neutral, so half of it passes on, and Di hears .5 of that.
    access = {p.member: p.access for p in found.paths}
    assert access == {"A": pytest.approx(0.8), "C": pytest.approx(0.2)}
    assert found.mean_access == pytest.approx(0.5)
    assert {(p.member, p.product) for p in found.paths} == {
        (m, p) for m in "AC" for p in ("line", "mail", "cloud")
    }
    best = found.paths[0]
    assert (best.member, best.product, best.route) == ("A", "line", ["ann", "bo"])
    assert (best.start.person, best.start.because, best.start.strength) == ("ann", "stance", 1.0)
    assert [(s.source, s.target, s.tie, s.carries, s.willing) for s in best.steps] == [
        ("ann", "bo", "INFLUENCES", 0.8, 1.0)
    ]
    assert best.siblings == ["B", "G"]
    # The example of docs/cross-sell.md.
    assert best.adoption == pytest.approx(0.28970, abs=5e-6)
    assert best.probability == pytest.approx(0.46351, abs=5e-6)
    assert best.expected_value == pytest.approx(4449.72, abs=5e-3)
    assert best.channel == "web"
    to_gamma = next(p for p in found.paths if p.member == "C")
    assert [(s.carries, s.willing) for s in to_gamma.steps] == [(0.8, 0.5), (0.5, 1.0)]
    assert "presumed" in " ".join(s.en for s in to_gamma.because)


def test_probability_and_value_follow_from_their_parts(toy, build):
    found = answer(build(*toy))
    for path in found.paths:
        steps = math.prod(s.carries * s.willing for s in path.steps)
        assert path.access == pytest.approx(path.start.strength * steps)
        assert path.probability == pytest.approx(
            min(1.0, path.adoption * path.access / found.mean_access)
        )
        assert path.expected_value == pytest.approx(path.probability * path.yearly_value)
        assert path.value_low <= path.yearly_value <= path.value_high
    expected = [p.expected_value for p in found.paths]
    assert expected == sorted(expected, reverse=True)


def test_value_is_what_comparable_companies_pay_else_the_list_price(toy, build):
    value = {p.product: p.yearly_value for p in answer(build(*toy)).paths if p.member == "A"}
    # Three payers of its industry: 500, 800, 1000 a month.
    assert value == {"line": 9600.0, "cloud": 3600.0, "mail": 0.0}


def test_unreachable_members_say_why(toy, build):
    nodes, ties = toy
    said = {u.member: u.because.en for u in answer(build(nodes, ties)).unreachable}
    assert said == {"B": "No chain of people leads from those who support us or know us to cy."}
    ties["HOLDS"] = pl.concat(
        [
            ties["HOLDS"],
            ties["HOLDS"].with_columns(pl.lit("bo").alias("from"), pl.lit("enemy").alias("stance")),
        ]
    )
    found = answer(build(nodes, ties))
    assert {u.member: u.because.en for u in found.unreachable} == {
        "A": "bo decides there and is against us.",
        "B": "No chain of people leads from those who support us or know us to cy.",
        "C": "No chain of people leads from those who support us or know us to di.",
    }
    assert found.paths == []
    assert found.mean_access is None


def test_without_a_supporter_whom_we_cover_opens_the_door(toy, build):
    nodes, ties = toy
    del ties["HOLDS"]
    ties["COVERS"] = pl.DataFrame(
        {"from": ["lin"], "to": ["bo"], "strength": [0.6], "last_contact": [date(2025, 10, 2)]}
    )
    nodes["Seller"] = pl.DataFrame({"id": ["lin", "mo", "wu"]})
    paths = answer(build(nodes, ties)).paths
    assert paths[0].start.sellers == ["lin"]
    assert any(s.en.startswith("lin of ours knows bo (strength 30%)") for s in paths[0].because)
    more = [{"from": s, "to": "bo", "strength": 0.6} for s in ("lin", "mo")]
    ties["COVERS"] = pl.DataFrame(more)
    both = answer(build(nodes, ties)).paths[0]
    assert any(s.en.startswith("lin, mo of ours know bo ") for s in both.because)
    access = {p.member: (p.access, p.start.because) for p in paths}
    # Half a year without contact halves .6.
    assert access == {
        "A": (pytest.approx(0.3), "coverage"),
        "C": (pytest.approx(0.3 * 0.5), "coverage"),
    }


def test_a_path_names_the_sellers_who_know_its_start_the_closest_first(toy, build):
    nodes, ties = toy
    nodes["Seller"] = pl.DataFrame({"id": ["lin", "mo", "wu"]})
    ties["COVERS"] = pl.DataFrame(
        {"from": ["lin", "mo", "wu"], "to": ["ann", "ann", "cy"], "strength": [0.3, 0.7, 0.9],
         "last_contact": [date(2026, 3, 31)] * 3}
    )  # fmt: skip
    starts = {p.start.person: p.start.sellers for p in answer(build(nodes, ties)).paths}
    assert starts == {"ann": ["mo", "lin"], "cy": ["wu"]}


def test_nobody_supports_or_knows_us(toy, build):
    nodes, ties = toy
    del ties["HOLDS"]
    found = answer(build(nodes, ties))
    assert found.paths == []
    assert {u.because.en for u in found.unreachable} == {
        "Nobody in the group supports us or is known to us, so no route can start."
    }


def test_the_lowest_stance_of_all_deals_counts(toy, build):
    nodes, ties = toy
    more = ties["HOLDS"].with_columns(
        pl.lit("o3").alias("to"), pl.lit("non_supporter").alias("stance")
    )
    ties["HOLDS"] = pl.concat([ties["HOLDS"], more])
    assert answer(build(nodes, ties)).paths == []
    unknown = more.with_columns(pl.lit("unknown").alias("stance"))
    ties["HOLDS"] = pl.concat([ties["HOLDS"][:1], unknown])
    assert len(answer(build(nodes, ties)).paths) == 6


def test_top_keeps_the_best(toy, build):
    made = build(*toy)
    assert answer(made, top=2).paths == answer(made).paths[:2]


def test_what_is_missing_is_said_and_nothing_is_nan(toy, build):
    nodes, ties = toy
    made = build(nodes, ties)
    assert [n.en for n in answer(made).notes] == [
        "No billing is known: values rest on stated monthly revenue and list prices.",
        "No price is known of 邮箱: their paths count as worth 0.",
        (
            "Adoption follows smoothed rules, for the history is short: fitting a model takes "
            "three years of dated use and 50 first uses in the last 12 months and in the two "
            "years before; known are 2.2 years, 2 and 2."
        ),
    ]
    ties["USES"] = ties["USES"].with_columns(pl.lit(None, pl.Date).alias("since"))
    notes = [n.en for n in answer(build(nodes, ties)).notes]
    assert "No start of use is dated: how quickly products are taken up is assumed." in notes
    assert all(math.isfinite(x) for x in numbers(answer(build(nodes, ties)).to_json()))


@pytest.mark.parametrize("gone", ["Product", "USES", "WORKS_FOR", "PLAYS", "Channel", "FOR"])
def test_any_part_may_be_absent(toy, build, gone):
    nodes, ties = toy
    nodes.pop(gone, None)
    ties.pop(gone, None)
    if gone == "Product":
        ties.pop("USES")
    made = build(nodes, ties)
    found = answer(made)
    matrix = whitespace(
        made, "G", as_of=DAY, currency="CNY", paid=revenue(made, None, DAY, 12), expected={}
    )
    owned = groups(Book(made, Tables(), as_of=DAY, settings=Settings()), ["G"])
    for part in (found, matrix, owned):
        assert all(math.isfinite(x) for x in numbers(part.to_json()))
    assert {m.id for m in owned.groups[0].members} == {"G", "A", "B", "C"}


def test_a_company_without_a_group(toy, build):
    found = answer(build(*toy), "X")
    assert (found.paths, found.unreachable, found.mean_access) == ([], [], None)
    assert found.notes[0].en == "Xeno has no member companies: there is nothing to sell into."
    assert found.notes[0].zh == "外一没有成员企业，无从交叉销售。"


def test_an_unknown_group_names_the_near_ones():
    made = Snapshot.from_frames({"Enterprise": pl.DataFrame({"id": ["group-1"]})}, {})
    with pytest.raises(NotFoundError, match="group-1"):
        answer(made, "group-2")


def test_the_heads_of_the_toy_book(toy, build):
    assert group_heads(build(*toy), DAY) == ["G"]


def test_the_answer_speaks_both_languages(toy, build):
    found = answer(build(*toy))
    english, chinese = found.to_json("en"), found.to_json("zh")
    assert english["paths"][0]["because"][0] == (
        "Of 5 companies without it 2 took it up in the last 12 months (28% when smoothed); "
        "this one is about as likely as they are on average: 29% within 12 months."
    )
    assert chinese["paths"][0]["because"][1] == "集团内其他 3 家企业中有 2 家在用。"
    for path in english["paths"]:
        assert all(text and "{" not in text for text in path["because"])
