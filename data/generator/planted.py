"""Deals in which one thing is weak, or two: each starts well worked and has its causes planted."""

# ruff: noqa: E501 -- a table of deals, one a line

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from data.generator.answers import Answers, Plant
from data.generator.book import Book, days_ago
from data.generator.deals import COACH, VISIT, Deal
from data.generator.enterprises import Enterprise
from data.generator.needs import write_needs
from data.generator.organisation import CORE, Organisation, Person, Staff
from data.generator.ties import covers, level_word, sways
from data.generator.worked import Plan, worked_deal

LEGAL = (*CORE, "legal")
# The rivals who come late, and who are ahead of us.
LATE, AHEAD = "YF", "XL"


@dataclass(frozen=True)
class Scene:
    """A well-worked deal into which something is planted."""

    plant: Plant
    deal: Deal
    people: Organisation
    staff: Staff
    firm: Enterprise


Sow = Callable[[Scene], None]


def _stance(s: Scene, person: Person, stance: str) -> None:
    s.plant.change("holds", {"from": person.id, "to": s.deal.id}, stance=stance)


def _oppose(s: Scene) -> None:
    """Let the buyer, who has little power, be against us."""
    for row in s.plant.book.rows["holds"]:
        if (row["from"], row["to"]) == (s.people["buyer"].id, s.deal.id):
            row["stance"] = "non_supporter"


def consultant_of(s: Scene) -> Person:
    """Add a consultant from outside to whom the head listens; we know him, he is neutral."""
    who = s.staff.hire(s.firm, ("高级顾问", "Senior Consultant"), ("咨询部", "Consulting"), 2)
    sways(s.plant.book, who, s.people["head"], 0.6)
    s.deal.say(who, "neutral", 0.7, VISIT)
    s.deal.say(who, "neutral", 0.6, COACH)
    executive = next(r["from"] for r in s.plant.book.rows["works_on"] if r["to"] == s.deal.id)
    covers(s.plant.book, executive, who, 0.7, 12)
    return who


def uncovered_finance(s: Scene) -> None:
    """Nobody of us knows the finance director, to whom the head listens."""
    s.plant.remove("covers", to=s.people["finance"].id).shows(
        "uncovered_power", s.people["finance"].id
    )


def uncovered_expert(s: Scene) -> None:
    """The head of IT sways the head, and we have met him once."""
    sways(s.plant.book, s.people["it"], s.people["head"], 0.7)
    s.plant.change("covers", {"to": s.people["it"].id}, strength=0.2, level="brief", contacts_90d=1)
    s.plant.shows("uncovered_power", s.people["it"].id)


def uncovered_consultant(s: Scene) -> None:
    """A consultant from outside sways the head, and nobody of us knows him."""
    consultant = consultant_of(s)
    s.plant.remove("covers", to=consultant.id).shows("uncovered_power", consultant.id)


def hostile_finance(s: Scene) -> None:
    """The finance director is against us."""
    _stance(s, s.people["finance"], "non_supporter")
    s.plant.shows("hostile_power", s.people["finance"].id)


def hostile_approver(s: Scene) -> None:
    """The deputy who approves is an enemy."""
    _oppose(s)  # a large deal: somebody else is against us too
    _stance(s, s.people["deputy"], "enemy")
    s.plant.shows("hostile_power", s.people["deputy"].id)


def hostile_consultant(s: Scene) -> None:
    """A consultant from outside speaks for a rival; we know him, but he is against us."""
    consultant = consultant_of(s)
    _stance(s, consultant, "non_supporter")
    s.plant.shows("hostile_power", consultant.id)


