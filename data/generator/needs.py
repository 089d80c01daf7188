"""What the customers of open deals want solved, spoken and hidden, and the tags of customers."""

from __future__ import annotations

from data.generator.book import Book, days_ago
from data.generator.deals import Deal
from data.generator.organisation import Organisation, Word

# product: what its users ask for, and what it is measured by
_SPOKEN: dict[str, tuple[Word, str]] = {
    "XXT": (("家长当天收到通知", "Parents hear the same day"), "hours"),
    "CL": (("来电先听到我们的声音", "Callers hear us first"), "calls a month"),
    "YXT": (("通知不再漏发", "No notice is lost"), "share delivered"),
    "CGT": (("案件当天派到人", "Cases reach somebody the same day"), "hours"),
    "CRM": (("客户资料一处可查", "Customer records in one place"), "minutes a query"),
    "EW": (("内部通话不再另付", "No charge for calls among us"), "CNY a month"),
    "SXE": (("外出也能办公", "Work away from the desk"), "hours a week"),
    "ZX": (("各点网络不断", "No outage at any site"), "minutes a month"),
    "ZJ": (("总机转接不排队", "No queue at the switchboard"), "seconds"),
    "CXT": (("报销进度自己查", "Follow a claim oneself"), "calls a month"),
    "YX": (("手机上处理邮件", "Mail on the phone"), "hours to answer"),
    "OA": (("审批三天内走完", "Approvals within three days"), "days"),
    "JWT": (("路面当场核查身份", "Identity checked on the spot"), "minutes"),
    "WXT": (("随时知道车在哪里", "Know where each vehicle is"), "litres a month"),
    "SJZQ": (("客户随时能交易", "Clients trade anywhere"), "trades a month"),
}
_HIDDEN: tuple[tuple[Word, str], ...] = (
    (("任期内做成一个示范项目", "A showcase within the term of office"), "award"),
    (("开支不再被上级追问", "No more questions about the spending"), "CNY a year"),
    (("不想再被原供应商绑住", "No longer tied to the present supplier"), "contract terms"),
    (("部门编制不减", "Keep the department's posts"), "posts"),
)


def write_needs(book: Book, deal: Deal, people: Organisation, products: tuple[str, ...]) -> None:
    """Add what the user asks for and what the finance side, or the head, does not say."""
    dice = book.dice(f"needs/{deal.id}")
    for product in products:
        text, metric = _SPOKEN[product]
        deal.need(
            people["user"],
            text,
            metric,
            round(deal.row["amount"] * dice.uniform(0.1, 0.3), -4),
            product,
        )
    text, metric = dice.choice(_HIDDEN)
    who = people[dice.choice(("finance", "head", "it"))]
    deal.need(
        who,
        text,
        metric,
        round(deal.row["amount"] * dice.uniform(0.05, 0.15), -4),
        products[0],
        hidden=True,
    )


def tag_customers(book: Book) -> None:
    """Tag customers by what the book knows of them."""
    ending = {
        r["customer"] for r in book.rows["contracts"] if 0 <= (r["end"] - days_ago(0)).days <= 120
    }
    owners = {r["to"] for r in book.rows["member_of"]}
    fleets = {r["from"] for r in book.rows["uses"] if r["to"] == "WXT"}
    for tag, carriers in (("T-RISK", ending), ("T-MULTI", owners), ("T-FLEET", fleets)):
        for customer in sorted(carriers):
            book.add(
                "has_tag",
                from_kind="Enterprise",
                start=customer,
                end=tag,
                source="规则 rule",
                confidence=0.9,
                as_of=days_ago(15),
            )
