"""The first deal: a bank's branch network, with everything that the product is made to show.

Two people decide. All we have reaches the president through the vice-president alone, and the CFO
through the two of them; the CFO's stance is not known; her budget manager, to whom she listens,
is courted by a rival; a consultant from outside speaks against us.
"""

# ruff: noqa: E501 -- a table of people, one a line

from __future__ import annotations

from data.generator.answers import Answers
from data.generator.book import Book, days_ago
from data.generator.deals import COACH, CRM, PARTNER, VISIT, Deal
from data.generator.enterprises import Enterprise
from data.generator.organisation import Organisation, Person, Staff
from data.generator.ties import courts, covers, knows, sways
from data.generator.worked import Plan, start

ID = "D26-001"
_PLAN = Plan(
    ID, "QB", ("智慧网点专网", "Smart branch network"), ("ZX", "YXT", "EW"), "bidding", "tender",
    12_800_000, 58, ("S2", "S3", "S4", "S5"),
)  # fmt: skip
_BOARD, _CHANNELS = ("行领导", "Executive Board"), ("渠道管理部", "Channels")
_IT, _PURCHASE = ("信息科技部", "Information Technology"), ("采购部", "Procurement")
_FINANCE = ("计财与合规部", "Finance & Risk")
# post: name, title, department, level, boss
_POSTS: dict[str, tuple[tuple[str, str], tuple[str, str], tuple[str, str], int, str | None]] = {
    "head": (("程国梁", "Cheng Guoliang"), ("行长", "President"), _BOARD, 1, None),
    "deputy": (("梁明远", "Liang Mingyuan"), ("科技副行长", "VP Technology"), _BOARD, 2, "head"),
    "finance": (("沈若薇", "Shen Ruowei"), ("首席财务官", "Chief Financial Officer"), _BOARD, 2, "head"),
    "user": (("高文博", "Gao Wenbo"), ("渠道管理部总经理", "GM Channels"), _CHANNELS, 3, "deputy"),
    "branch": (("唐斌", "Tang Bin"), ("支行行长", "Branch Director"), _CHANNELS, 4, "user"),
    "office": (("许佳怡", "Xu Jiayi"), ("网点运营经理", "Branch Operations"), _CHANNELS, 5, "branch"),
    "it": (("罗建平", "Luo Jianping"), ("信息科技部总经理", "GM Information Tech."), _IT, 3, "deputy"),
    "network": (("方颖", "Fang Ying"), ("网络主管", "Network Lead"), _IT, 4, "it"),
    "engineer": (("吴昊", "Wu Hao"), ("运维工程师", "Operations Engineer"), _IT, 5, "network"),
    "architect": (("周凯", "Zhou Kai"), ("企业架构师", "Enterprise Architect"), _IT, 4, "it"),
    "security": (("蔡静", "Cai Jing"), ("信息安全主管", "Security Lead"), _IT, 4, "it"),
    "buyer": (("黄丽华", "Huang Lihua"), ("采购部总经理", "GM Procurement"), _PURCHASE, 3, "finance"),
    "tender": (("马琳", "Ma Lin"), ("招标专员", "Tender Officer"), _PURCHASE, 4, "buyer"),
    "budget": (("胡晓燕", "Hu Xiaoyan"), ("预算经理", "Budget Manager"), _FINANCE, 3, "finance"),
    "treasury": (("邵雪梅", "Shao Xuemei"), ("司库主管", "Treasury Supervisor"), _FINANCE, 4, "budget"),
}  # fmt: skip
# post: roles, then statements (stance, confidence, source, days ago)
_PARTS: dict[str, tuple[str, tuple[tuple[str, float, str, int], ...]]] = {
    "head": ("decision_maker", (("supporter", 0.6, VISIT, 48),)),
    "deputy": ("approver", (("supporter", 0.8, VISIT, 41), ("supporter", 0.6, COACH, 15))),
    "finance": ("decision_maker", (("unknown", 0.8, CRM, 30),)),
    "user": ("end_user", (("supporter", 0.8, VISIT, 9), ("mentor", 0.5, PARTNER, 33))),
    "branch": ("end_user", (("supporter", 0.7, VISIT, 21),)),
    "office": ("coach", (("mentor", 0.9, VISIT, 5),)),
    "it": ("technical_expert", (("non_supporter", 0.7, VISIT, 12), ("neutral", 0.5, COACH, 40))),
    "network": ("technical_expert", (("supporter", 0.8, VISIT, 7),)),
    "engineer": ("end_user technical_expert", (("supporter", 0.7, VISIT, 7),)),
    "architect": ("technical_expert", (("neutral", 0.6, VISIT, 25),)),
    "security": ("influencer", ()),
    "buyer": ("tender_organizer", (("non_supporter", 0.7, COACH, 15),)),
    "tender": ("gatekeeper", ()),
    "budget": ("influencer", (("neutral", 0.4, COACH, 15),)),
    "treasury": ("influencer", ()),
}  # fmt: skip
# Shares of the decision that the model must give: CFO, president, consultant, vice-president, budget.
_SHARES = (0.24, 0.23, 0.13, 0.13, 0.09)


