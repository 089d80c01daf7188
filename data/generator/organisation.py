"""Who works where: the posts of each sort of customer, and people to fill them."""

# ruff: noqa: E501 -- a table of posts, one a line

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from data.generator.book import Book
from data.generator.catalogue import EDUCATION, FINANCE, GOVERNMENT
from data.generator.enterprises import HEALTH, Enterprise
from data.generator.names import Names

Word = tuple[str, str]


@dataclass(frozen=True)
class Person:
    """Somebody at a customer."""

    id: str
    name: str
    name_en: str
    enterprise: str
    level: int | None = None


@dataclass
class Organisation:
    """The people of one customer by post: head, deputy, finance, it, user, buyer, office ..."""

    enterprise: Enterprise
    posts: dict[str, Person] = field(default_factory=dict)

    def __getitem__(self, post: str) -> Person:
        return self.posts[post]

    def __contains__(self, post: str) -> bool:
        return post in self.posts

    @property
    def people(self) -> list[Person]:
        """Everybody, in the order of the posts."""
        return list(self.posts.values())


# post: level, boss
_SHAPE: dict[str, tuple[int, str | None]] = {
    "head": (1, None), "deputy": (2, "head"), "finance": (2, "head"), "it": (3, "deputy"),
    "user": (3, "deputy"), "buyer": (3, "finance"), "office": (3, "finance"),
    "engineer": (4, "it"), "operator": (4, "user"), "legal": (3, "finance"), "planner": (4, "it"), "service": (4, "user"),
}  # fmt: skip
CORE = ("head", "deputy", "finance", "it", "user", "buyer", "office", "engineer", "operator")
SMALL = ("head", "deputy", "office")

# Department, then title, of each post; the words that differ by sort of customer come below.
_COMPANY: dict[str, tuple[Word, Word]] = {
    "head": (("总经办", "Management"), ("总经理", "General Manager")),
    "deputy": (("总经办", "Management"), ("分管信息化副总经理", "Deputy GM, Digital")),
    "finance": (("财务部", "Finance"), ("财务总监", "Finance Director")),
    "it": (("信息中心", "Information Centre"), ("信息中心主任", "Head of Information")),
    "user": (("运营部", "Operations"), ("运营部经理", "Operations Manager")),
    "buyer": (("采购部", "Procurement"), ("采购部经理", "Procurement Manager")),
    "office": (("综合办公室", "General Office"), ("办公室主任", "Office Director")),
    "engineer": (("信息中心", "Information Centre"), ("网络工程师", "Network Engineer")),
    "operator": (("运营部", "Operations"), ("运营主管", "Operations Supervisor")),
    "legal": (("法务部", "Legal"), ("法务经理", "Legal Manager")),
    "planner": (("信息中心", "Information Centre"), ("系统规划师", "Systems Planner")),
    "service": (("运营部", "Operations"), ("客服主管", "Service Supervisor")),
}
_PUBLIC: dict[str, tuple[Word, Word]] = {
    "head": (("局领导", "Leadership"), ("局长", "Director-General")),
    "deputy": (("局领导", "Leadership"), ("分管副局长", "Deputy Director-General")),
    "finance": (("计划财务处", "Planning & Finance"), ("计财处处长", "Head of Finance")),
    "it": (("信息化处", "Digital Affairs"), ("信息化处处长", "Head of Digital Affairs")),
    "user": (("业务处", "Field Services"), ("业务处处长", "Head of Field Services")),
    "buyer": (("政府采购办", "Procurement Office"), ("采购办主任", "Procurement Officer")),
    "office": (("办公室", "General Office"), ("办公室主任", "Office Director")),
    "engineer": (("信息化处", "Digital Affairs"), ("系统管理员", "System Administrator")),
    "operator": (("业务处", "Field Services"), ("业务科长", "Section Chief")),
    "legal": (("法规处", "Regulations"), ("法规处处长", "Head of Regulations")),
    "planner": (("信息化处", "Digital Affairs"), ("项目专员", "Project Officer")),
}
_SCHOOL: dict[str, tuple[Word, Word]] = {
    "head": (("校领导", "Leadership"), ("校长", "President")),
    "deputy": (("校领导", "Leadership"), ("分管副校长", "Vice-President")),
    "finance": (("财务处", "Finance"), ("财务处处长", "Head of Finance")),
    "it": (("网络中心", "Network Centre"), ("网络中心主任", "Head of Network Centre")),
    "user": (("学生处", "Student Affairs"), ("学生处处长", "Head of Student Affairs")),
    "buyer": (("招标办", "Tender Office"), ("招标办主任", "Head of Tender Office")),
    "office": (("校办公室", "President's Office"), ("校办主任", "Office Director")),
    "engineer": (("网络中心", "Network Centre"), ("网络工程师", "Network Engineer")),
    "operator": (("学生处", "Student Affairs"), ("辅导员主管", "Counsellors' Supervisor")),
    "legal": (("审计处", "Audit"), ("审计处处长", "Head of Audit")),
    "planner": (("网络中心", "Network Centre"), ("校园卡主管", "Campus Card Supervisor")),
}
_HOSPITAL: dict[str, tuple[Word, Word]] = _PUBLIC | {
    "head": (("院领导", "Leadership"), ("院长", "Hospital President")),
    "deputy": (("院领导", "Leadership"), ("分管副院长", "Vice-President")),
    "finance": (("财务科", "Finance"), ("总会计师", "Chief Accountant")),
    "it": (("信息科", "Informatics"), ("信息科科长", "Head of Informatics")),
    "user": (("门诊部", "Outpatients"), ("门诊部主任", "Head of Outpatients")),
    "buyer": (("采购中心", "Purchasing Centre"), ("采购中心主任", "Head of Purchasing")),
    "office": (("院办公室", "President's Office"), ("院办主任", "Office Director")),
    "engineer": (("信息科", "Informatics"), ("信息工程师", "Informatics Engineer")),
    "operator": (("护理部", "Nursing"), ("护士长", "Head Nurse")),
}
_FINANCE: dict[str, tuple[Word, Word]] = _COMPANY | {
    "head": (("经营层", "Executive Board"), ("总裁", "Chief Executive")),
    "deputy": (("经营层", "Executive Board"), ("首席信息官", "Chief Information Officer")),
    "finance": (("计划财务部", "Finance"), ("首席财务官", "Chief Financial Officer")),
    "it": (
        ("信息技术部", "Information Technology"),
        ("信息技术部总经理", "GM Information Technology"),
    ),
    "user": (("渠道管理部", "Channels"), ("渠道管理部总经理", "GM Channels")),
    "operator": (("渠道管理部", "Channels"), ("网点运营经理", "Branch Operations Manager")),
}
_WORDS = {EDUCATION: _SCHOOL, HEALTH: _HOSPITAL, GOVERNMENT: _PUBLIC, FINANCE: _FINANCE}


