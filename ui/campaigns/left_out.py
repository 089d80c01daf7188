"""Why a row of a list was left out, in words, as a rejects file says it."""

from __future__ import annotations

from graph.customers.campaigns import exclude
from graph.text import Text
from loaders.wording import Wording

NOT_TARGETED, TWICE = "not_targeted", "twice"
TO_COME, TOO_EARLY, BELOW_ZERO = "to_come", "too_early", "below_zero"

# A short name of each reason, for counts.
NAMES = {
    exclude.UNKNOWN: Text("unknown id", "编号不存在"),
    exclude.REPEATED: Text("stands there twice", "重复"),
    exclude.REFUSED: Text("must not be contacted", "请勿联系"),
    exclude.ELSEWHERE: Text("in another campaign then", "同期在其他营销活动中"),
    exclude.RESTING: Text("contacted a short time ago", "近期已接触"),
    NOT_TARGETED: Text("not in this campaign", "不在本次营销活动中"),
    TWICE: Text("stands there twice", "重复"),
    TO_COME: Text("contacted on a day still to come", "接触日期尚未到"),
    TOO_EARLY: Text("contacted before the campaign began", "接触日期早于活动开始"),
    BELOW_ZERO: Text("revenue below 0", "收入为负"),
    "bad": Text("cannot be read", "无法读取"),
}

_WORDS = {
    exclude.UNKNOWN: Wording(
        Text("the id of an enterprise or member", "企业或成员的编号"),
        Text("Load this customer first, or mend the id.", "请先导入该客户，或更正编号。"),
    ),
    exclude.REPEATED: Wording(
        Text("each customer once", "每名客户只出现一次"),
        Text("The first row of this customer counts; remove the others.",
             "以该客户的第一行为准，请删除其余行。"),
    ),
    exclude.REFUSED: Wording(
        Text("a customer who may be contacted", "可以联系的客户"),
        Text("Marked as not to be contacted: leave out.", "已标记为请勿联系，不得列入。"),
    ),
    exclude.ELSEWHERE: Wording(
        Text("a customer in no other campaign at that time", "同期不在其他营销活动中的客户"),
        Text("Choose again after {detail} has ended.", "请待 {detail} 结束后再选。"),
    ),
    exclude.RESTING: Wording(
        Text("a customer not contacted within the days of rest", "静默期内未被接触的客户"),
        Text("Contacted on {detail}: let it rest.", "已于 {detail} 接触，请待静默期结束。"),
    ),
    NOT_TARGETED: Wording(
        Text("a customer of this campaign", "本次营销活动的客户"),
        Text("Was not assigned to any arm: leave out.", "未分入任何组别，其结果不计。"),
    ),
    TO_COME: Wording(
        Text("a day that has come", "已到的日期"),
        Text("The results are read on {detail}: mend the date, or read them on a later day.",
             "结果于 {detail} 收回：请更正日期，或待该日之后再收回。"),
    ),
    TOO_EARLY: Wording(
        Text("a day of the campaign", "活动期间的日期"),
        Text("The campaign began on {detail}: mend the date.",
             "营销活动于 {detail} 开始，请更正日期。"),
    ),
    BELOW_ZERO: Wording(
        Text("0 or more", "不小于 0"),
        Text("What the customer bought for; leave the cell empty where it bought nothing.",
             "填写客户购买金额；未购买则留空。"),
    ),
    TWICE: Wording(
        Text("one result for each customer", "每名客户一条结果"),
        Text("The first row of this customer counts; remove the others.",
             "以该客户的第一行为准，请删除其余行。"),
    ),
}  # fmt: skip


def worded(reason: str, detail: str | None = None) -> Wording:
    """Return what was expected, and what to do."""
    words = _WORDS[reason]
    return Wording(words.expected, words.hint.format(detail=detail or ""))
