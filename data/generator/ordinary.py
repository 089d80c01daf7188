"""The other open deals and the people of the other customers: the untidiness of real records."""

# ruff: noqa: E501 -- a table of deals, one a line

from __future__ import annotations

from random import Random

from data.generator.answers import Answers
from data.generator.book import Book, days_ago
from data.generator.deals import COACH, CRM, PARTNER, VISIT, Deal
from data.generator.enterprises import GROUP_HEADS, Enterprise
from data.generator.needs import write_needs
from data.generator.organisation import CORE, SMALL, Organisation, Staff
from data.generator.ties import courts, covers, knows, sways
from data.generator.worked import Plan, start

_STANCES = ("mentor", "supporter", "neutral", "non_supporter", "enemy", "unknown")
_SOURCES = (CRM, VISIT, COACH, PARTNER)
_TEAM1, _TEAM2 = ("S2", "S3", "S5", "S6"), ("S1", "S4", "S5", "S7")
PLANS = (
    Plan("D26-026", "WG", ("管网位讯通", "Pipeline vehicle location"), ("WXT", "ZX"), "technical", "tender", 6_200_000, 88, _TEAM1),
    Plan("D26-027", "YB", ("公交调度专网", "Bus dispatch network"), ("ZX", "WXT"), "contacts", "tender", 8_900_000, 73, _TEAM2),
    Plan("D26-028", "YM", ("地铁移动办公", "Metro mobile office"), ("OA", "YX"), "survey", "negotiation", 4_700_000, 130, _TEAM1),
    Plan("D26-029", "QS", ("营业部客户短信", "Broker messaging"), ("YXT", "SJZQ"), "commercial", "negotiation", 5_300_000, 64, _TEAM2),
    Plan("D26-030", "YT", ("集团框架协议", "Group framework contract"), ("EW", "SXE", "ZX"), "entry", "framework", 9_600_000, 160, _TEAM1),
)  # fmt: skip


def organisations(
    book: Book, staff: Staff, customers: dict[str, Enterprise], made: dict[str, Organisation]
) -> None:
    """Fill the customers that have no people yet."""
    for key, customer in customers.items():
        if key in made:
            continue
        dice = book.dice(f"organisation/{key}")
        posts: tuple[str, ...] = CORE if customer.employees >= 50 else SMALL
        if customer.employees > 800 and customer.owners:
            posts = (*CORE, "legal", "planner", "service")
        elif customer.employees > 200:
            posts = (*CORE, "legal", "planner")
        elif customer.employees > 100:
            posts = (*CORE, dice.choice(("legal", "planner")))
        made[key] = staff.organisation(customer, posts)
        informal(book, dice, made[key])
        contacts(book, dice, made[key])


def informal(book: Book, dice: Random, people: Organisation) -> None:
    """Add a few ties beside the line of command."""
    everybody = people.people
    if len(everybody) < 5:
        return
    for one, other in (("finance", "head"), ("office", "head"), ("it", "deputy")):
        if dice.random() < 0.6:
            sways(
                book,
                people[one],
                people[other],
                round(dice.uniform(0.3, 0.8), 2),
                round(dice.uniform(0.5, 0.95), 2),
            )
    pairs = {tuple(sorted(dice.sample(range(len(everybody)), 2))) for _ in range(4)}
    for a, b in sorted(pairs):
        knows(
            book,
            everybody[a],
            everybody[b],
            round(dice.uniform(0.2, 0.9), 2),
            round(dice.uniform(0.5, 0.95), 2),
        )


def contacts(book: Book, dice: Random, people: Organisation) -> None:
    """Add our contacts: some strong, some faded, some none."""
    for person in people.people:
        for seller in dice.sample(
            ("S1", "S2", "S3", "S4", "S5", "S6", "S7", "S8"), dice.choice((0, 1, 1, 2))
        ):
            strength = round(
                dice.choice((0.2, 0.3, 0.6, 0.6, 0.8, 0.9)) + dice.uniform(-0.05, 0.05), 2
            )
            covers(book, seller, person, strength, int(dice.triangular(2, 420, 30)))


def write_ordinary(
    book: Book, staff: Staff, customers: dict[str, Enterprise], made: dict[str, Organisation]
) -> None:
    """Add five open deals in groups, each with something that real records have."""
    for plan in PLANS:
        dice = book.dice(f"ordinary/{plan.id}")
        people = made[plan.customer]
        deal = start(book, plan, customers[plan.customer], **_committee(plan))
        _parts(dice, deal, people, plan.customer != "YM")
        _steps(deal, people)
        write_needs(book, deal, people, plan.products)
        book.add("bids_on", start="HT", end=deal.id, first_seen=days_ago(dice.randint(30, 150)))
    _oddities(book, staff, made)


