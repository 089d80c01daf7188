"""One deal by hand, as large and as odd as a real one: 16 people, 4 departments, an outsider."""

from __future__ import annotations

from datetime import date

import pytest

from graph.decision.results import (
    Access,
    Analysis,
    Cover,
    Deal,
    Decider,
    Evidence,
    Finding,
    Measure,
    Mend,
    NextContact,
    NextQuestion,
    PersonRow,
    Seller,
    Sentence,
    Subject,
    Tie,
)

STANCE = {"m": 1.0, "s": 0.5, "n": 0.0, "o": -0.5, "e": -1.0, "u": None}

# id, two names, two titles, department, level, role, stance, influence, covers, contribution
PEOPLE = (
    (
        "chen",
        "陈国栋",
        "Chen Guodong",
        "行长",
        "President",
        "",
        1,
        "decision_maker",
        "s",
        0.24,
        "",
        0.05,
    ),
    (
        "zhao",
        "赵敏",
        "Zhao Min",
        "科技副行长",
        "VP Technology",
        "",
        2,
        "approver",
        "s",
        0.13,
        "lin .29",
        0.06,
    ),
    (
        "sun",
        "孙薇",
        "Sun Wei",
        "首席财务官",
        "Chief Financial Officer",
        "",
        2,
        "decision_maker",
        "u",
        0.27,
        "",
        0.0,
    ),
    (
        "qian",
        "钱军",
        "Qian Jun",
        "渠道管理部总经理",
        "GM Channels",
        "Channels",
        3,
        "end_user",
        "s",
        0.03,
        "he .5",
        0.01,
    ),
    (
        "tang",
        "唐斌",
        "Tang Bin",
        "支行行长",
        "Branch director",
        "Channels",
        4,
        "end_user",
        "s",
        0.01,
        "he .4",
        0.0,
    ),
    (
        "gao",
        "高燕",
        "Gao Yan",
        "网点运营经理",
        "Branch operations",
        "Channels",
        4,
        "coach",
        "m",
        0.01,
        "he .86",
        0.01,
    ),
    (
        "wang",
        "王磊",
        "Wang Lei",
        "信息科技部总经理",
        "GM Information Technology",
        "IT",
        3,
        "technical_expert",
        "o",
        0.05,
        "su .6",
        -0.01,
    ),
    (
        "liu",
        "刘芳",
        "Liu Fang",
        "网络主管",
        "Network lead",
        "IT",
        4,
        "technical_expert",
        "s",
        0.004,
        "su .5",
        0.0,
    ),
    (
        "wu",
        "吴昊",
        "Wu Hao",
        "运维工程师",
        "Operations engineer",
        "IT",
        5,
        "end_user",
        "s",
        0.003,
        "su .4",
        0.0,
    ),
    (
        "zhou",
        "周凯",
        "Zhou Kai",
        "企业架构师",
        "Enterprise architect",
        "IT",
        4,
        "technical_expert",
        "n",
        0.01,
        "su .4",
        0.0,
    ),
    (
        "xu",
        "徐静",
        "Xu Jing",
        "安全主管",
        "Security lead",
        "IT",
        4,
        "influencer",
        "u",
        0.003,
        "",
        0.0,
    ),
    (
        "huang",
        "黄萍",
        "Huang Ping",
        "采购部总经理",
        "GM Procurement",
        "Procurement",
        3,
        "tender_organizer",
        "o",
        0.04,
        "",
        -0.02,
    ),
    (
        "ma",
        "马丽",
        "Ma Li",
        "招标专员",
        "Tender officer",
        "Procurement",
        4,
        "gatekeeper",
        "u",
        0.01,
        "",
        0.0,
    ),
    (
        "hu",
        "胡霞",
        "Hu Xia",
        "预算经理",
        "Budget manager",
        "Finance & risk",
        3,
        "influencer",
        "n",
        0.09,
        "",
        0.0,
    ),
    (
        "boss",
        "boss",
        "boss",
        "合规部负责人",
        "Head of Compliance",
        "Finance & risk",
        4,
        "",
        "u",
        0.03,
        "",
        0.0,
    ),
    (
        "luo",
        "罗明",
        "Luo Ming",
        "技术顾问",
        "Tech. consultant",
        "",
        None,
        "influencer",
        "o",
        0.07,
        "",
        -0.02,
    ),
)
DEPARTMENT_ZH = {
    "Channels": "渠道管理部",
    "IT": "信息科技部",
    "Procurement": "采购部",
    "Finance & risk": "计财与合规",
}
TIES = (
    "zhao>chen sun>chen qian>zhao wang>zhao huang>sun hu>sun tang>qian gao>qian liu>wang wu>liu "
    "zhou>wang xu>wang ma>huang boss>hu xu>sun"
)
SELLERS = (
    ("he", "贺军", "He Jun", "account_manager"),
    ("lin", "林悦", "Lin Yue", "key_account_manager"),
    ("su", "苏涛", "Su Tao", "solution_manager"),
    ("fan", "范敏", "Fan Min", "executive"),
)


