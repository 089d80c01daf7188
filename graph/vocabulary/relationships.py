"""The relationship types, their ends, keys and properties, one line each."""

from __future__ import annotations

from typing import Any

from graph.vocabulary import values as v
from graph.vocabulary.nodes import AS_OF, SOURCES, prop
from graph.vocabulary.types import Property, RelationshipType

_SINCE = prop("since", "date", "起", "First day on which it holds.", headers=("开始日期", "起始日期"))
_UNTIL = prop("until", "date", "止", "First day on which it no longer holds.", headers=("结束日期", "终止日期"))
_CONFIDENCE = prop("confidence", "number", "置信度", "How sure the source is.", unit="probability", low=0, high=1, headers=("可信度",))
_SOURCE = prop("source", "text", "来源", "Who or what says so.", headers=("信息来源",))
_STRENGTH = prop("strength", "number", "强度", "How strong the tie is.", unit="0..1", low=0, high=1, headers=("关系强度",))
_INFERRED = prop("inferred", "yes_no", "推断", "Worked out from a log of mails or meetings; what anybody states stands over it.")
_LEVEL = prop("level", "text", "覆盖程度", "How well the person is covered.", values=v.COVERAGE_LEVELS, headers=("接触程度", "程度", "级别"))


def _type(name: str, zh: str, about: str, starts: str, ends: str, *properties: Property, **more: Any) -> RelationshipType:
    own = {p.name for p in properties}
    common = tuple(p for p in (SOURCES, AS_OF) if p.name not in own)
    return RelationshipType(
        name=name, zh=zh, about=about, starts=tuple(starts.split()), ends=tuple(ends.split()),
        properties=(*properties, *common), **more,
    )


