"""What customers use and pay: adoption, 36 months of bills, contracts, service, rivals, rates."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from data.generator.book import Book, days_ago
from data.generator.catalogue import FINANCE, PRODUCTS, Product
from data.generator.enterprises import Enterprise

MONTHS = [f"{2023 + (3 + n) // 12}-{(3 + n) % 12 + 1:02d}" for n in range(36)]
# Growth a year and, of the rest of the market, the share that rivals hold.
_GROWTH = {
    "XXT": 0.25,
    "CL": 0.22,
    "YXT": 0.28,
    "CGT": 0.3,
    "CRM": 0.02,
    "EW": 0.03,
    "SXE": 0.01,
    "ZX": 0.26,
    "ZJ": 0.15,
    "CXT": -0.06,
    "YX": 0.18,
    "OA": 0.24,
    "JWT": 0.2,
    "WXT": 0.23,
    "SJZQ": 0.35,
}
_RIVAL = {"ZX": 0.4, "ZJ": 0.3, "OA": 0.35, "YX": 0.25, "WXT": 0.3, "JWT": 0.3, "CXT": 0.3}
# What goes together: who uses the first is likelier to use the second.
_TOGETHER = {
    "EW": ("ZJ", "CL"),
    "ZX": ("OA", "YX"),
    "CRM": ("CXT",),
    "YXT": ("ZX",),
    "SXE": ("YX",),
}
# Left out on purpose: the offers that cross-selling must come upon (see headline of the answers).
_OPEN = {("QV", "YXT"), ("QV", "ZX"), ("WL", "WXT"), ("YG", "WXT")}
_SURE = {
    ("QB", "YXT"),
    ("QS", "YXT"),
    ("QI", "YXT"),
    ("QL", "YXT"),
    ("QF", "YXT"),
    ("WG", "WXT"),
    ("WD", "WXT"),
    ("WN", "WXT"),
    ("WP", "WXT"),
    ("YB", "WXT"),
    ("YC", "WXT"),
    ("YH", "WXT"),
    ("YM", "WXT"),
}


def adoption(book: Book, customers: dict[str, Enterprise]) -> dict[tuple[str, str], date]:
    """Decide who uses what since when; returns (customer key, product) -> since."""
    dice = book.dice("adoption")
    used: dict[tuple[str, str], date] = {}
    for key, customer in customers.items():
        for product in PRODUCTS:
            code = product.id
            fits = product.suits(customer)
            chance = 0.55 if product.industries else 0.32
            for first, seconds in _TOGETHER.items():
                if code in seconds:
                    chance += 0.35 if (key, first) in used else -0.1
            chance -= 0.25 if customer.employees < 20 else 0.0
            if (
                fits
                and (key, code) not in _OPEN
                and (dice.random() < chance or (key, code) in _SURE)
            ):
                used[key, code] = days_ago(dice.randint(60, 2600))
    return used


def write_business(book: Book, customers: dict[str, Enterprise]) -> None:
    """Add USES, bills, contracts, service events, rivals' supply, channels and rates."""
    used = adoption(book, customers)
    for (key, code), since in used.items():
        _using(book, customers[key], next(p for p in PRODUCTS if p.id == code), since)
    _rivals(book, customers, used)
    _serving(book, customers)
    _rates(book)


def _using(book: Book, customer: Enterprise, product: Product, since: date) -> None:
    code = product.id
    dice = book.dice(f"using/{customer.key}/{code}")
    size = max(0.25, min(6.0, (customer.employees / 500) ** 0.6))
    price = product.list_price * size * dice.uniform(0.8, 1.2)
    until = customer.left_on or (days_ago(dice.randint(30, 700)) if dice.random() < 0.04 else None)
    until = until if until is None or until > since else None
    if customer.left_on and since >= customer.left_on:
        return
    last = 0.0
    for number, month in enumerate(MONTHS):
        first = date.fromisoformat(f"{month}-01")
        if first < since or (until and first >= until):
            continue
        level = (1 + _GROWTH[code]) ** ((number - 35) / 12)
        if until:  # who leaves uses less and less
            level *= min(1.0, 0.35 + (until - first).days / 500)
        revenue = round(price * level * (1 + 0.05 * _season(number)) * dice.uniform(0.94, 1.06), 2)
        last = revenue
        late = dice.random() < (0.15 if until else 0.04)
        book.add(
            "billing",
            customer=customer.id,
            month=month,
            product=code,
            revenue=revenue,
            cost=round(revenue * (1 - product.margin) * dice.uniform(0.9, 1.1), 2),
            discount=round(revenue * dice.choice((0, 0, 0, 0.05, 0.1)), 2),
            adjustment=round(-revenue * 0.03, 2) if dice.random() < 0.05 else 0.0,
            overdue=round(revenue * dice.uniform(0.2, 1), 2) if late else 0.0,
        )
    book.add(
        "uses",
        start=customer.id,
        end=code,
        since=since,
        until=until,
        monthly_revenue=last or None,
        members=int(customer.employees * dice.uniform(0.2, 0.9)) or None,
    )
    _contract(book, dice, (customer.id, code), (since, until), round(price, -2))


