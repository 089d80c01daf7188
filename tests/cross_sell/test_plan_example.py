"""The worked example of the docs: channel, plan and framework deal of the toy group."""

from datetime import date

import polars as pl
import pytest

from graph.cross_sell import cross_sell, cross_sell_of_all
from graph.cross_sell.plan import Budget
from graph.settings import Settings

DAY = date(2026, 3, 31)


def answer(made, budget=None, settings=None, group="G"):
    settings = settings or Settings()
    return cross_sell(made, None, group, as_of=DAY, settings=settings, top=1, budget=budget)


def actions(made, budget):
    return [(a.member, a.product, a.hours) for a in answer(made, budget).plan.actions]


def test_the_plan_of_the_example(toy, build):
    made = build(*toy)
    assert answer(made).plan is None
    assert actions(made, Budget(hours=4.0)) == [("A", "line", 4.0)]
    assert actions(made, Budget(hours=10.0, per_person=1)) == [("A", "line", 4.0)]
    three = answer(made, Budget(hours=100.0)).plan
    assert three.per_person["ann"] == 3
    assert three.per_person_limit == 3
    assert (three.gap, three.proven, three.bound) == (0.0, True, three.expected_value)


@pytest.mark.parametrize(
    ("budget", "note"),
    [
        (Budget(hours=0.0), "the shortest takes 4 hours and 2 people"),
        (Budget(hours=3.9), "the shortest takes 4 hours and 2 people"),
        (Budget(per_person=0), "the shortest takes 4 hours and 2 people"),
        (Budget(hours=100.0, money=-1.0), "the cheapest costs 0."),
    ],
)
def test_a_plan_of_nothing_says_why(toy, build, budget, note):
    plan = answer(build(*toy), budget).plan
    assert (plan.actions, plan.hours_used, plan.expected_value, plan.proven) == ([], 0.0, 0.0, True)
    assert note in plan.notes[0].en


def test_a_group_that_nobody_leads_into_has_nothing_to_plan(toy, build):
    nodes, ties = toy
    del ties["HOLDS"]
    plan = answer(build(nodes, ties), Budget(hours=9.0)).plan
    assert [n.en for n in plan.notes] == [
        "No path leads into the group, so there is nothing to plan."
    ]
    assert answer(build(nodes, ties), Budget(hours=9.0), group="X").plan.actions == []


def test_costs_that_nobody_states_are_said(toy, build):
    nodes, ties = toy
    assert "cost is known" in answer(build(nodes, ties), Budget(money=5.0)).plan.notes[0].en
    nodes["Channel"] = nodes["Channel"].with_columns(unit_cost=pl.Series([30.0, 4.0]))
    plan = answer(build(nodes, ties), Budget(money=5.0)).plan
    assert plan.notes == []
    assert (plan.cost_used, [a.channel for a in plan.actions]) == (4.0, ["web"])


def uses(ties, *members):
    """Let companies use the line beside B and the strangers."""
    last, others = ties["USES"][:1], ties["USES"].filter(~pl.col("from").is_in(list("GAC")))
    taken = [last.with_columns(pl.lit(m).alias("from")) for m in members]
    ties["USES"] = pl.concat([others, *taken])


def test_a_product_of_the_controlled_companies_calls_for_one_deal(toy, build):
    nodes, ties = toy
    assert answer(build(nodes, ties)).frameworks == []
    uses(ties, "A", "C")
    (deal,) = answer(build(nodes, ties)).frameworks
    assert (deal.group, deal.product, deal.adopters, deal.share) == (
        "G",
        "line",
        ["A", "B", "C"],
        1,
    )
    # A and C pay 1,000 a month, B 500; the head would join at the middle of what all four pay.
    assert (deal.paid, deal.joining, deal.value) == (30_000.0, ["G"], 10_800.0)
    assert "3 of the 3 companies that Group controls use 专线 (100%)" in deal.because.en
    assert "one deal for all would bring in Group, worth" in deal.because.en
    assert "统谈" in deal.because.zh


def test_the_head_stands_apart_from_those_it_controls(toy, build):
    nodes, ties = toy
    uses(ties, "A")
    few = Settings.model_validate({"cross_sell": {"framework_members": 2}})
    (deal,) = answer(build(nodes, ties), settings=few).frameworks
    assert deal.joining == ["G", "C"]
    assert "2 of the 3 companies that Group controls" in deal.because.en
    assert "would bring in Group and 1 more, worth" in deal.because.en
    assert "及另外 1 家" in deal.because.zh


