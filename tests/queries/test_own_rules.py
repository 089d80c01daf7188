"""Rules of one's own: what they find joins the rest; what is wrong with one is placed and said."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from graph.decision import analyze
from graph.decision.plan.assemble import plan
from graph.decision.plan.checks import CHECKS
from graph.decision.plan.playbook import ORDER
from graph.decision.plan.results import Plan
from graph.records import Records, node_schema, relationship_schema
from graph.settings import Settings
from graph.settings_rules import Rules
from graph.snapshot import Snapshot
from queries.own_checks import with_own_checks
from queries.own_rules import read_rules, with_own
from queries.region_names import with_regions_checked
from queries.returned import returned_columns
from queries.weak_links_page import EXAMPLE
from tests.decision.toy_graphs import AS_OF

HEAD = (
    "// title: {name} unheard | {name}无人倾听\n"
    "// sentence: {name} works at {employer}: {exposure}. | {name}任职于{employer}：{exposure}。\n"
    "// action: Ask {name} ({days:.1f}). | 询问{name}。\n"
)
RULE = (
    HEAD + "// parameter days (number) = 7: Days. | 天数\n"
    "MATCH (p:Person)-[:WORKS_FOR]->(e:Enterprise)<-[:FOR]-(o:Opportunity {id: $deal})\n"
    "RETURN 'person' AS subject_kind, p.id AS subject, 0.5 AS exposure, 0.25 AS impact,\n"
    "       [p.id, e.id] AS nodes, [[p.id, 'WORKS_FOR', e.id]] AS relationships,\n"
    "       e.id AS employer, $days AS days, $as_of AS day\n"
    "ORDER BY subject\n"
)


@pytest.fixture
def asked(store, tmp_path: Path):
    """Return a function that analyses a small deal with the rules of some files."""
    nodes = {
        "Enterprise": [{"id": "bank", "region": "华东"}],
        "Person": [{"id": "chen", "name": "陈", "name_en": "Chen"}, {"id": "wu"}],
        "Opportunity": [{"id": "deal", "amount": 100.0}],
    }
    ties = {
        "FOR": [{"from": "deal", "to": "bank"}],
        "WORKS_FOR": [{"from": "chen", "to": "bank"}, {"from": "wu", "to": "bank"}],
        "PLAYS": [{"from": "chen", "to": "deal", "roles": ["decision_maker"]}],
    }
    store.load(
        Records(
            "test",
            {k: pl.DataFrame(r, schema_overrides=node_schema(k)) for k, r in nodes.items()},
            {t: pl.DataFrame(r, schema=relationship_schema(t)) for t, r in ties.items()},
        )
    )
    snapshot = store.snapshot()

    def ask(**files: str):
        for name, text in files.items():
            (tmp_path / f"{name}.cypher").write_text(text, encoding="utf-8")
        plain = analyze(snapshot, "deal", as_of=AS_OF, settings=Settings())
        return plain, with_own(store, snapshot, plain, read_rules(str(tmp_path)))

    ask.place = (store, snapshot, str(tmp_path))
    return ask


def test_what_a_rule_of_ones_own_finds_joins_the_findings(asked) -> None:
    plain, found = asked(unheard=RULE)
    assert found.rule_errors == []
    own = {f.subject.id: f for f in found.findings if f.kind == "unheard"}
    assert set(own) == {"chen", "wu"}
    chen = own["chen"]
    assert (chen.severity, chen.money, chen.subject.name) == (0.125, 25.0, "陈")
    assert chen.evidence.nodes == ["deal", "chen", "bank"]
    assert chen.evidence.relationships == [("chen", "WORKS_FOR", "bank")]
    assert (chen.title.en, chen.title.zh) == ("Chen unheard", "陈无人倾听")
    assert chen.sentence.en == "Chen works at bank: 50%."
    assert chen.action.en == "Ask Chen (7.0)."
    assert [f.severity for f in found.findings] == sorted(
        (f.severity for f in found.findings), reverse=True
    )
    assert [f for f in found.findings if f.kind != "unheard"] == plain.findings != []


def test_a_rule_that_is_off_or_for_another_region_is_not_asked(asked) -> None:
    _, found = asked(
        finance=EXAMPLE,  # of the page: nobody is of finance here
        off="// enabled: no\n" + RULE,
        north="// region: 华北; 东北\n" + RULE,
        east="// region: 华北; 华东\n" + RULE,
    )
    assert {f.kind for f in found.findings} & {"off", "north", "east"} == {"east"}
    assert found.rule_errors == []


CHECK = (
    "// stage: bidding\n"
    "// title: All are met | 均已拜访\n"
    "// done_if: no rows\n"
    "// sentence: Not met at {employer}: {name}. | {employer}尚未拜访：{name}。\n"
    "// otherwise: Nobody is left. | 无人遗留。\n"
    "MATCH (p:Person)-[:WORKS_FOR]->(e:Enterprise)<-[:FOR]-(o:Opportunity {id: $deal})\n"
    "RETURN 'person' AS subject_kind, p.id AS subject, e.id AS employer,\n"
    "       [[p.id, 'WORKS_FOR', e.id]] AS relationships\n"
    "ORDER BY subject\n"
)


def planned(asked, **files: str) -> Plan:
    """Return the plan of the small deal with the checks of some files."""
    plain, _ = asked(**files)
    store, snapshot, folder = asked.place
    bare = plan(snapshot, plain.opportunity.id, as_of=AS_OF, settings=Settings())
    return with_own_checks(store, snapshot, bare, read_rules(folder))


def test_a_check_of_ones_own_stands_in_its_stage_with_its_proof(asked) -> None:
    found = planned(
        asked,
        met=CHECK,
        seen=CHECK.replace("no rows", "rows"),
        none=CHECK.replace("$deal", "$deal + '?'"),
        off="// enabled: no\n" + CHECK,
        north="// region: 华北\n" + CHECK,
        initiative=CHECK.replace("bidding", "initiation").replace("no rows", "rows"),
    )
    assert found.rule_errors == []
    own = {r.check: r for r in found.playbook if r.check not in CHECKS}
    assert {check: row.state for check, row in own.items()} == {
        "initiative": "done", "met": "open", "seen": "done", "none": "done",
    }  # fmt: skip
    met = own["met"]
    assert (met.title.en, met.title.zh) == ("All are met", "均已拜访")
    assert met.because.en == "Not met at bank: Chen and wu."
    assert met.because.zh == "bank尚未拜访：陈和wu。"
    assert set(met.evidence.nodes) == {"deal", "chen", "wu", "bank"}
    assert ("wu", "WORKS_FOR", "bank") in met.evidence.relationships
    assert own["none"].because.en == "Nobody is left."
    stages = [row.stage for row in found.playbook]
    assert stages == sorted(stages, key=ORDER.index)
    last = [row.check for row in found.playbook if row.stage == "initiation"]
    assert last[-1] == "initiative"


BAD_CHECKS = {
    "stage": (CHECK.replace("bidding", "biding"), ":1: stage: found 'biding', expected one of"),
    "word": (CHECK.replace("// done_if", "// done_of"), ":3: found '// done_of:'. Did you mean"),
    "value": (CHECK.replace("no rows", "norows"), ":3: done_if: found 'norows', expected one of"),
    "column": (CHECK.replace("AS subject,", "AS sub,"), ":7: the query must return the columns"),
    "unseen": (
        CHECK.replace("p.id AS subject,", "1 AS subject,"),
        ":7: column subject, row 1: found 1, expected the id of a Person",
    ),
    "field": (CHECK.replace("{employer}:", "{boss}:"), ":4: the query returns no column 'boss'"),
    "whole": (CHECK.replace("Nobody is", "{name} is"), ":5: found '{name}'; title and otherwise"),
    "fails": (CHECK.replace("MATCH", "MTCH"), ":6: The query fails"),
    "writes": (CHECK.replace("RETURN", "SET p.name = 'x'\nRETURN"), ":7: The query is refused"),
}


def test_a_bad_check_is_placed_and_the_others_stand(asked) -> None:
    for text, said in BAD_CHECKS.values():
        found = planned(asked, bad=text, good=CHECK)
        (error,) = found.rule_errors
        assert f"bad.cypher{said}" in error.en
        assert "bad.cypher" in error.zh
        assert [r.check for r in found.playbook if r.check not in CHECKS] == ["good"]


BAD = {
    "place": (HEAD + "MATCH (p:Person)\nRETURN p.id AS subject\n", "bad.cypher:5: the query must"),
    "syntax": (HEAD + "MATCH (p:Person)\nRETURN p AS AS\n", "bad.cypher:5: "),
    "missing": (
        HEAD + "MATCH (p:Person)\nRETURN p.id AS subject, 1.0 AS exposure\n",
        "subject_kind, subject, exposure, impact; there is no subject_kind, impact.",
    ),
    "range": (RULE.replace("0.5 AS", "1.5 AS"), "bad.cypher:6: column exposure, row 1: found 1.5"),
    "no number": (RULE.replace("0.25 AS", "'x' AS"), "bad.cypher:6: column impact, row 1: found"),
    "kind": (RULE.replace("'person' AS", "'persn' AS"), "expected one of person, seller,"),
    "nobody": (RULE.replace("p.id AS subject,", "e.id AS subject,"), "the id of a Person"),
    "proof": (RULE.replace("[p.id, e.id] AS nodes", "['x'] AS nodes"), "column nodes, row 1"),
    "field": (RULE.replace("at {employer}", "at {boss}"), "bad.cypher:2: the query returns no"),
    "form": (RULE.replace("{days:.1f}", "{subject:.1f}"), "bad.cypher:3: 'chen' of the column"),
    "brace": (RULE.replace("at {employer}", "at {employer"), "bad.cypher:2: found"),
    "attribute": (RULE.replace("{employer}", "{employer.x}"), "bad.cypher:2: found 'employer.x'"),
    "no sentence": (RULE.replace("// sentence:", "// sentense:"), "bad.cypher:2: a rule needs"),
    "parameter": (RULE.replace("(number)", "(nmber)"), "bad.cypher:4: found 'nmber'"),
    "undeclared": (RULE.replace("$as_of", "$when"), "bad.cypher:8: The query needs $when."),
    "writes": (
        RULE.replace("RETURN", "SET p.name = 'x'\nRETURN"),
        "bad.cypher:6: The query is refused",
    ),
}


def test_a_bad_rule_is_placed_and_the_others_stand(asked) -> None:
    for text, said in BAD.values():
        plain, found = asked(bad=text, good=RULE)
        (error,) = found.rule_errors
        assert said in error.en
        assert "bad.cypher" in error.zh
        assert {f.kind for f in found.findings} == {*(f.kind for f in plain.findings), "good"}
        assert "Exception" not in error.en


def test_what_holds_no_rule_is_a_fault(tmp_path: Path) -> None:
    (gone,) = read_rules(str(tmp_path / "gone")).faults
    assert "gone" in gone.en
    (tmp_path / "fading_tie.cypher").write_text(RULE, encoding="utf-8")
    (tmp_path / "latin.cypher").write_bytes(b"\xff\xfe\xff")
    (tmp_path / "good.cypher").write_text(RULE, encoding="utf-8")
    read = read_rules(str(tmp_path))
    assert [r.kind for r in read.rules] == ["good"]
    assert ["fading_tie.cypher" in read.faults[0].en, "latin" in read.faults[1].zh] == [True, True]


def test_the_example_of_the_page_of_plans_is_a_check(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "plans.md").read_text(encoding="utf-8")
    example = page.partition("```\n// stage")[2].partition("```")[0]
    (tmp_path / "finance_met.cypher").write_text(f"// stage{example}", encoding="utf-8")
    (tmp_path / "deciders_met.cypher").write_text(CHECK, encoding="utf-8")
    read = read_rules(str(tmp_path))
    assert [(c.kind, c.stage, c.rows_are_done) for c in read.checks] == [
        ("finance_met", "bidding", False)
    ]
    assert ["deciders_met' is a rule of the library" in f.en for f in read.faults] == [True]


@pytest.mark.parametrize("case", ["place", "missing", "field"])
def test_a_column_that_is_missing_is_seen_without_asking(tmp_path: Path, case: str) -> None:
    text, said = BAD[case]
    (tmp_path / "bad.cypher").write_text(text, encoding="utf-8")
    (tmp_path / "good.cypher").write_text(RULE, encoding="utf-8")
    read = read_rules(str(tmp_path))
    assert [said in fault.en for fault in read.faults] == [True]
    assert [r.kind for r in read.rules] == ["good"]


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("RETURN DISTINCT a.x AS x, 'RETURN 1 AS no' AS y // RETURN 2 AS z", ["x", "y"]),
        ("CALL { MATCH (q) RETURN q AS inner } RETURN inner, [k IN inner | k] AS `a b` LIMIT 5",
         ["inner", "a b"]),
        ("RETURN 1 AS a UNION RETURN 2 AS a;", ["a"]),
        ("MATCH (p) RETURN p.name, count(*) AS n ORDER BY n, p.name", ["p.name", "n"]),
        ("MATCH (p) RETURN p.x + 1", None),
        ("MATCH (p) SET p.x = 1", None),
    ],
)  # fmt: skip
def test_the_columns_that_a_text_returns(text: str, columns: list[str] | None) -> None:
    assert returned_columns(text) == columns


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("// enabld: no", "bad.cypher:1: found '// enabld:'. Did you mean '// enabled:'?"),
        ("// regoin: 华东", "bad.cypher:1: found '// regoin:'. Did you mean '// region:'?"),
        ("// enabled: nope", "bad.cypher:1: enabled: found 'nope', expected yes or no."),
    ],
)
def test_a_misspelt_switch_is_refused(tmp_path: Path, line: str, said: str) -> None:
    (tmp_path / "bad.cypher").write_text(f"{line}\n{RULE}", encoding="utf-8")
    (fault,) = read_rules(str(tmp_path)).faults
    assert said in fault.en


def test_a_region_without_customers_is_named_with_the_nearest(tmp_path: Path) -> None:
    bank = pl.DataFrame({"id": ["bank"], "region": ["华东大区"]})
    snapshot = Snapshot.from_frames({"Enterprise": bank}, {})
    (tmp_path / "east.cypher").write_text(RULE, encoding="utf-8")
    (tmp_path / "west.cypher").write_text("// region: 华东区; 华东大区\n" + RULE, encoding="utf-8")
    stated = {"fading_tie": {"region": {"华东大": {"now": 0.2}, "华东大区": {"now": 0.1}}}}
    chosen = Settings(rules=Rules.model_validate(stated))
    origins = {"rules.fading_tie.region.华东大.now": "linchpin.toml:7"}
    read = with_regions_checked(read_rules(str(tmp_path)), snapshot, chosen, origins)
    ending = "Did you mean 华东大区?"
    assert [f.en for f in read.faults] == [
        f"linchpin.toml:7: no customer is in the region '华东大'. {ending}",
        f"{tmp_path}/west.cypher:1: no customer is in the region '华东区'. {ending}",
    ]
    assert [r.kind for r in read.rules] == ["east", "west"]