def _season(number: int) -> float:
    return 1.0 if number % 12 in (8, 9) else 0.0


def _contract(
    book: Book,
    dice: Random,
    what: tuple[str, str],
    held: tuple[date, date | None],
    price: float,
) -> None:
    begin, until = held
    term = 365 * dice.choice((1, 2, 3))
    while True:
        end = begin + timedelta(days=term)
        ended = until is not None and end >= until
        going = end >= days_ago(0)
        if end > days_ago(1500):
            renewed = None if going else not ended
            book.add(
                "contracts",
                customer=what[0],
                product=what[1],
                start=begin,
                end=end,
                renewed=renewed,
                price=price,
            )
        if going or ended:
            return
        begin, price = end, round(price * 1.03, -1)


def _rivals(
    book: Book, customers: dict[str, Enterprise], used: dict[tuple[str, str], date]
) -> None:
    dice = book.dice("rivals")
    rivals = ("HT", "BH", "XL", "YF")
    for key, customer in customers.items():
        if customer.left_on:
            continue
        for product in PRODUCTS:
            code = product.id
            ours = (key, code) in used
            chance = _RIVAL.get(code, 0.08) * (0.35 if ours else 1.0)
            if product.suits(customer) and (key, code) not in _OPEN and dice.random() < chance:
                share = round(dice.uniform(0.1, 0.4) if ours else dice.uniform(0.4, 1.0), 2)
                since = days_ago(dice.randint(200, 1500))
                ending = days_ago(-dice.randint(30, 500)) if dice.random() < 0.6 else None
                book.add(
                    "supplies",
                    start=dice.choice(rivals),
                    end=customer.id,
                    product=code,
                    share=share,
                    since=since,
                    until=ending,
                )


_EVENTS = (("产品咨询", 4), ("故障报修", 15), ("资费投诉", 40), ("开通请求", 10), ("退订请求", 6))


def _serving(book: Book, customers: dict[str, Enterprise]) -> None:
    dice = book.dice("service")
    for key, customer in customers.items():
        big = (
            customer.employees > 600
            or customer.kind == "public_body"
            or customer.industry == FINANCE
        )
        channel = "CH1" if big else dice.choice(("CH2", "CH2", "CH3", "CH6", "CH7"))
        book.add("served_by", start=customer.id, end=channel)
        book.add("served_by", start=customer.id, end=dice.choice(("CH4", "CH5")))
        manager = dice.choice(("S3", "S4")) if channel == "CH1" else dice.choice(("S6", "S7", "S8"))
        book.add("manages", start=manager, end=customer.id)
        book.add(
            "acquisition",
            customer=customer.id,
            cost=round(customer.employees * dice.uniform(8, 30) + 2000, 2),
            channel=channel,
            on=date(dice.randint(2010, 2021), dice.randint(1, 12), 1),
        )
        unhappy = customer.left_on is not None or key in ("QH", "LL")
        opened: set[date] = set()
        for _ in range(dice.randint(2, 12) + (10 if unhappy else 0)):
            kind, days = dice.choice(_EVENTS)
            day = days_ago(dice.randint(5, 1080))
            if (customer.left_on and day >= customer.left_on) or day in opened:
                continue
            opened.add(day)
            took = max(0, round(dice.expovariate(1 / days)))
            done = day + timedelta(days=took)
            book.add(
                "service_events",
                customer=customer.id,
                opened=day,
                closed=done if done <= days_ago(0) else None,
                kind=kind,
                channel=channel if dice.random() < 0.6 else "CH4",
                satisfied=dice.random() < (0.35 if unhappy else 0.85)
                if done <= days_ago(0)
                else None,
            )


def _rates(book: Book) -> None:
    dice = book.dice("rates")
    dollar = 6.9
    for month in MONTHS:
        dollar = round(dollar + dice.uniform(-0.05, 0.06), 4)
        book.add("rates", currency="CNY", month=month, rate=1.0)
        book.add("rates", currency="USD", month=month, rate=dollar)
        book.add("rates", currency="HKD", month=month, rate=round(dollar / 7.8, 4))