def one_seller(s: Scene) -> None:
    """All we have hangs on one of our sellers, who alone knows the head and everybody else."""
    seller = next(r["from"] for r in s.plant.book.rows["covers"] if r["to"] == s.people["head"].id)
    held = {r["to"] for r in s.plant.book.rows["covers"] if r["from"] == seller}
    for person in s.people.people:
        if person.id not in held:
            covers(s.plant.book, seller, person, 0.6, 9)
    for person in s.people.people:
        if any(r["to"] == person.id and r["from"] != seller for r in s.plant.book.rows["covers"]):
            s.plant.remove("covers", keep=lambda r: r["from"] == seller, to=person.id)
    s.plant.shows("single_thread", s.people["head"].id)
    s.plant.shows("seller_dependency", seller)


def one_road(s: Scene) -> None:
    """We know the head only through the deputy, who alone connects us."""
    for post in ("head", "finance", "buyer", "office"):
        s.plant.remove("covers", to=s.people[post].id)
    s.plant.shows("single_thread", s.people["head"].id)
    s.plant.shows("uncovered_power", s.people["head"].id)
    s.plant.shows("uncovered_power", s.people["finance"].id)
    s.plant.shows("linchpin", s.people["deputy"].id)


def _no_role(role: str, instead: str, *posts: str) -> Sow:
    def sow(s: Scene) -> None:
        for post in posts:
            s.plant.change("plays", {"from": s.people[post].id, "to": s.deal.id}, roles=[instead])
        s.plant.shows("missing_role", role)

    sow.__doc__ = f"Nobody is known to be {role.replace('_', ' ')}."
    return sow


def step_of_nobody(s: Scene) -> None:
    """Nobody knows who acts in the approval."""
    step = f"{s.deal.id}-5"
    s.plant.remove("acts_in", to=step).shows("weak_step", step)


def step_of_stranger(s: Scene) -> None:
    """Legal alone signs, and we neither know them nor where they stand."""
    legal = s.people["legal"]
    s.plant.remove("covers", to=legal.id).remove("holds", **{"from": legal.id, "to": s.deal.id})
    s.plant.shows("weak_step", f"{s.deal.id}-6")


def step_of_sceptic(s: Scene) -> None:
    """Legal alone signs, does not support us, and nobody of us has been there."""
    legal = s.people["legal"]
    s.plant.remove("covers", to=legal.id)
    _stance(s, legal, "non_supporter")
    s.plant.shows("weak_step", f"{s.deal.id}-6")


def _fading(post: str, days: int) -> Sow:
    def sow(s: Scene) -> None:
        person = s.people[post]
        if post != "finance":
            sways(s.plant.book, person, s.people["head"], 0.7)
        s.plant.change("covers", {"to": person.id}, last_contact=days_ago(days), contacts_90d=0)
        s.plant.shows("fading_tie", person.id).shows("uncovered_power", person.id)

    who = {"finance": "the finance director", "it": "the head of IT"}[post]
    sow.__doc__ = f"Our tie to {who} was good; the last contact was {days} days ago."
    return sow


def nobody_against(s: Scene) -> None:
    """The deal is one of the largest, and of nobody is it known that they are against us."""
    _oppose(s)
    _stance(s, s.people["buyer"], "neutral")
    s.plant.shows("no_known_opponent", s.deal.id)


def head_alone(s: Scene) -> None:
    """The head has not made up his mind, and listens to nobody whom we know of."""
    head = s.people["head"]
    s.plant.remove("reports_to", to=head.id).remove("influences", to=head.id)
    _stance(s, head, "neutral")
    s.plant.shows("broken_chain", head.id)


def quiet_power(s: Scene) -> None:
    """The head follows an engineer, far below in rank."""
    engineer = s.people["engineer"]
    s.plant.insert(
        "influences", start=engineer.id, end=s.people["head"].id, weight=0.9, confidence=0.8
    )
    s.plant.shows("power_gap", engineer.id)


def one_voice(s: Scene) -> None:
    """Where the head stands is said in one place alone."""
    head = s.people["head"].id
    s.plant.remove("holds", keep=lambda r: r["source"] == VISIT, **{"from": head, "to": s.deal.id})
    s.plant.shows("single_source", head)


