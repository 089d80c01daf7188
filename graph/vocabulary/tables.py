"""The tables beside the graph: months and millions of rows."""

from __future__ import annotations

from graph.vocabulary import values as v
from graph.vocabulary.nodes import prop
from graph.vocabulary.types import Property, Table

_CUSTOMER = prop("customer", "text", "客户", "Id of the enterprise or member.", required=True, headers=("客户编号", "集团编号"))
_MONTH = prop("month", "month", "月份", "The month, as 2026-03.", required=True, headers=("账期",))
_PRODUCT = prop("product", "text", "产品", "Id of the product.", headers=("产品编号",))


def _money(name: str, zh: str, about: str) -> Property:
    return prop(name, "number", zh, about, unit="currency")


TABLES: tuple[Table, ...] = (
    Table(name="billing", zh="账单", about="What each customer paid for each product, month by month.", keys=("customer", "month", "product"), properties=(
        _CUSTOMER, _MONTH, _PRODUCT, _money("revenue", "收入", "Billed."), _money("cost", "成本", "Cost of serving."),
        _money("discount", "折扣", "Granted off the price."), _money("adjustment", "调账", "Taken back after billing."), _money("overdue", "欠费", "Unpaid."))),
    Table(name="acquisition", zh="获取成本", about="What winning the customer cost.", keys=("customer", "on"), properties=(
        _CUSTOMER, _money("cost", "成本", "What it cost."), prop("channel", "text", "渠道", "Id of the channel."), prop("on", "date", "日期", "When."))),
    Table(name="contracts", zh="合同", about="Contracts with their term.", keys=("customer", "product", "start"), properties=(
        _CUSTOMER, _PRODUCT, prop("start", "date", "开始日期", "First day.", headers=("起",)), prop("end", "date", "结束日期", "Last day.", headers=("止", "到期日")),
        prop("renewed", "yes_no", "已续约", "Renewed at its end."), _money("price", "价格", "Price a month."))),
    Table(name="service_events", zh="服务事件", about="Requests and complaints.", keys=("customer", "opened", "kind", "channel"), properties=(
        _CUSTOMER, prop("opened", "date", "受理日期", "Opened."), prop("closed", "date", "办结日期", "Closed."), prop("kind", "text", "事件类型", "What it was.", headers=("类型",)),
        prop("channel", "text", "渠道", "Id of the channel."), prop("satisfied", "yes_no", "是否满意", "The customer was satisfied."))),
    Table(name="usage", zh="使用", about="What each customer or member used, month by month.", keys=("customer", "month", "product"), properties=(
        _CUSTOMER, _MONTH, _PRODUCT, prop("amount", "number", "用量", "How much."), prop("since", "date", "起", "In use since."))),
    Table(name="member_tags", zh="成员标签", about="Tags of individual members.", keys=("customer", "tag"), properties=(
        prop("customer", "text", "客户", "Id of the member.", required=True), prop("tag", "text", "标签", "Id of the tag.", required=True),
        prop("value", "text", "取值", "What the tag says, for tags that take a value."),
        prop("source", "text", "来源", "Who says so."), prop("confidence", "number", "置信度", "How sure.", low=0, high=1), prop("as_of", "date", "日期", "When."))),
    Table(name="tag_lists", zh="标签名单", about="Lists of customers by which tags are defined.", keys=("tag", "customer"), properties=(
        prop("tag", "text", "标签", "Id of the tag.", required=True), prop("customer", "text", "客户", "Id of the enterprise or member.", required=True),
        prop("kind", "text", "类别", "Which kind of customer it is."), prop("value", "text", "取值", "What the tag says, for tags that take a value."),
        prop("confidence", "number", "置信度", "How sure.", low=0, high=1))),
    Table(name="member_targets", zh="成员营销对象", about="Members in campaigns.", keys=("campaign", "customer"), properties=(
        prop("campaign", "text", "营销活动", "Id of the campaign.", required=True), prop("customer", "text", "客户", "Id of the member.", required=True),
        prop("arm", "text", "组别", "Target or control.", values=v.ARMS), prop("contacted_on", "date", "联系日期", "The day of the contact."),
        prop("contacted", "yes_no", "已联系", "The contact succeeded."), prop("accepted", "yes_no", "已接受", "The offer was accepted."),
        prop("stratum", "text", "层", "The stratum within which the arm was drawn.", headers=("分层",)),
        _money("revenue", "收入", "What the member bought for."), prop("cost", "number", "成本", "What the contact cost.", unit="currency", low=0))),
    Table(name="rates", zh="汇率", about="Exchange rates into the book's currency.", keys=("currency", "month"), properties=(
        prop("currency", "text", "币种", "ISO 4217.", required=True), _MONTH, prop("rate", "number", "汇率", "Book currency for one unit.", low=0))),
)
