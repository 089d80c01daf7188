"""The words on the map, in both languages."""

from __future__ import annotations

from graph.text import Text
from graph.vocabulary.values import ROLES, STANCES

# Short forms of the roles, for chips.
CHIPS: dict[str, Text] = {
    "decision_maker": Text("Decides", "决策"),
    "approver": Text("Approves", "审批"),
    "technical_expert": Text("Expert", "技术专家"),
    "tender_organizer": Text("Organizer", "招标组织"),
    "end_user": Text("End user", "使用者"),
    "coach": Text("Coach", "教练"),
    "influencer": Text("Influencer", "影响者"),
    "gatekeeper": Text("Gatekeeper", "把关"),
}
# The order in which a person's roles are named: the one that weighs most comes first.
ROLE_ORDER = tuple(CHIPS)
ROLE_WORDS = {v.value: Text(v.en, v.zh) for v in ROLES.values}
STANCE_WORDS = {v.value: Text(v.en, v.zh) for v in STANCES.values}

PRESUMED = Text("Presumed", "推定")
VOTES = Text("Votes", "有表决权")
NO_ROLE = Text("No role", "无角色")
ROLE_UNKNOWN = Text("Role unknown", "角色未知")
NOT_YET_KNOWN = Text("Not yet known", "尚不知是谁")
NO_DEPARTMENT = Text("Department unknown", "部门未知")
UNDER = Text("Under {name}", "{name} 下属")
OUTSIDE = Text("Outsiders", "外部人员")
OTHER_COMPANY = Text("Other companies", "集团内其他企业")
OUR_TEAM = Text("Our team", "我方团队")
THEIR_SIDE = Text("Their side", "对手一方")
NO_TEAM = Text("Nobody of ours is known in this deal", "本商机尚无我方人员")
COVERED = Text("covers {share} of the decision", "覆盖决策的 {share}")
CUT_POINT = Text("cut point", "割点")
REACHED = Text("reached {share}", "可达 {share}")
# A mend is a contact as several meetings make it; the next meeting is one of them alone.
MENDED = Text("several meetings {share}", "多次拜访 {share}")
AGAIN = Text("contact today {share}", "今日联系 {share}")
MEETING = Text("one meeting {share}", "一次拜访 {share}")
ASK = Text("to ask", "去核实")
MORE = Text("+ {n} more · {share}", "另有 {n} 人 · {share}")
FOLDED = Text("folded: open the department", "已折叠：点击展开")
ALSO = Text("{person} also reports to {boss}", "{person} 同时汇报给 {boss}")
REPORTS = Text("{person} reports to {boss}", "{person} 汇报给 {boss}")
INFLUENCES = Text("{person} influences {other}: {weight}", "{person} 影响 {other}：{weight}")
KNOWS = Text("{person} and {other} know each other: {weight}", "{person} 与 {other} 认识：{weight}")
CONFLICTS = Text("{person} and {other} are at odds", "{person} 与 {other} 有矛盾")
COVERS = Text("{person} covers {other}: {weight}", "{person} 覆盖 {other}：{weight}")

LEGEND_LINES: tuple[tuple[str, Text], ...] = (
    ("reports", Text("Reports to", "汇报")),
    ("influence", Text("Influences", "影响")),
    ("route", Text("Best route", "最佳路线")),
    ("other", Text("Other", "其他路线")),
    ("plan", Text("Planned", "计划联系")),
)

WITHOUT = Text("without: {kinds}", "未显示：{kinds}")
KINDS: dict[str, Text] = {
    "REPORTS_TO": Text("Reports to", "汇报"),
    "INFLUENCES": Text("Influences", "影响"),
    "KNOWS": Text("Knows", "认识"),
    "CONFLICTS_WITH": Text("Conflicts", "冲突"),
    "COVERS": Text("Our contacts", "我方联系"),
}
CARD_LABEL = Text(
    "{name}, {title}, {stance}, {share} of the decision, {cover}",
    "{name}，{title}，{stance}，占决策 {share}，{cover}",
)
COVERED_BY = Text("covered by {who}", "由 {who} 覆盖")
NOT_COVERED = Text("covered by nobody", "无人覆盖")
SELLER_LABEL = Text("{name}, our team, covers {who}", "{name}，我方团队，覆盖 {who}")
NOBODY = Text("nobody here", "此处无人")
MAP_LABEL = Text("Decision map of {name}", "{name} 的决策图")


def chip(roles: list[str], *, presumed: bool = False, placeholder: bool = False) -> Text:
    """Return the words of a person's role chip; several roles are the first and "+1".

    Examples
    --------
    >>> chip(["coach", "end_user"])["en"]
    'End user +1'
    >>> chip([], presumed=True)["zh"]
    '推定'
    """
    if presumed:
        return PRESUMED
    if not roles:
        return ROLE_UNKNOWN if placeholder else NO_ROLE
    known = [r for r in ROLE_ORDER if r in roles]
    others = [r for r in roles if r not in CHIPS]
    ordered = known + others
    first = CHIPS.get(ordered[0], Text(ordered[0], ordered[0]))
    return (
        first
        if len(ordered) == 1
        else first + Text(f" +{len(ordered) - 1}", f" +{len(ordered) - 1}")
    )


SUBJECTS: dict[str, Text] = {
    "role": Text("role not filled", "角色缺失"),
    "step": Text("step of the procedure", "流程环节"),
    "opportunity": Text("this deal", "本商机"),
    "competitor": Text("competitor", "竞争对手"),
    "other": Text("", ""),
}