def person(row: tuple) -> PersonRow:
    id_, name, english, title, title_en, dept, level, role, stance, v, covers, adds = row
    parts = covers.split()
    made = [
        Cover(seller=s, strength=float(x), undecayed=min(1.0, 2 * float(x)))
        for s, x in zip(parts[::2], parts[1::2], strict=True)
    ]
    s = STANCE[stance]
    return PersonRow(
        id=id_,
        name=name,
        name_en=english,
        title=title,
        title_en=title_en,
        department=DEPARTMENT_ZH.get(dept),
        department_en=dept or None,
        level=level,
        employer=None if id_ == "luo" else "linjiang",
        roles=[role] if role else [],
        stance=s,
        stance_confidence=0.0 if s is None else 0.8,
        expected_stance=0.8 * (s or 0.0),
        influence=v,
        contribution=adds,
        coverage=max((c.strength for c in made), default=0.0),
        covers=made,
        placeholder=id_ == "boss",
        outsider=id_ == "luo",
    )


def ties() -> list[Tie]:
    reports = [
        Tie(**{"from": a, "to": b}, kind="REPORTS_TO")
        for a, b in (x.split(">") for x in TIES.split())
    ]
    sway = (
        ("luo", "chen", 0.3),
        ("qian", "zhao", 0.5),
        ("zhou", "huang", 0.4),
        ("gao", "qian", 0.8),
    )
    known = [Tie(**{"from": "hu", "to": "ma"}, kind="KNOWS", weight=0.6)]
    return (
        reports
        + known
        + [Tie(**{"from": a, "to": b}, kind="INFLUENCES", weight=w) for a, b, w in sway]
    )


def finding(
    kind: str, about: str, name: str, exposure: float, impact: float, title: tuple[str, str], **more
) -> Finding:
    return Finding(
        kind=kind,
        subject=Subject(kind=more.pop("subject_kind", "person"), id=about, name=name),
        exposure=exposure,
        impact=impact,
        severity=exposure * impact,
        money=impact * 12_600_000,
        cause=more.pop("cause", f"{kind}:{about}"),
        title=Sentence(en=title[0], zh=title[1]),
        evidence=Evidence(**more.pop("evidence")),
        sentence=Sentence(
            en=more.pop("en", f"{title[0]}: nobody else would notice in time."),
            zh=more.pop("zh", f"{title[1]}。"),
        ),
        action=Sentence(en=f"Meet {name}.", zh=f"约见{name}。"),
        measure=Measure(name="threads", now=1, if_mended=2),
        mend=more.pop("mend", None),
    )