def write_headline(
    book: Book, staff: Staff, bank: Enterprise, firm: Enterprise, answers: Answers
) -> Organisation:
    """Add the first deal; return the people of the bank."""
    people = Organisation(bank)
    for post, (name, title, department, level, _) in _POSTS.items():
        people.posts[post] = staff.hire(bank, title, department, level, staff.names.take(*name))
    for post, entry in _POSTS.items():
        if entry[4]:
            staff.reports(people[post], people[entry[4]])
    compliance = staff.unknown(bank, ("合规部负责人", "Head of Compliance"), _FINANCE, 3)
    people.posts["compliance"] = compliance
    staff.reports(compliance, people["finance"])
    staff.reports(people["security"], compliance)
    deal = start(book, _PLAN, bank)
    for post, (roles, said) in _PARTS.items():
        sources = dict.fromkeys(s[2] for s in said) or {CRM: None}
        deal.play(people[post], roles, *sources)
        for stance, confidence, source, days in said:
            deal.say(people[post], stance, confidence, source, days)
    _outside(book, staff, deal, people, firm)
    _ties(book, people)
    _procedure(deal, people, compliance)
    _needs(deal, people)
    _known(answers, people)
    return people


def _outside(book: Book, staff: Staff, deal: Deal, people: Organisation, firm: Enterprise) -> None:
    consultant = staff.hire(
        firm, ("技术顾问", "Technology Consultant"), ("咨询部", "Consulting"), 3,
        staff.names.take("丁立新", "Ding Lixin"),
    )  # fmt: skip
    people.posts["consultant"] = consultant
    sways(book, consultant, people["head"], 0.5, 0.7)
    deal.play(consultant, "influencer", COACH)
    deal.say(consultant, "enemy", 0.7, COACH, 15)
    deal.say(consultant, "non_supporter", 0.7, PARTNER, 28)
    deal.say(people["buyer"], "supporter", 0.6, COACH, 15, towards="HT")
    courts(book, "HT", people["budget"], 0.7, 12)
    courts(book, "HT", people["buyer"], 0.6, 18)
    courts(book, "HT", consultant, 0.8, 9)
    book.add("bids_on", start="HT", end=deal.id, first_seen=days_ago(150))
    book.add("bids_on", start="BH", end=deal.id, first_seen=days_ago(11))


def _ties(book: Book, people: Organisation) -> None:
    sways(book, people["deputy"], people["head"], 0.4)
    sways(book, people["head"], people["finance"], 0.3, 0.7)
    sways(book, people["finance"], people["head"], 0.4, 0.7)
    sways(book, people["budget"], people["finance"], 0.6, 0.6)
    sways(book, people["office"], people["user"], 0.6, 0.9)
    knows(book, people["network"], people["branch"], 0.4)
    knows(book, people["engineer"], people["office"], 0.6)
    low, high = sorted((people["it"].id, people["user"].id))
    book.add("conflicts_with", start=low, end=high, confidence=0.7)
    for seller, post, strength, days in (
        ("S3", "deputy", 0.75, 251), ("S4", "user", 0.6, 9), ("S4", "office", 0.9, 5),
        ("S4", "branch", 0.5, 21), ("S5", "it", 0.6, 12), ("S5", "network", 0.85, 7),
        ("S5", "engineer", 0.6, 7), ("S5", "architect", 0.5, 25),
    ):  # fmt: skip
        covers(book, seller, people[post], strength, days)


def _procedure(deal: Deal, people: Organisation, compliance: Person) -> None:
    deal.step(1, people["user"])
    deal.step(2, people["user"], people["it"])
    deal.step(3, people["it"], people["network"], people["architect"], people["security"])
    deal.step(4, people["buyer"], people["tender"], people["budget"])
    deal.step(5, people["head"], people["finance"], people["deputy"])
    deal.step(6, people["head"], compliance)


def _needs(deal: Deal, people: Organisation) -> None:
    deal.need(
        people["user"],
        ("网点排队时间减半", "Halve the queues at branches"),
        "minutes",
        2_400_000,
        "ZX",
    )
    deal.need(
        people["it"],
        ("一张网管到所有网点", "One network to manage for all branches"),
        "incidents a month",
        1_800_000,
        "ZX",
    )
    deal.need(
        people["finance"],
        ("通信开支三年不涨", "No rise of telecom cost in three years"),
        "CNY a year",
        3_000_000,
        "EW",
        hidden=True,
    )
    deal.need(
        people["head"],
        ("年报中的数字化成绩", "A digital success for the annual report"),
        "ranking",
        900_000,
        "YXT",
        hidden=True,
    )
    deal.need(
        people["branch"],
        ("客户通知不再漏发", "No customer notice lost"),
        "share delivered",
        600_000,
        "YXT",
    )


def _known(answers: Answers, people: Organisation) -> None:
    def ids(*posts: str) -> list[str]:
        return [people[p].id for p in posts]

    answers.facts["headline"] = {
        "deal": ID,
        "deciders": ids("head", "finance", "deputy"),
        "out_of_reach": ids("finance")[0],
        "chain": ids("deputy", "head"),
        "ask_first": ids("finance")[0],
        "meet_next": ["S2", ids("finance")[0]],
        "shares": dict(zip(ids("finance", "head", "consultant", "deputy", "budget"), _SHARES, strict=True)),
        "findings": [
            ["single_thread", *ids("finance")], ["single_thread", *ids("head")],
            ["uncovered_power", *ids("finance")], ["uncovered_power", *ids("head")],
            ["hostile_power", *ids("consultant")], ["uncovered_power", *ids("consultant")],
            ["fading_tie", *ids("deputy")],
            ["weak_step", f"{ID}-4"],
            ["linchpin", *ids("deputy")], ["linchpin", *ids("head")],
            ["rival_lock", "HT"], ["dark_horse", "BH"],
            ["single_source", *ids("finance")], ["single_source", *ids("head")],
            ["single_source", *ids("consultant")],
        ],
    }  # fmt: skip