RELATIONSHIPS: tuple[RelationshipType, ...] = (
    _type("MEMBER_OF", "隶属于", "The first is owned, wholly or in part, by the second.", "Enterprise", "Enterprise",
          prop("share", "number", "持股比例", "What the owner holds.", unit="share", low=0, high=1, headers=("股份", "比例")), _SINCE, _UNTIL, keys=("since",)),
    _type("BELONGS_TO", "归属于", "An individual member of a group customer.", "Member", "Enterprise"),
    _type("WORKS_FOR", "任职于", "The person has a post there.", "Person", "Enterprise",
          prop("title", "text", "职务", "Job title.", headers=("职位",)), prop("department", "text", "部门", "Department."),
          prop("title_en", "text", "英文职务", "Job title in English.", headers=("英文职位",)), prop("department_en", "text", "英文部门", "Department in English."),
          prop("level", "integer", "级别", "Rank, 1 being the top.", low=1, headers=("层级",)), _SINCE, _UNTIL, keys=("since",)),
    _type("REPORTS_TO", "汇报给", "Line of command.", "Person", "Person",
          prop("enterprise", "text", "所在企业", "Where, if the person has several employers.", headers=("企业",)), _SINCE, _UNTIL, keys=("enterprise",)),
    _type("INFLUENCES", "影响", "The first sways the second.", "Person", "Person",
          prop("weight", "number", "权重", "How far the second listens to the first.", unit="0..1", low=0, high=1, headers=("影响力",)), _CONFIDENCE, _INFERRED, _SINCE, _UNTIL),
    _type("KNOWS", "认识", "They know each other.", "Person", "Person", _STRENGTH, _CONFIDENCE, _INFERRED, _SINCE, _UNTIL, directed=False),
    _type("CONFLICTS_WITH", "有矛盾", "They are at odds.", "Person", "Person", _CONFIDENCE, _SINCE, _UNTIL, directed=False),
    _type("FOR", "面向", "The customer whose decision it is.", "Opportunity", "Enterprise"),
    _type("INCLUDES", "包含", "What is offered in the deal.", "Opportunity", "Product",
          prop("amount", "number", "金额", "Part of the deal's amount.", unit="currency", low=0)),
    _type("PLAYS", "扮演", "The person's part in this deal.", "Person", "Opportunity",
          prop("roles", "texts", "角色", "One or several roles.", values=v.ROLES, headers=("role", "决策角色")),
          prop("vote_weight", "number", "票权", "Votes held in the committee.", unit="votes", low=0, headers=("投票权重", "权重")),
          prop("veto", "yes_no", "否决权", "Can stop the deal alone.", headers=("一票否决",)),
          prop("status", "text", "圈层", "Key-player status, where it is known better than the graph suggests.", values=v.STATUSES, headers=("地位", "key player status")),
          prop("role_sources", "texts", "角色来源", "Who or what says that the person plays the role.")),
    _type("HOLDS", "持态度", "A statement about where the person stands; never overwritten.", "Person", "Opportunity",
          prop("stance", "text", "态度", "Where the person stands.", values=v.STANCES, headers=("立场",)),
          prop("towards", "text", "对象", "The competitor it is about; empty: about us.", headers=("针对",)),
          _CONFIDENCE, _SOURCE, AS_OF, keys=("source", "towards", "as_of")),
    _type("HAS_STEP", "包含环节", "A step of the customer's procedure.", "Opportunity", "Step"),
    _type("ACTS_IN", "参与环节", "What the person does in the step.", "Person", "Step",
          prop("function", "text", "职能", "What they do there.", values=v.STEP_FUNCTIONS, headers=("作用",)), keys=("function",)),
    _type("HAS_NEED", "有需求", "What the person wants solved.", "Person", "Need",
          prop("priority", "integer", "优先级", "1 is the most urgent.", low=1)),
    _type("MEETS", "满足", "The product answers the need.", "Product", "Need"),
    _type("WORKS_ON", "跟进", "Who of us works on the deal.", "Seller", "Opportunity",
          prop("role", "text", "分工", "What they do in it.", values=v.SELLER_ROLES, headers=("角色",))),
    _type("MANAGES", "负责", "Who of us looks after the customer.", "Seller", "Enterprise"),
    _type("COVERS", "覆盖", "Our relationship with the person.", "Seller", "Person", _LEVEL, _STRENGTH,
          prop("last_contact", "date", "最近接触", "The day of the last contact.", headers=("最近联系日期", "最近接触日期")),
          prop("contacts_90d", "integer", "近90天接触次数", "Contacts in the last 90 days.", low=0),
          prop("two_way", "yes_no", "双向", "They contact us too."), _INFERRED, _SINCE, _UNTIL),
    _type("SUPPLIES", "供应", "The rival supplies the customer.", "Competitor", "Enterprise",
          prop("product", "text", "产品", "What it supplies."), prop("share", "number", "份额", "Its share of that need.", unit="share", low=0, high=1, headers=("比例",)),
          _SINCE, _UNTIL, keys=("product",)),
    _type("BIDS_ON", "竞标", "The rival bids for the deal.", "Competitor", "Opportunity", prop("first_seen", "date", "首次出现", "The day we first saw it.")),
    _type("COURTS", "拉拢", "The rival's relationship with the person.", "Competitor", "Person", _LEVEL, _STRENGTH,
          prop("last_contact", "date", "最近接触", "The day of the last contact."), _SINCE, _UNTIL),
    _type("TOOK_PART", "参加", "Who was there.", "Person Seller", "Interaction"),
    _type("ABOUT", "关于", "What it was about.", "Interaction", "Opportunity"),
    _type("USES", "使用", "The customer uses the product.", "Enterprise", "Product", _SINCE, _UNTIL,
          prop("monthly_revenue", "number", "月收入", "What it pays us a month.", unit="currency a month", headers=("月费",)),
          prop("members", "integer", "使用成员数", "How many of its members use it.", low=0), keys=("since",)),
    _type("SERVED_BY", "服务渠道", "The channel that serves the customer.", "Enterprise", "Channel"),
    _type("HAS_TAG", "带标签", "The customer or product carries the tag.", "Enterprise Product", "Tag",
          prop("value", "text", "取值", "What the tag says, for tags that take a value."), _SOURCE, _CONFIDENCE, AS_OF),
    _type("PROMOTES", "推广", "What the campaign sells.", "Campaign", "Product"),
    _type("TARGETED", "营销对象", "Who was in the campaign, in which arm, and what came of it.", "Campaign", "Enterprise",
          prop("arm", "text", "组别", "Target or control.", values=v.ARMS), prop("contacted_on", "date", "联系日期", "The day of the contact."),
          prop("contacted", "yes_no", "已联系", "The contact succeeded."), prop("accepted", "yes_no", "已接受", "The offer was accepted."),
          prop("stratum", "text", "层", "The stratum within which the arm was drawn.", headers=("分层",)),
          prop("revenue", "number", "收入", "What the customer bought for.", unit="currency"),
          prop("cost", "number", "成本", "What the contact cost.", unit="currency", low=0)),
)