def _committee(plan: Plan) -> dict[str, float]:
    return {"pass_mark": 6.0} if plan.customer == "WG" else {}


_ROLES = {
    "head": "decision_maker", "deputy": "approver", "finance": "influencer", "it": "technical_expert",
    "user": "end_user", "buyer": "tender_organizer", "office": "coach", "engineer": "technical_expert",
    "operator": "end_user", "legal": "gatekeeper", "planner": "influencer", "service": "end_user",
}  # fmt: skip
_VOTES = {"head": 3.0, "deputy": 2.0, "finance": 2.0, "it": 2.0, "user": 1.0, "legal": 1.0}


def _parts(dice: Random, deal: Deal, people: Organisation, decider_known: bool) -> None:
    votes = deal.row.get("pass_mark") is not None
    for post, person in people.posts.items():
        role = _ROLES[post] if decider_known or post not in ("head", "deputy") else "influencer"
        more = (
            {"vote_weight": _VOTES[post], "veto": post == "legal"}
            if votes and post in _VOTES
            else {}
        )
        deal.play(person, role, dice.choice(_SOURCES), **more)
        for source in dice.sample(_SOURCES, dice.choice((0, 1, 1, 2, 2))):
            stance = dice.choices(_STANCES, (1, 4, 4, 2, 1, 1))[0]
            deal.say(person, stance, round(dice.uniform(0.4, 0.9), 2), source, dice.randint(3, 150))


def _steps(deal: Deal, people: Organisation) -> None:
    for number, posts in enumerate(
        (
            ("user",),
            ("user", "it"),
            ("it", "engineer"),
            ("buyer", "finance"),
            ("head", "deputy"),
            ("head",),
        ),
        1,
    ):
        deal.step(number, *(people[p] for p in posts))


def _oddities(book: Book, staff: Staff, made: dict[str, Organisation]) -> None:
    bus, metro, broker, holding = made["YB"], made["YM"], made["QS"], made["YT"]
    # A reporting cycle, and somebody with two bosses in one company.
    staff.reports(bus["it"], bus["engineer"])
    staff.reports(bus["operator"], bus["it"])
    # One person with three employers.
    staff.post(
        holding["finance"].id,
        metro.enterprise,
        ("监事", "Supervisor"),
        ("监事会", "Supervisory Board"),
        2,
    )
    staff.post(holding["finance"].id, bus.enterprise, ("董事", "Director"), ("董事会", "Board"), 2)
    # Posts known, people not yet.
    staff.reports(
        staff.unknown(
            metro.enterprise, ("总工程师", "Chief Engineer"), ("总工办", "Engineering"), 2
        ),
        metro["head"],
    )
    staff.reports(
        staff.unknown(holding.enterprise, ("审计负责人", "Head of Audit"), ("审计部", "Audit"), 3),
        holding["head"],
    )
    # People at odds, and a rival who courts where we do not.
    low, high = sorted((broker["it"].id, broker["deputy"].id))
    book.add("conflicts_with", start=low, end=high, confidence=0.8)
    for post, strength in (("head", 0.8), ("finance", 0.7), ("it", 0.6)):
        courts(book, "YF", broker[post], strength)
    book.add("bids_on", start="YF", end="D26-029", first_seen=days_ago(70))


def write_boards(
    book: Book,
    staff: Staff,
    customers: dict[str, Enterprise],
    made: dict[str, Organisation],
    answers: Answers,
) -> None:
    """Seat people of each owner on the boards of what it owns: the ways of cross-selling.

    The best offer is planted: the bank's president, who supports us, sits on the board of the rural
    bank, which lacks the leased line that all its siblings but two use.
    """
    seats = ("deputy", "finance", "head")
    taken: dict[str, int] = {}
    for key, member in customers.items():
        for owner, share in member.owners:
            if key == "QB":
                continue  # the first deal keeps to the bank's own people
            turn = taken.get(owner, 0)
            taken[owner] = turn + 1
            person = made[owner][seats[turn % 3] if owner != "QB" else "head"]
            staff.post(person.id, member, ("派驻董事", "Board Director"), ("董事会", "Board"), 2)
            sways(book, person, made[key]["head"], 0.8 if share > 0.5 else 0.6, 0.9)
    bank = made["QB"]["head"]
    staff.post(bank.id, customers["QF"], ("副董事长", "Vice-Chairman"), ("董事会", "Board"), 2)
    answers.facts["cross_sell"] = {
        "group": customers["QF"].id, "member": customers["QV"].id, "product": "ZX",
        "route": [bank.id, made["QV"]["head"].id],
    }  # fmt: skip
    answers.facts["joint"] = {
        "member": customers["JV"].id,
        "owners": [customers[k].id for k in ("QF", "WE")],
    }
    answers.facts["groups"] = [customers[k].id for k in GROUP_HEADS]