def latecomer(s: Scene) -> None:
    """A rival came in after the shortlist, and nobody says where the head stands towards it."""
    s.deal.row["shortlisted_on"] = days_ago(25)
    s.plant.insert("bids_on", start=LATE, end=s.deal.id, first_seen=days_ago(6))
    s.plant.shows("dark_horse", LATE)


def rival_ahead(s: Scene) -> None:
    """We know the people who matter a little, a rival knows them well."""
    for post, strength in (("head", 0.45), ("deputy", 0.4), ("finance", 0.4), ("it", 0.4)):
        s.plant.change(
            "covers", {"to": s.people[post].id}, strength=strength, level=level_word(strength)
        )
        s.plant.insert(
            "courts",
            start=AHEAD,
            end=s.people[post].id,
            level="in_depth",
            strength=0.85,
            last_contact=days_ago(4),
        )
    s.plant.shows("rival_lock", AHEAD)


def both(one: Sow, other: Sow) -> Sow:
    """Plant two causes."""

    def sow(s: Scene) -> None:
        one(s)
        other(s)

    sow.__doc__ = f"{one.__doc__} {other.__doc__}"
    return sow


_T1, _T2 = ("S1", "S3", "S5", "S6"), ("S2", "S4", "S5", "S7")
PLANS: tuple[tuple[Plan, Sow, bool, tuple[str, ...]], ...] = (
    (Plan("D26-002", "CG", ("城市管理指挥平台", "City command platform"), ("CGT", "ZX"), "technical", "tender", 6_400_000, 70, _T1), both(uncovered_finance, nobody_against), False, CORE),
    (Plan("D26-003", "BL", ("厂区集团E网", "Plant group E-net"), ("EW", "ZX"), "survey", "negotiation", 2_900_000, 95, _T2), uncovered_expert, False, CORE),
    (Plan("D26-004", "RM", ("移动查房与办公", "Mobile rounds and office"), ("OA", "YX"), "commercial", "tender", 3_800_000, 60, _T1), uncovered_consultant, False, CORE),
    (Plan("D26-005", "HH", ("低时延交易专线", "Low-latency trading line"), ("ZX",), "technical", "negotiation", 3_100_000, 80, _T2), hostile_finance, False, CORE),
    (Plan("D26-006", "GA", ("移动警务终端", "Mobile police terminals"), ("JWT", "WXT"), "bidding", "tender", 5_900_000, 40, _T1), hostile_approver, True, CORE),
    (Plan("D26-007", "LG", ("园区总机改造", "Campus switchboard"), ("ZJ", "EW"), "commercial", "negotiation", 1_700_000, 55, _T2), hostile_consultant, False, CORE),
    (Plan("D26-008", "DX", ("校园总机与短信", "Campus switchboard and messaging"), ("ZJ", "XXT"), "commercial", "tender", 2_200_000, 65, _T1), one_seller, False, CORE),
    (Plan("D26-009", "JA", ("车队位讯通", "Fleet vehicle location"), ("WXT",), "technical", "negotiation", 1_300_000, 75, _T2), one_seller, False, CORE),
    (Plan("D26-010", "ZA", ("工地专线与E网", "Building-site lines and E-net"), ("ZX", "EW"), "contacts", "tender", 4_100_000, 50, _T1), one_road, False, CORE),
    (Plan("D26-011", "WJ", ("基层卫生移动办公", "Mobile office for clinics"), ("OA",), "survey", "negotiation", 1_900_000, 100, _T2), both(_no_role("coach", "influencer", "office"), head_alone), True, CORE),
    (Plan("D26-012", "HY", ("生产车间CRM", "Workshop CRM"), ("CRM",), "entry", "negotiation", 1_500_000, 120, _T1), both(_no_role("technical_expert", "influencer", "it", "engineer"), quiet_power), True, CORE),
    (Plan("D26-013", "JY", ("全市校讯通", "City-wide school messaging"), ("XXT",), "technical", "tender", 3_400_000, 85, _T2), both(_no_role("tender_organizer", "gatekeeper", "buyer"), one_voice), True, CORE),
    (Plan("D26-014", "SW", ("水务位讯通", "Water-works vehicle location"), ("WXT", "CGT"), "commercial", "tender", 2_600_000, 58, _T1), both(step_of_nobody, latecomer), True, CORE),
    (Plan("D26-015", "AL", ("理赔短信通知", "Claims messaging"), ("YXT",), "technical", "negotiation", 1_100_000, 72, _T2), both(step_of_stranger, rival_ahead), True, LEGAL),
    (Plan("D26-016", "TV", ("节目互动短信", "Programme messaging"), ("YXT", "CL"), "commercial", "negotiation", 900_000, 66, _T1), step_of_sceptic, True, LEGAL),
    (Plan("D26-017", "FY", ("预约挂号短信", "Appointment messaging"), ("YXT",), "commercial", "negotiation", 1_200_000, 62, _T2), _fading("finance", 400), False, CORE),
    (Plan("D26-018", "ZY", ("智慧校园专线", "Smart-campus line"), ("ZX",), "technical", "tender", 2_400_000, 90, _T1), _fading("it", 420), False, CORE),
    (Plan("D26-019", "QH", ("经销商E网", "Dealers' E-net"), ("EW", "CRM"), "survey", "negotiation", 1_400_000, 110, _T2), _fading("finance", 365), False, CORE),
)  # fmt: skip
CLEAN: tuple[tuple[Plan, bool], ...] = (
    (Plan("D26-020", "YZ", ("家校互动平台", "Home-school platform"), ("XXT",), "commercial", "tender", 800_000, 54, _T1), True),
    (Plan("D26-021", "ZH", ("中医院移动办公", "Hospital mobile office"), ("OA",), "technical", "tender", 1_600_000, 77, _T2), False),
    (Plan("D26-022", "RB", ("采编随E行", "Newsroom mobile"), ("SXE",), "contract", "negotiation", 700_000, 20, _T1), True),
    (Plan("D26-023", "YJ", ("工厂集团E网", "Mill group E-net"), ("EW",), "survey", "negotiation", 1_000_000, 105, _T2), False),
    (Plan("D26-024", "WH", ("门店专线", "Store lines"), ("ZX",), "bidding", "tender", 1_800_000, 35, _T1), True),
    (Plan("D26-025", "JD", ("酒店总机", "Hotel switchboard"), ("ZJ", "CL"), "commercial", "negotiation", 600_000, 48, _T2), False),
)  # fmt: skip