def test_no_deal_where_the_head_uses_it_or_too_few_do(toy, build):
    nodes, ties = toy
    uses(ties, "A", "C", "G")
    assert answer(build(nodes, ties)).frameworks == []
    uses(ties, "A")
    made = build(nodes, ties)
    assert answer(made).frameworks == []
    few = Settings.model_validate({"cross_sell": {"framework_members": 2}})
    assert answer(made, settings=few).frameworks[0].adopters == ["A", "B"]
    most = Settings.model_validate({"cross_sell": {"framework_members": 2, "framework_share": 0.7}})
    assert answer(made, settings=most).frameworks == []


def test_a_company_held_but_not_controlled_is_no_adopter(toy, build):
    nodes, ties = toy
    uses(ties, "A", "C")
    ties["MEMBER_OF"] = ties["MEMBER_OF"].with_columns(share=pl.Series([1.0, 0.5, 0.5, 0.5]))
    assert answer(build(nodes, ties)).frameworks == []


def test_all_groups_share_the_channels_and_one_plan(toy, build):
    nodes, ties = toy
    nodes["Channel"] = nodes["Channel"].with_columns(capacity=pl.Series([3, 1]))
    also = ties["WORKS_FOR"][:1].with_columns(pl.lit("A").alias("to"), level=pl.lit(5, pl.Int64))
    ties["WORKS_FOR"] = pl.concat([ties["WORKS_FOR"], also])
    made = build(nodes, ties)
    told = []
    found = cross_sell_of_all(
        made, None, ["G", "A"], as_of=DAY, settings=Settings(), top=0, budget=Budget(hours=4.0),
        progress=lambda done, total, _: told.append((done, total)),
    )  # fmt: skip
    assert {p.group for p in found.paths} == {"G", "A"}
    assert [(c.channel, c.used) for c in found.channels] == [("ours", 3), ("web", 1)]
    assert len(found.plan.actions) == 1
    assert told[-1] == (2, 2)


def test_what_two_groups_offer_one_company_is_one_sale(toy, build):
    nodes, ties = toy
    nodes["Channel"] = nodes["Channel"].with_columns(capacity=pl.Series([100, 100]))
    also = ties["WORKS_FOR"][:1].with_columns(pl.lit("A").alias("to"), level=pl.lit(5, pl.Int64))
    ties["WORKS_FOR"] = pl.concat([ties["WORKS_FOR"], also])
    found = cross_sell_of_all(
        build(nodes, ties), None, ["G", "A"], as_of=DAY, settings=Settings(), top=0,
        budget=Budget(hours=1000.0, per_person=1000),
    )  # fmt: skip
    channels = {(p.member, p.product): p.channel for p in found.paths}
    assert len(channels) < len(found.paths)
    assert all(channels[p.member, p.product] == p.channel for p in found.paths)
    assert sum(c.used for c in found.channels) == len(channels)
    best = {}
    for p in found.paths:
        sale = (p.member, p.product)
        best[sale] = max(best.get(sale, 0.0), p.expected_value)
    sold = [(a.member, a.product) for a in found.plan.actions]
    assert sorted(sold) == sorted(sale for sale, worth in best.items() if worth > 0)
    assert found.plan.expected_value == pytest.approx(sum(best.values()))


def test_what_nobody_uses_is_said_so(toy, build):
    nodes, ties = toy
    more = pl.DataFrame({"id": ["new"], "name": ["新品"], "list_price": [50.0], "complexity": [1]})
    nodes["Product"] = pl.concat([nodes["Product"], more], how="diagonal_relaxed")
    found = cross_sell(build(nodes, ties), None, "G", as_of=DAY, settings=Settings(), top=0)
    reasons = [s.en for p in found.paths if p.product == "new" for s in p.because]
    assert reasons[0].startswith("Nobody uses it yet: a yearly rate of ")
    assert not [words for words in reasons if " use it" in words]


def test_each_probability_can_be_recomputed_from_the_answer_of_all_groups(toy, build):
    found = cross_sell_of_all(build(*toy), None, ["G", "A"], as_of=DAY, settings=Settings(), top=0)
    for p in found.paths:
        told = min(1.0, p.adoption * p.access / found.mean_access[p.group])
        assert p.probability == pytest.approx(told, rel=1e-12)
