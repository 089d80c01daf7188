"""Sheets as people keep them: posts on people, statements on roles, members among customers."""

from __future__ import annotations

from datetime import date

import pytest

from loaders import read_paths
from loaders.layouts import LAYOUTS
from loaders.mapping import layout_of, match_columns
from tests.loaders.loader_books import nodes, rejects, ties

DEAL = {"opportunities": "id\no1\no2\n", "people": "id\np1\np2\n", "competitors": "id\nc1\n"}


def test_one_row_a_role_adds_up(books):
    result = books.read(
        **DEAL,
        plays="from,to,role,vote_weight\np1,o1,coach,\np1,o1,end_user,2\np1,o1,coach,\np1,o2,approver,\n",
    )
    assert rejects(result) == set()
    assert ties(result, "PLAYS") == {
        ("p1", "o1", ("roles", ("coach", "end_user")), ("vote_weight", 2.0)),
        ("p1", "o2", ("roles", ("approver",))),
    }


def test_roles_add_up_but_a_weight_may_not_contradict(books):
    result = books.read(**DEAL, plays="from,to,role,vote_weight\np1,o1,coach,1\np1,o1,end_user,2\n")
    assert rejects(result) == {("plays.csv", 3, "vote_weight", "2")}
    assert ties(result, "PLAYS") == {("p1", "o1", ("roles", ("coach",)), ("vote_weight", 1.0))}


def test_statements_of_different_sources_are_separate(books):
    result = books.read(
        **DEAL,
        plays=(
            "from,to,roles,stance,confidence,source,as_of,towards\n"
            "p1,o1,decision_maker,supporter,0.9,visit,2026-01-01,\n"
            "p1,o1,decision_maker,enemy,0.4,rumour,2026-02-01,\n"
            "p1,o1,,mentor,,visit,2026-02-01,c1\n"
            "p1,o1,,neutral,,,,us\n"
            "p2,o1,coach,,,rumour,,\n"
        ),
    )
    assert rejects(result) == set()
    assert ties(result, "HOLDS") == {
        ("p1", "o1", ("stance", "supporter"), ("confidence", 0.9), ("source", "visit"),
         ("as_of", date(2026, 1, 1))),
        ("p1", "o1", ("stance", "enemy"), ("confidence", 0.4), ("source", "rumour"),
         ("as_of", date(2026, 2, 1))),
        ("p1", "o1", ("stance", "mentor"), ("towards", "c1"), ("source", "visit"),
         ("as_of", date(2026, 2, 1))),
        ("p1", "o1", ("stance", "neutral")),
    }  # fmt: skip
    assert ties(result, "PLAYS") == {
        ("p1", "o1", ("roles", ("decision_maker",)), ("role_sources", ("visit", "rumour")),
         ("as_of", date(2026, 2, 1))),
        ("p2", "o1", ("roles", ("coach",)), ("role_sources", ("rumour",))),
    }  # fmt: skip


def test_of_one_source_and_day_the_later_statement_stands(books):
    result = books.read(
        **DEAL,
        holds="from,to,stance,source,as_of\np1,o1,enemy,a,2026-01-01\np1,o1,mentor,a,2026-01-01\n",
    )
    assert rejects(result) == set()
    assert ties(result, "HOLDS") == {
        ("p1", "o1", ("stance", "mentor"), ("source", "a"), ("as_of", date(2026, 1, 1)))
    }
    assert [n.en for n in result.notes] == [
        "1 statements repeat one of the same source and day: the later row stands."
    ]


def test_words_of_a_crm_load_as_influencer_and_are_kept(books):
    result = books.read(**DEAL, plays="from,to,roles\np1,o1,Champion; 决策者\np2,o1,Influencer\n")
    assert ties(result, "PLAYS") == {
        ("p1", "o1", ("roles", ("influencer", "decision_maker")), ("role_words", ("Champion",))),
        ("p2", "o1", ("roles", ("influencer",))),
    }


def test_several_posts_of_one_person(books):
    result = books.read(
        enterprises="id\ne1\ne2\n",
        people="id,name,works_for,title,level\np1,Chen,e1,CEO,1\np1,Chen,e2,Chair,1\np2,Zhao,,Adviser,\n",
    )
    assert rejects(result) == set()
    assert nodes(result, "Person") == {
        (("id", "p1"), ("name", "Chen")),
        (("id", "p2"), ("name", "Zhao"), ("title", "Adviser")),
    }
    assert ties(result, "WORKS_FOR") == {
        ("p1", "e1", ("title", "CEO"), ("level", 1)),
        ("p1", "e2", ("title", "Chair"), ("level", 1)),
    }
    assert [n.en for n in result.notes] == [
        (
            "people: rows with title but without works_for, reports_to: "
            "kept as properties of the row itself."
        )
    ]


