"""``linchpin plan``: its JSON, its rows, its text in both languages, what it refuses."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import jsonschema
import polars as pl
import pytest

from graph.decision.plan.results import CommitteePower, Contact, StanceChange
from graph.decision.plan.routes import ROUTE_KINDS
from ui.terminal.commands.plans import TIES
from ui.terminal.plan_text import PlanText

AS_OF = ("--as-of", "2026-03-31")


def planned(linchpin, *words: str) -> dict:
    said = linchpin("plan", "deal", *words, *AS_OF, "--format", "json")
    assert said.code == 0, said.err
    answer = json.loads(said.out)
    jsonschema.validate(answer, json.loads(linchpin("schema", "plan").out))
    return answer


def test_the_shape_that_scripts_rely_on(loaded: str, linchpin) -> None:
    plan = planned(linchpin)
    win = plan["win"]
    assert [(c["person"], c["from"], c["to"]) for c in win["changes"]] == [("chen", 0.0, 0.5)]
    assert win["proven_smallest"] is True
    after = linchpin(
        "analyze", "deal", "--what-if", "stance:chen=supporter", *AS_OF, "--format", "json"
    )
    supposed = json.loads(after.out)
    assert supposed["passes"] is True
    assert win["lean_after"] == pytest.approx(supposed["lean"])
    assert plan["committee"] is None
    assert "No votes are stated" in plan["committee_reason"]
    assert plan["win_reason"] is None
    route = plan["persuasion"][0]
    assert route["target"] == "chen"
    assert set(route["steps"][0]) >= {"from", "to", "why"}
    assert {r["state"] for r in plan["playbook"]} <= {"done", "open", "unknown"}
    assert {"stage", "check", "state", "because"} <= set(plan["playbook"][0])
    assert {r["stage"] for r in plan["playbook"] if r["current"]} == {"bidding"}
    assert plan["next_question"]["person"] == "chen"


def test_what_is_asked_for(loaded: str, linchpin) -> None:
    asked = planned(
        linchpin, "--hours", "4", "--target", "zhao", "--target", "qian", "-k", "1",
        "--from", "supporters", "--avoid", "chen", "--cheapest",
    )  # fmt: skip
    assert [r["target"] for r in asked["persuasion"]] == ["zhao", "qian"]
    assert 0 < sum(c["hours"] for c in asked["contacts"]) <= 4
    total, gained = asked["contacts_total"], sum(c["gain_lean"] for c in asked["contacts"])
    assert total["lean_after"] - total["lean_before"] == pytest.approx(gained)
    assert "chen" not in {c["person"] for c in [*asked["win"]["changes"], *asked["contacts"]]}
    assert asked["win"]["without"] == ["chen"]
    assert asked["win"]["total"] == pytest.approx(sum(c["cost"] for c in asked["win"]["changes"]))


def test_a_check_of_ones_own_is_listed_and_answered(
    loaded: str, linchpin, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "known.cypher").write_text(
        "// stage: bidding\n// title: Known | 已知\n// done_if: rows\n"
        "// sentence: There is {name}. | 有{name}。\n"
        "MATCH (o:Opportunity {id: $deal})\n"
        "RETURN 'opportunity' AS subject_kind, o.id AS subject\n",
        encoding="utf-8",
    )
    (tmp_path / "wrong.cypher").write_text("// stage: biding\nRETURN 1\n", encoding="utf-8")
    (tmp_path / "linchpin.toml").write_text('[rules]\nown = "."\n', encoding="utf-8")
    monkeypatch.setenv("LINCHPIN_SETTINGS", str(tmp_path / "linchpin.toml"))
    plan = planned(linchpin)
    (own,) = [row for row in plan["playbook"] if row["check"] == "known"]
    assert (own["stage"], own["state"], own["current"]) == ("bidding", "done", True)
    assert own["because"].startswith("There is ")
    assert "wrong.cypher:1: stage: found 'biding'" in plan["rule_errors"][0]
    assert "Did you mean bidding?" in linchpin("plan", "deal", *AS_OF).err
    listed = linchpin("rules", "list", "--format", "json")
    assert [r["stage"] for r in json.loads(listed.out) if r["kind"] == "known"] == ["bidding"]
    assert listed.code == 1


def test_meetings_as_rows(loaded: str, linchpin, tmp_path: Path) -> None:
    said = linchpin("plan", "deal", *AS_OF, "--format", "csv")
    rows = pl.read_csv(BytesIO(said.out.encode()))
    plan = planned(linchpin)
    assert rows["person"].to_list() == [c["person"] for c in plan["contacts"]]
    assert rows["number"].to_list() == list(range(1, len(plan["contacts"]) + 1))
    file = tmp_path / "plan.parquet"
    assert linchpin("plan", "deal", *AS_OF, "--out", str(file)).code == 0
    assert pl.read_parquet(file).columns == rows.columns


def test_a_text_for_people(loaded: str, linchpin) -> None:
    wanted = {
        "en": ("Contact plan", "proven fewest", "Routes", "Committee: No votes", "▸ Bidding"),
        "zh": ("接触计划", "已证明人数最少", "说服路线", "评审委员会：", "▸ 投标"),
    }
    for language, words in wanted.items():
        said = linchpin("plan", "deal", *AS_OF, "--lang", language)
        assert (said.code, said.err) == (0, "")
        assert [w for w in words if w not in said.out] == []
        assert "nan" not in said.out.casefold()


def test_who_is_not_there_is_refused_with_the_nearest(loaded: str, linchpin) -> None:
    for words, hint in (
        (("deel",), "deal"),
        (("deal", "--target", "chem"), "chen"),
        (("deal", "--avoid", "zhaoo"), "zhao"),
    ):
        said = linchpin("plan", *words, *AS_OF)
        assert (said.code, said.out) == (1, "")
        assert hint in said.err


@pytest.mark.parametrize(
    "wrong",
    [("--hours", "-1"), ("--hours", "nan"), ("--hours", "1e9"), ("-k", "0"), ("--from", "heaven")],
)
def test_wrong_usage(linchpin, wrong: tuple[str, str]) -> None:
    said = linchpin("plan", "deal", *wrong)
    assert (said.code, said.out) == (2, "")
    assert wrong[0] in said.err


def test_ties_and_hours_of_sellers_that_routes_and_meetings_do_without(
    loaded: str, linchpin
) -> None:
    free = planned(linchpin, "--target", "zhao")
    used = {step["kind"] for route in free["persuasion"] for step in route["steps"]}
    assert {kind.lower() for kind in ROUTE_KINDS} == set(TIES)
    assert "COVERS" in used
    assert free["contacts"] != []
    less = planned(linchpin, "--target", "zhao", "--avoid-tie", "covers")
    assert (less["persuasion"], less["avoid_ties"]) == ([], ["COVERS"])
    assert (free["without_route"], less["without_route"]) == ([], ["zhao"])
    said = linchpin("plan", "deal", *AS_OF, "--target", "zhao", "--avoid-tie", "covers")
    assert "No route leads to " in said.out
    sellers = {c["seller"] for c in free["contacts"]}
    busy = planned(linchpin, *(w for s in sorted(sellers) for w in ("--seller-hours", f"{s}=0")))
    assert sellers.isdisjoint(c["seller"] for c in busy["contacts"])
    for wrong, expected in (("lin", "lin=4"), ("lin=-1", "lin=4"), ("nobody=3", "nobody")):
        said = linchpin("plan", "deal", "--seller-hours", wrong, *AS_OF)
        assert said.code in {1, 2}
        assert said.out == ""
        assert expected in said.err


def test_what_a_meeting_adds_to_the_access_is_in_points() -> None:
    told = {
        "seller": "lin", "person": "chen", "hours": 2.0, "gain_lean": 0.1, "rank_fit": 1.0,
        "coverage_after": 0.6, "because": {"en": "", "zh": ""},
    }  # fmt: skip
    for language, words in (("en", "+27 pts"), ("zh", "+27 个百分点")):
        row = PlanText(None, str, language)._meeting(1, Contact(**told, gain_access=0.267))
        assert row[-1] == words


def test_one_coalition_is_one() -> None:
    power = CommitteePower.model_construct(coalition_count=1, minimal_coalitions=[["chen"]])
    lines = PlanText(None, str, "en")._coalitions(power)
    assert lines == ["  1 minimal winning coalition", "    chen"]


def test_a_stance_that_is_only_doubted_is_to_be_confirmed() -> None:
    for was, said in ((0.8, "mentor, for certain"), (0.0, "mentor, cost")):
        change = StanceChange(person="chen", **{"from": was, "to": 1.0}, cost=0.4)
        assert said in PlanText(None, str, "en")._change(change)
    zh = PlanText(None, str, "zh")._change(
        StanceChange(person="chen", **{"from": 0.8, "to": 1.0}, cost=0.4)
    )
    assert "→ 确定为" in zh