def findings() -> list[Finding]:
    road = [
        ("lin", "COVERS", "zhao"),
        ("zhao", "REPORTS_TO", "chen"),
        ("sun", "REPORTS_TO", "chen"),
    ]
    side = [("he", "COVERS", "gao"), ("gao", "INFLUENCES", "qian"), ("qian", "INFLUENCES", "zhao")]
    return [
        finding(
            "single_thread",
            "sun",
            "Sun Wei",
            0.85,
            0.4,
            ("Sun Wei is out of reach", "够不到孙薇"),
            cause="reach:sun",
            evidence={
                "nodes": ["lin", "he", "zhao", "gao", "qian", "chen", "sun"],
                "relationships": road + side,
            },
            en="Everything we have runs through Zhao Min and Chen Guodong: 58% → 29% → 15%.",
            zh="所有联系都经过赵敏和陈国栋：58% → 29% → 15%。",
            mend=Mend(kind="contact", seller="fan", person="sun", strength=0.6),
        ),
        finding(
            "uncovered_power",
            "sun",
            "Sun Wei",
            1.0,
            0.27,
            ("Nobody meets Sun Wei", "无人直接联系孙薇"),
            cause="reach:sun",
            evidence={"nodes": ["sun"], "relationships": []},
        ),
        finding(
            "single_thread",
            "chen",
            "Chen Guodong",
            0.71,
            0.4,
            ("One road to the President", "通往行长只有一条路"),
            evidence={"nodes": ["lin", "zhao", "chen"], "relationships": road[:2]},
        ),
        finding(
            "uncovered_power",
            "chen",
            "Chen Guodong",
            1.0,
            0.24,
            ("Nobody meets the President", "无人直接联系行长"),
            evidence={"nodes": ["chen"], "relationships": []},
        ),
        finding(
            "weak_step",
            "bid",
            "Bid evaluation",
            1.0,
            0.14,
            ("Bid evaluation: no contact", "评标环节无人可用"),
            subject_kind="step",
            evidence={"nodes": ["huang", "ma"], "relationships": []},
        ),
        finding(
            "fading_tie",
            "zhao",
            "Zhao Min",
            0.52,
            0.13,
            ("Tie to Zhao Min is fading", "与赵敏的关系在变冷"),
            evidence={"nodes": ["lin", "zhao"], "relationships": road[:1]},
        ),
    ]


def make_linjiang() -> Analysis:
    best = ["lin", "zhao", "chen", "sun"]
    side = ["he", "gao", "qian", "zhao", "chen", "sun"]

    def access(decider: str, reliability: float, upto: int, separators: list[str]) -> Access:
        return Access(
            decider=decider,
            reliability=reliability,
            standard_error=0.0,
            threads=1 + (decider == "zhao"),
            separators=separators,
            routes=[best[: upto + 1]] + ([side[:4]] if decider == "zhao" else [side[: upto + 3]]),
            best_route=best[: upto + 1],
            best_route_steps=[0.29, 0.5, 0.5][:upto],
        )

    return Analysis(
        opportunity=Deal(
            id="d1",
            name="临江银行 · 智慧网点组网",
            name_en="Linjiang Bank · Smart branch network",
            enterprise="linjiang",
            enterprise_name="临江银行集团",
            enterprise_name_en="Linjiang Bank Group",
            stage="bidding",
            procurement="tender",
            amount=12_600_000,
            currency="CNY",
            expected_close=date(2026, 5, 28),
        ),
        as_of=date(2026, 3, 31),
        lean=0.08,
        lean_sd=0.21,
        deciders=[
            Decider(id="chen", name="Chen", weight=0.4),
            Decider(id="sun", name="Sun", weight=0.4),
            Decider(id="zhao", name="Zhao", weight=0.2),
        ],
        known_share=0.41,
        passes=False,
        blocked_by=[],
        presumed=False,
        decision_covered=0.09,
        access_weighted=0.29,
        people=[person(row) for row in PEOPLE],
        team=[Seller(id=i, name=n, name_en=e, role=r) for i, n, e, r in SELLERS],
        ties=ties(),
        access=[
            access("chen", 0.29, 2, ["zhao"]),
            access("sun", 0.15, 3, ["zhao", "chen"]),
            access("zhao", 0.58, 1, []),
        ],
        findings=findings(),
        next_question=NextQuestion(person="sun", share_of_variance=0.57),
        next_contact=NextContact(
            seller="fan",
            person="sun",
            hours=3,
            gain_lean=0.05,
            gain_access=0.36,
            lean_after=0.13,
            access_before=0.29,
            access_after=0.65,
            coverage_after=0.6,
            because=Sentence(en="Executive to executive.", zh="高管对高管。"),
        ),
    )


@pytest.fixture
def linjiang() -> Analysis:
    return make_linjiang()