def test_ends_told_on_other_rows(books):
    result = books.read(
        enterprises="id,member_of,share\ne1,,\ne2,e1,60%\n",
        members="id,企业\nm1,e2\n",
        people="id\np1\n",
        opportunities="id,客户\no1,e2\n",
        steps="id,name,商机\ns1,Review,o1\n",
        needs="id,text,联系人,priority\nn1,Uptime,p1,1\n",
        interactions="id,日期,opportunity\ni1,2026-03-01,o1\n",
    )
    assert rejects(result) == set()
    assert ties(result, "MEMBER_OF") == {("e2", "e1", ("share", 0.6))}
    assert ties(result, "BELONGS_TO") == {("m1", "e2")}
    assert ties(result, "FOR") == {("o1", "e2")}
    assert ties(result, "HAS_STEP") == {("o1", "s1")}
    assert ties(result, "HAS_NEED") == {("p1", "n1", ("priority", 1))}
    assert ties(result, "ABOUT") == {("i1", "o1")}
    assert nodes(result, "Interaction") == {(("id", "i1"), ("on", date(2026, 3, 1)))}


def test_rows_of_members_go_to_their_tables(books):
    result = books.read(
        enterprises="id\ne1\n",
        members="id\nm1\nm2\n",
        products="id\nx\n",
        tags="id\nt1\n",
        campaigns="id\nc1\n",
        has_tag="from,to,from_kind,confidence\ne1,t1,,0.5\nm1,t1,,0.6\nm2,t1,Member,\nx,t1,product,\nm1,t1,企业,\n",
        uses="customer,product,since\ne1,x,2026-01-05\nm1,x,2026-02-05\n",
        targeted="campaign,customer,arm,contacted\nc1,e1,target,yes\nc1,m1,control,no\n",
    )
    assert rejects(result) == {("has_tag.csv", 6, "from", "m1")}
    assert ties(result, "HAS_TAG") == {("e1", "t1", ("confidence", 0.5)), ("x", "t1")}
    assert ties(result, "USES") == {("e1", "x", ("since", date(2026, 1, 5)))}
    assert ties(result, "TARGETED") == {("c1", "e1", ("arm", "target"), ("contacted", True))}
    (record,) = result.records
    assert record.tables["member_tags"].select("customer", "tag", "confidence").rows() == [
        ("m1", "t1", 0.6),
        ("m2", "t1", None),
    ]
    assert record.tables["usage"].select("customer", "month", "product", "since").rows() == [
        ("m1", "2026-02", "x", date(2026, 2, 5))
    ]
    assert record.tables["member_targets"].select(
        "campaign", "customer", "arm", "contacted"
    ).rows() == [("c1", "m1", "control", False)]


def test_the_kind_of_an_end_is_the_first_that_has_the_id(books):
    result = books.read(
        people="id\na\nb\n",
        sellers="id\nb\nc\n",
        interactions="id\ni\n",
        took_part="from,from_kind,to\na,,i\nb,,i\nc,,i\nb,我方人员,i\nz,,i\n",
    )
    (record,) = result.records
    assert set(record.relationships["TOOK_PART"].select("from_kind", "from").rows()) == {
        ("Person", "a"), ("Person", "b"), ("Seller", "c"), ("Seller", "b"),
    }  # fmt: skip
    assert rejects(result) == {("took_part.csv", 6, "from", "z")}


def test_a_reporting_cycle_loads_and_is_reported(books):
    result = books.read(people="id,reports_to\na,b\nb,c\nc,a\nd,a\ne,d\n")
    assert ties(result, "REPORTS_TO") == {
        ("a", "b"),
        ("b", "c"),
        ("c", "a"),
        ("d", "a"),
        ("e", "d"),
    }
    assert [n.en for n in result.notes] == ["A reporting cycle: a, b, c report to one another."]


def test_a_share_in_oneself_loads_and_is_reported(books):
    result = books.read(enterprises="id\ne1\n", member_of="from,to,share\ne1,e1,0.1\n")
    assert ties(result, "MEMBER_OF") == {("e1", "e1", ("share", 0.1))}
    assert [n.en for n in result.notes] == [
        "Shares in themselves: e1; loaded, and left out of every sum."
    ]


def test_unknown_columns_are_kept_and_said_once(books):
    result = books.read(
        enterprises="id,Credit Rating,,from,sources,unused\ne1,AA,x,north,crm,\n",
    )
    assert nodes(result, "Enterprise") == {
        (("id", "e1"), ("Credit Rating", "AA"), ("column_3", "x"), ("from_2", "north"))
    }
    assert [n.en for n in result.notes] == [
        "enterprises.csv: column sources is left: the store keeps the sources itself.",
        (
            "enterprises.csv: nobody knows the columns Credit Rating, column_3, from_2; "
            "they are kept as they are."
        ),
    ]


