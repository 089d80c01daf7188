"""The node kinds and their properties, one line each."""

from __future__ import annotations

from typing import Any

from graph.vocabulary import values as v
from graph.vocabulary.types import NodeKind, Property, PropertyType


def prop(name: str, type_: PropertyType, zh: str, about: str, **more: Any) -> Property:
    """Write a property in one line."""
    return Property(name=name, type=type_, zh=zh, about=about, **more)


ID = prop("id", "text", "编号", "The key: unique within its kind.", required=True, headers=("identifier", "key", "ID号", "标识"))
NAME = prop("name", "text", "名称", "The name people use.", headers=("姓名", "全称"))
NAME_EN = prop("name_en", "text", "英文名", "The name in English.", headers=("英文名称",))
SOURCES = prop("sources", "texts", "来源列表", "The files or systems that state it.")
AS_OF = prop("as_of", "date", "日期", "The day on which this was known to be true.", headers=("截至", "截至日期"))

# Every node carries these beside what its kind lists.
COMMON = (NAME, NAME_EN, SOURCES, AS_OF)


def _kind(name: str, file: str, zh: str, about: str, *properties: Property) -> NodeKind:
    return NodeKind(name=name, file=file, zh=zh, about=about, properties=(ID, *COMMON, *properties))


ENTERPRISE = _kind(
    "Enterprise", "enterprises", "企业", "A customer: a company, a public body, or a group of them.",
    prop("kind", "text", "客户性质", "What sort of customer it is.", values=v.ENTERPRISE_KINDS, headers=("类别", "类型")),
    prop("industry", "text", "行业", "Its industry."),
    prop("region", "text", "地区", "Where it is served.", headers=("区域", "地市")),
    prop("employees", "integer", "员工数", "People it employs.", unit="people", low=0, headers=("员工人数", "人数")),
    prop("member_count", "integer", "成员数", "Individual members it has with us.", unit="members", low=0),
    prop("annual_revenue", "number", "年收入", "Its own yearly revenue.", unit="currency a year", low=0, headers=("营业收入", "年营业额")),
    prop("currency", "text", "币种", "Currency of its money properties (ISO 4217).", headers=("货币",)),
    prop("registration_number", "text", "统一社会信用代码", "Its unified social credit code.", headers=("信用代码",)),
    prop("lei", "text", "全球法人识别编码", "Its legal entity identifier."),
    prop("ownership", "text", "所有制", "Who owns it.", values=v.OWNERSHIPS, headers=("企业性质",)),
    prop("tax_top_500", "yes_no", "纳税五百强", "Among the 500 largest tax payers.", headers=("纳税500强",)),
    prop("prominence", "number", "知名度", "How widely its choices are noticed.", unit="share", low=0, high=1),
    prop("signed_on", "date", "签约日期", "The day it became a customer.", headers=("入网日期",)),
    prop("left_on", "date", "离网日期", "The day it stopped being a customer."),
    prop("do_not_contact", "yes_no", "请勿联系", "Never to be put on a campaign list."),
)
PERSON = _kind(
    "Person", "people", "联系人", "A person at a customer or around it; unknown ones are placeholders.",
    prop("email", "text", "邮箱", "Mail address; several with ; between.", headers=("电子邮箱", "邮件", "e-mail")),
    prop("phone", "text", "电话", "Telephone number.", headers=("手机", "联系电话")),
    prop("placeholder", "yes_no", "占位", "The post is known, the person is not yet."),
)
OPPORTUNITY = _kind(
    "Opportunity", "opportunities", "商机", "A deal: one decision of one customer.",
    prop("stage", "text", "阶段", "Where the deal stands.", values=v.STAGES, headers=("商机阶段",)),
    prop("amount", "number", "金额", "What it is worth.", unit="currency", low=0, headers=("商机金额", "预算")),
    prop("currency", "text", "币种", "Currency of the amount (ISO 4217).", headers=("货币",)),
    prop("opened_on", "date", "立项日期", "The day it was opened.", headers=("创建日期",)),
    prop("shortlisted_on", "date", "入围日期", "The day the customer's shortlist was set."),
    prop("prequalified_on", "date", "资格预审日期", "The day we passed pre-qualification."),
    prop("budget_agreed_on", "date", "预算确认日期", "The day the budget was agreed."),
    prop("expected_close", "date", "预计签约日期", "The day the decision is expected.", headers=("预计成交日期", "预计关闭日期")),
    prop("contract_reviewed_on", "date", "合同审核日期", "The day the contract was held against the bid."),
    prop("closed_on", "date", "关闭日期", "The day it was won or lost.", headers=("成交日期",)),
    prop("outcome", "text", "结果", "Won or lost; empty while open.", values=v.OUTCOMES, headers=("赢丢单",)),
    prop("procurement", "text", "采购方式", "How the customer buys.", values=v.PROCUREMENTS),
    prop("pass_mark", "number", "通过线", "Votes needed: in votes, or a share when at most 1.", low=0, headers=("通过票数",)),
)
STEP = _kind(
    "Step", "steps", "环节", "A step of the customer's own procedure for one deal.",
    prop("order", "integer", "顺序", "Its place in the procedure, from 1.", low=0, headers=("序号",)),
    prop("planned_on", "date", "计划日期", "The day it is planned for."),
    prop("done_on", "date", "完成日期", "The day it was done; empty while open."),
)
NEED = _kind(
    "Need", "needs", "需求", "Something the customer wants solved, spoken or hidden.",
    prop("text", "text", "内容", "What is needed, in a sentence.", headers=("描述", "需求内容")),
    prop("metric", "text", "指标", "What it is measured by."),
    prop("value", "number", "价值", "What solving it is worth to them.", unit="currency a year"),
    prop("hidden", "yes_no", "隐性", "Not said aloud by the customer.", headers=("是否隐性",)),
)
PRODUCT = _kind(
    "Product", "products", "产品", "Something we sell.",
    prop("category", "text", "类别", "Family of products.", headers=("产品类别",)),
    prop("list_price", "number", "标价", "Price a month for a usual customer.", unit="currency a month", low=0, headers=("价格",)),
    prop("margin", "number", "毛利率", "Share of the price that is profit.", unit="share", low=-1, high=1, headers=("利润率",)),
    prop("complexity", "integer", "复杂度", "1 simple to 3 complex.", low=1, high=3),
    prop("min_employees", "integer", "最少员工数", "Not suitable below this size.", unit="people", low=0),
    prop("max_employees", "integer", "最多员工数", "Not suitable above this size.", unit="people", low=0),
    prop("industries", "texts", "适用行业", "Only for these industries; empty for all."),
    prop("regions", "texts", "适用地区", "Only for these regions; empty for all."),
)
COMPETITOR = _kind("Competitor", "competitors", "竞争对手", "A rival supplier.")
SELLER = _kind(
    "Seller", "sellers", "我方人员", "One of our own people.",
    prop("email", "text", "邮箱", "Mail address; several with ; between.", headers=("电子邮箱", "邮件", "e-mail")),
    prop("role", "text", "岗位", "What they do for us.", values=v.SELLER_ROLES, headers=("角色",)),
    prop("level", "integer", "级别", "Rank, 1 being the top.", low=1, headers=("层级",)),
)
CHANNEL = _kind(
    "Channel", "channels", "渠道", "A way of serving customers.",
    prop("kind", "text", "渠道类型", "Direct, electronic or partner.", values=v.CHANNEL_KINDS, headers=("类型",)),
    prop("unit_cost", "number", "单位成本", "Cost of serving one customer for a month.", unit="currency", low=0),
    prop("capacity", "integer", "容量", "Customers it can serve.", unit="customers", low=0),
    prop("loyalty", "number", "忠诚度", "How surely it stays with us.", unit="share", low=0, high=1),
    prop("product_knowledge", "number", "产品知识", "How well it knows the products.", unit="share", low=0, high=1),
)
MEMBER = _kind(
    "Member", "members", "集团成员", "An individual line or employee of a group customer.",
    prop("segment", "text", "细分", "Its segment.", headers=("客户分群",)),
    prop("do_not_contact", "yes_no", "请勿联系", "Never to be put on a campaign list."),
)
TAG = _kind(
    "Tag", "tags", "客户标签", "A label that customers carry.",
    prop("dimension", "text", "维度", "Which of the four dimensions it belongs to.", values=v.TAG_DIMENSIONS),
    prop("base", "yes_no", "基础标签", "One of the three base tags."),
)
CAMPAIGN = _kind(
    "Campaign", "campaigns", "营销活动", "A campaign with its arms.",
    prop("started_on", "date", "开始日期", "First day.", headers=("起",)),
    prop("ended_on", "date", "结束日期", "Last day.", headers=("止",)),
    prop("measure", "text", "成功指标", "What it is judged by.", values=v.CAMPAIGN_MEASURES),
    prop("price", "number", "价格", "Price offered, a month.", unit="currency a month", low=0),
    prop("budget", "number", "预算", "What it may cost.", unit="currency", low=0),
    prop("channel", "text", "渠道", "Id of the channel that carries it."),
    prop("base_rate", "number", "基准比率", "Rate expected of the control arm.", unit="share", low=0, high=1),
    prop("target_rate", "number", "期望比率", "Rate hoped for in the target arm.", unit="share", low=0, high=1),
    prop("power", "number", "检验功效", "Chance to see that difference.", unit="share", low=0, high=1),
    prop("tags", "texts", "目标标签", "Ids of the tags whose carriers it is meant for."),
    prop("strata", "texts", "分层", "Columns by which its arms were balanced."),
    prop("seed", "integer", "随机种子", "Seed of the random assignment.", low=0),
)
INTERACTION = _kind(
    "Interaction", "interactions", "接触", "A visit, meeting, call or mail that was noted.",
    prop("on", "date", "发生日期", "The day it happened.", headers=("日期",)),
    prop("kind", "text", "接触方式", "How they met.", values=v.INTERACTION_KINDS, headers=("类型",)),
    prop("outcome", "text", "接触结果", "What came of it.", headers=("结果",)),
)

NODES: tuple[NodeKind, ...] = (
    ENTERPRISE, PERSON, OPPORTUNITY, STEP, NEED, PRODUCT, COMPETITOR, SELLER, CHANNEL, MEMBER, TAG,
    CAMPAIGN, INTERACTION,
)
