"""Columns that by their name are known only after the contact, in English and Chinese."""

from __future__ import annotations

import re
import unicodedata

# Whole names, folded: no case, no marks, nothing in brackets.
_ENGLISH = """
duration durationsec durationsecs durationseconds durationmin durationminutes
callduration calllength calltime callseconds callminutes contactduration
lastcontactduration talktime talkduration talkseconds handletime handlingtime
lengthofcall conversationlength result results outcome response responded responsedate
responseon callresult calloutcome callstatus contactresult contactoutcome contactstatus
disposition calldisposition contacted contactedon contactdate contactedat answered
answeredon reached connected hungup hangup callend callendedat endtime endedat accepted
acceptedon sold soldon bought purchased purchasedon purchasedate converted conversion
conversiondate subscribed subscribedon signedup orderid ordernumber orderdate orderedon
orderamount saleamount salesamount salevalue revenue revenueafter cost contactcost
feedback satisfaction surveyresult refusalreason reasonrefused callnotes followup
followupdate
"""
_CHINESE = """
通话时长 通话时间 通话秒数 通话分钟 通话分钟数 通话长度 呼叫时长 外呼时长 接触时长
沟通时长 时长 结果 通话结果 呼叫结果 外呼结果 接触结果 联系结果 营销结果 办理结果
回访结果 响应 是否响应 响应日期 响应时间 接触 联系 是否接触 是否联系 接触成功
是否接触成功 接触日期 联系日期 接触时间 联系时间 通话日期 接听 接通 是否接听 是否接通
接通状态 通话状态 挂机时间 结束时间 通话结束时间 接受 是否接受 接受日期 办理 是否办理
办理日期 办理时间 成交 是否成交 成交日期 成交时间 成交金额 购买 是否购买 购买日期
购买时间 订购 是否订购 订购日期 订购时间 订单号 订单编号 订单金额 订单日期 营销成功
是否营销成功 收入 费用 接触成本 拒绝原因 未办理原因 反馈 客户反馈 满意度 回访 通话备注
"""
AFTER = frozenset((_ENGLISH + _CHINESE).split())
_EARLIER_WORD = {
    "previous", "prev", "prior", "past", "before", "history", "historical", "avg", "average",
    "mean", "monthly", "total", "usual", "expected", "planned",
}  # fmt: skip
_EARLIER_ZH = (
    "上次",
    "上期",
    "之前",
    "以前",
    "历史",
    "过去",
    "月均",
    "平均",
    "累计",
    "近",
    "计划",
    "预计",
)
_DONE = ("接触", "联系", "营销", "外呼", "活动", "通话", "办理", "成交", "响应")
_AFTER_ZH = (*(f"{what}后" for what in _DONE), "之后", "事后")
_AFTER_WORDS = {
    ("after",), ("afterwards",), ("post", "campaign"), ("post", "contact"), ("post", "call"),
    ("call", "duration"), ("call", "length"), ("talk", "time"), ("call", "result"),
    ("call", "outcome"), ("contact", "result"), ("contact", "outcome"), ("time", "on", "call"),
}  # fmt: skip
_BRACKETED = re.compile(r"[(\[（【].*?[)\]）】]")
_PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")


def known_after(name: str) -> bool:
    """Tell whether a column's name says that it is known only after the contact.

    Examples
    --------
    >>> [known_after(n) for n in ("duration", "通话时长（秒）", "revenue_after")]
    [True, True, True]
    >>> [known_after(n) for n in ("poutcome", "previous_result", "月均通话时长")]
    [False, False, False]
    """
    plain = _BRACKETED.sub("", unicodedata.normalize("NFKC", name))
    words = [w.casefold() for w in _PARTS.findall(plain)]
    if _EARLIER_WORD & set(words) or any(mark in plain for mark in _EARLIER_ZH):
        return False
    if re.sub(r"[\W_]", "", plain).casefold() in AFTER:
        return True
    return any(mark in plain for mark in _AFTER_ZH) or any(_within(w, words) for w in _AFTER_WORDS)


def _within(phrase: tuple[str, ...], words: list[str]) -> bool:
    return any(tuple(words[i : i + len(phrase)]) == phrase for i in range(len(words)))