def test_an_amount_may_name_its_currency(books):
    result = books.read(
        opportunities="id,amount,currency\no1,$5000,\no2,5000元,\no3,€5000,EUR\no4,$5000,CNY\n"
    )
    assert nodes(result, "Opportunity") == {
        (("id", "o1"), ("amount", 5000.0), ("currency", "USD")),
        (("id", "o2"), ("amount", 5000.0)),
        (("id", "o3"), ("amount", 5000.0), ("currency", "EUR")),
    }
    assert rejects(result) == {("opportunities.csv", 5, "amount", "$5000")}


def test_a_currency_is_its_code_whatever_it_is_called(books):
    words = ("人民币", "RMB", "元", "cny", "美元", "EUR")
    rows = "".join(f"o{i},{word}\n" for i, word in enumerate(words))
    result = books.read(opportunities=f"id,currency\n{rows}o9,guilders\n")
    found = dict(result.records[0].nodes["Opportunity"].select("id", "currency").iter_rows())
    assert [found[f"o{i}"] for i in range(6)] == ["CNY", "CNY", "CNY", "CNY", "USD", "EUR"]
    assert rejects(result) == {("opportunities.csv", 8, "currency", "guilders")}


def test_customers_who_are_not_in_the_graph_are_said(books):
    result = books.read(enterprises="id\ne1\n", billing="customer,month\ne1,202603\nzz,202603\n")
    assert result.records[0].tables["billing"].height == 2
    assert [n.en for n in result.notes] == [
        "billing: customers who are no known enterprise or member: 1, such as zz."
    ]


ASKED = (
    "编号 名称 姓名 行业 地区 员工数 年收入 邮箱 电话 职务 部门 级别 权重 "
    "强度 阶段 金额 预计签约日期 角色 态度 来源 置信度 起 止 日期"
)
MEANT = {
    "enterprises": {"编号": "id", "名称": "name", "行业": "industry", "地区": "region",
                    "员工数": "employees", "年收入": "annual_revenue", "日期": "as_of"},
    "people": {"姓名": "name", "邮箱": "email", "电话": "phone", "职务": "title",
               "部门": "department", "级别": "level", "起": "since", "止": "until"},
    "opportunities": {"阶段": "stage", "金额": "amount", "预计签约日期": "expected_close"},
    "influences": {"权重": "weight", "置信度": "confidence"},
    "knows": {"强度": "strength"},
    "plays": {"角色": "roles", "态度": "stance", "来源": "source", "权重": "vote_weight",
              "日期": "as_of"},
    "covers": {"级别": "level", "强度": "strength"},
    "sellers": {"角色": "role", "级别": "level"},
    "works_on": {"角色": "role"},
    "holds": {"来源": "source", "日期": "as_of"},
    "interactions": {"日期": "on"},
}  # fmt: skip


@pytest.mark.parametrize("file", MEANT)
def test_headers_that_users_write_are_resolved_by_kind(file):
    columns = match_columns(list(MEANT[file]), layout_of(file))
    assert {c.header: c.property.name for c in columns.known} == MEANT[file]
    assert set(ASKED.split()) <= {h for words in MEANT.values() for h in words}


def test_names_of_sheets_lead_to_one_layout_each():
    assert {n: layout_of(n).file for layout in LAYOUTS for n in (layout.file, layout.name)} == {
        n: layout.file for layout in LAYOUTS for n in (layout.file, layout.name)
    }
    shared = {}
    for layout in LAYOUTS:
        for name in layout.names:
            shared.setdefault(name, set()).add(layout.name)
    assert {n: kinds for n, kinds in shared.items() if len(kinds) > 1} == {
        "使用": {"USES", "usage"}
    }
    assert layout_of("使用").name == "USES"


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_every_header_of_a_layout_is_found_again(layout):
    for property_ in layout.properties:
        (column,) = match_columns([property_.name.upper()], layout).known
        assert column.property == property_
        (column,) = match_columns([f" {property_.zh}* "], layout).known
        assert property_.zh in (column.property.zh, *column.property.headers)


def test_the_number_of_a_unit_in_the_header(books):
    result = books.read(
        opportunities="id,金额（万元）,名称（必填）\no1,120,Deal\n",
        enterprises="id,年收入(亿)\ne1,1.5\n",
    )
    assert nodes(result, "Opportunity") == {
        (("id", "o1"), ("name", "Deal"), ("amount", 1_200_000.0))
    }
    assert nodes(result, "Enterprise") == {(("id", "e1"), ("annual_revenue", 150_000_000.0))}


def test_reading_the_same_twice_gives_the_same(books):
    books.write("people.csv", "id,name,reports_to\np2,b,p1\np1,a,\np1,a,\n")
    first, second = (read_paths([books.folder]) for _ in range(2))
    assert first.records[0].nodes["Person"].equals(second.records[0].nodes["Person"])
    assert first.rejects.equals(second.rejects)