def _rival(book: Book, plan: Plan) -> None:
    """Let a rival bid, seen in good time, in every other deal."""
    dice = book.dice(f"rival/{plan.id}")
    if dice.random() < 0.5:
        rival = dice.choice(("HT", "BH", "XL", "YF"))
        book.add("bids_on", start=rival, end=plan.id, first_seen=days_ago(dice.randint(45, 110)))


def write_planted(
    book: Book, staff: Staff, customers: dict[str, Enterprise], answers: Answers
) -> dict[str, Organisation]:
    """Add the deals with causes planted, and the clean ones; return their organisations."""
    made: dict[str, Organisation] = {}
    for plan, sow, approver, posts in PLANS:
        deal, people = worked_deal(book, staff, plan, customers[plan.customer], approver, posts)
        plant = answers.plant(book, plan.id, str(sow.__doc__))
        sow(Scene(plant, deal, people, staff, customers["LC"]))
        write_needs(book, deal, people, plan.products)
        _rival(book, plan)
        made[plan.customer] = people
    for plan, approver in CLEAN:
        deal, people = worked_deal(book, staff, plan, customers[plan.customer], approver)
        write_needs(book, deal, people, plan.products)
        _rival(book, plan)
        made[plan.customer] = people
        answers.clean.append(plan.id)
    return made