class Staff:
    """Hires people: the one place where people, posts and lines of command come from."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.names = Names(book.dice("names"))
        self.dice = book.dice("staff")

    def person(
        self, name: tuple[str, str] | None = None, *, contact: bool = True
    ) -> tuple[str, str, str]:
        """Add somebody without a post; return id and both names."""
        zh, en = name or self.names.next()
        id_ = self.book.next_id("P")
        row = {"id": id_, "name": zh, "name_en": en}
        if contact and self.dice.random() < 0.8:
            row["phone"] = f"13{self.dice.randrange(10)}0000{self.dice.randrange(10**4):04d}"
            row["email"] = (
                f"{en.lower().replace(' ', '.').replace(chr(39), '').replace('ü', 'v')}@example.com"
            )
        self.book.add("people", **row)
        return id_, zh, en

    def hire(
        self, enterprise: Enterprise, title: Word, department: Word, level: int,
        name: tuple[str, str] | None = None,
    ) -> Person:  # fmt: skip
        """Add a person with a post at ``enterprise``."""
        id_, zh, en = self.person(name)
        self.post(id_, enterprise, title, department, level)
        return Person(id_, zh, en, enterprise.id, level)

    def post(
        self, person: str, enterprise: Enterprise, title: Word, department: Word, level: int
    ) -> None:
        """Give ``person`` a post."""
        since = date(self.dice.randint(2011, 2020), self.dice.randint(1, 12), 1)
        self.book.add(
            "works_for", start=person, end=enterprise.id, title=title[0], title_en=title[1],
            department=department[0], department_en=department[1], level=level, since=since,
        )  # fmt: skip

    def unknown(self, enterprise: Enterprise, title: Word, department: Word, level: int) -> Person:
        """Add a placeholder: the post is known, the person is not yet."""
        id_ = self.book.next_id("P")
        self.book.add(
            "people", id=id_, name=f"{title[0]}(待确认)", name_en=f"{title[1]} (not yet known)",
            placeholder=True,
        )  # fmt: skip
        self.post(id_, enterprise, title, department, level)
        return Person(id_, title[0], title[1], enterprise.id, level)

    def reports(self, person: Person, boss: Person, enterprise: str | None = None) -> None:
        """Draw the line of command."""
        self.book.add(
            "reports_to", start=person.id, end=boss.id, enterprise=enterprise or person.enterprise
        )

    def organisation(self, enterprise: Enterprise, posts: tuple[str, ...] = CORE) -> Organisation:
        """Fill ``posts`` of ``enterprise`` and draw its lines of command."""
        words = _WORDS.get(enterprise.industry, _COMPANY)
        made = Organisation(enterprise)
        for post in posts:
            department, title = words[post]
            made.posts[post] = self.hire(enterprise, title, department, _SHAPE[post][0])
        for post, person in made.posts.items():
            boss = _boss(post, posts)
            if boss:
                self.reports(person, made[boss])
        return made


def _boss(post: str, posts: tuple[str, ...]) -> str | None:
    boss = _SHAPE[post][1]
    while boss is not None and boss not in posts:
        boss = _SHAPE[boss][1]
    return boss
