"""The closed lists: roles, stances, coverage levels, stages and the others of domain section 2."""

from __future__ import annotations

from graph.vocabulary.types import Value, Values


def _list(name: str, *rows: tuple[str, str, str] | tuple[str, str, str, tuple[str, ...]]) -> Values:
    return Values(
        name=name,
        values=tuple(
            Value(value=r[0], en=r[1], zh=r[2], spellings=r[3] if len(r) > 3 else ()) for r in rows
        ),
    )


ROLES = _list(
    "role",
    ("tender_organizer", "Tender organizer", "组织招标者", ("organizer", "招标组织者", "招标", "采购")),
    ("end_user", "End user", "最终使用者", ("user", "使用者", "最终用户", "用户")),
    ("technical_expert", "Technical expert", "技术专家", ("expert", "technical", "专家", "技术")),
    ("decision_maker", "Decision-maker", "决策者", ("decider", "economic buyer", "decision maker", "决策人", "决策")),
    ("coach", "Coach", "教练", ("informant", "信息提供者", "内线")),
    ("influencer", "Influencer", "影响者", ("champion", "budget holder", "evaluator", "影响人", "倡导者", "预算负责人")),
    ("approver", "Approver", "审批者", ("approves", "审批人", "批准人", "审批")),
    ("gatekeeper", "Gatekeeper", "把关者", ("gate keeper", "守门人", "把关人")),
)

STANCES = Values(
    name="stance",
    values=(
        Value(value="mentor", en="Mentor", zh="指导者", spellings=("导师", "advocate"), number=1.0),
        Value(value="supporter", en="Supporter", zh="支持者", spellings=("支持", "for", "positive"), number=0.5),
        Value(value="neutral", en="Neutral", zh="中立", spellings=("中立者", "中性"), number=0.0),
        Value(
            value="non_supporter",
            en="Non-supporter",
            zh="不支持者",
            spellings=("不支持", "sceptic", "skeptic", "nonsupporter", "negative"),
            number=-0.5,
        ),
        Value(
            value="enemy",
            en="Enemy",
            zh="反对者",
            spellings=("反对", "opponent", "敌人", "against", "adversary"),
            number=-1.0,
        ),
        Value(value="unknown", en="Unknown", zh="未知", spellings=("?", "不明", "未明", "不详")),
    ),
)

COVERAGE_LEVELS = Values(
    name="coverage level",
    values=(
        Value(value="none", en="None", zh="无", spellings=("未接触", "没有", "no contact"), number=0.0),
        Value(value="brief", en="Brief", zh="简单接触", spellings=("简单", "初步接触", "初步"), number=0.3),
        Value(value="multiple", en="Multiple", zh="多次接触", spellings=("多次",), number=0.6),
        Value(value="in_depth", en="In depth", zh="深入接触", spellings=("深入", "deep", "indepth"), number=0.9),
    ),
)

STATUSES = _list(
    "status",
    ("inner_circle", "Inner circle", "核心圈", ("核心", "决策圈")),
    ("political_structure", "Political structure", "政治结构", ("权力圈", "政治圈")),
    ("outside", "Outside", "圈外", ("外围", "outside political structure")),
)

STAGES = _list(
    "stage",
    ("initiation", "Initiation", "立项", ("项目立项",)),
    ("entry", "Entry", "进入初期", ("初期", "项目进入初期")),
    ("survey", "Requirement survey", "需求调研", ("调研", "requirement survey")),
    ("technical", "Technical exchange", "技术沟通", ("技术交流", "technical exchange")),
    ("commercial", "Commercial push", "商务推进", ("商务", "commercial push")),
    ("contacts", "All-round contact", "全面客户公关", ("客户公关", "公关", "all round contact")),
    ("bidding", "Bidding", "投标", ("参加投标", "bid", "tender")),
    ("contract", "Contract", "签订合同", ("合同", "签约")),
    ("delivery", "Delivery tracking", "执行跟踪", ("执行", "合同的执行跟踪", "delivery tracking")),
    ("closed", "Closed", "已关闭", ("关闭", "结束", "完结")),
)

OUTCOMES = _list(
    "outcome",
    ("won", "Won", "赢单", ("closed won", "中标", "成功", "赢")),
    ("lost", "Lost", "丢单", ("closed lost", "未中标", "失败", "输", "丢")),
)

PROCUREMENTS = _list(
    "procurement",
    ("tender", "Tender", "招标", ("公开招标", "投标")),
    ("negotiation", "Negotiation", "谈判", ("单一来源", "竞争性谈判", "议标")),
    ("framework", "Framework", "框架协议", ("框架",)),
)

ENTERPRISE_KINDS = _list(
    "enterprise kind",
    ("company", "Company", "企业", ("公司",)),
    ("public_body", "Public body", "党政军机关", ("政府", "机关", "事业单位", "government")),
    ("media", "Media", "媒体", ()),
    ("phone_village", "Phone village", "电话村", ()),
    ("campus", "Campus", "校园", ("学校",)),
    ("scattered", "Scattered", "散户", ("散户集团", "零散")),
)

OWNERSHIPS = _list(
    "ownership",
    ("public_sector", "Public sector", "党政机关", ("国家机关", "政府")),
    ("state_owned", "State-owned", "国有", ("国企", "国有企业")),
    ("media", "Media", "媒体", ()),
    ("listed", "Listed", "上市", ("上市公司",)),
    ("private", "Private", "民营", ("私营", "民企")),
    ("foreign", "Foreign", "外资", ("外企", "合资")),
)

SELLER_ROLES = _list(
    "seller role",
    ("key_account_manager", "Key-account manager", "要客经理", ("大客户经理", "kam")),
    ("account_manager", "Account manager", "客户经理", ("am",)),
    ("phone_manager", "Phone manager", "电话经理", ()),
    ("solution_manager", "Solution manager", "解决方案经理", ("方案经理",)),
    ("executive", "Executive", "高层领导", ("高管", "领导")),
)

CHANNEL_KINDS = _list(
    "channel kind",
    ("direct", "Direct", "自有直销", ("直销",)),
    ("electronic", "Electronic", "自有电子", ("电子渠道", "电子")),
    ("partner", "Partner", "外部合作", ("合作", "合作渠道", "代理")),
)

TAG_DIMENSIONS = _list(
    "tag dimension",
    ("demographic", "Demographic", "人口统计", ("人口统计学",)),
    ("social", "Social", "社会群体", ("社会",)),
    ("psychographic", "Psychographic", "性格心理", ("心理",)),
    ("business", "Business", "业务特征", ("业务", "电信业务")),
)

INTERACTION_KINDS = _list(
    "interaction kind",
    ("visit", "Visit", "拜访", ("上门",)),
    ("meeting", "Meeting", "会议", ("会谈",)),
    ("call", "Call", "电话", ("通话",)),
    ("mail", "Mail", "邮件", ("email", "e-mail")),
)

STEP_FUNCTIONS = _list(
    "step function",
    ("initiate", "Initiates", "发起", ("initiates", "提出")),
    ("review", "Reviews", "评审", ("reviews", "审核", "evaluate")),
    ("decide", "Decides", "决策", ("decides", "决定")),
    ("sign", "Signs", "签署", ("signs", "签字", "签约")),
)

ARMS = _list(
    "arm",
    ("target", "Target", "目标组", ("treatment", "实验组", "test")),
    ("control", "Control", "对照组", ("holdout",)),
)

CAMPAIGN_MEASURES = _list(
    "campaign measure",
    ("contact", "Contact", "接触成功", ("接触",)),
    ("sales", "Sale", "营销成功", ("sale", "销售", "办理", "成交")),
)
