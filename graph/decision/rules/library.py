"""The library of weak links: what each kind means, its test, what is measured, where it is from.

The page ``docs/weak-links.md``, ``linchpin rules list`` and the screen say what stands here.
Numbers in a test are the defaults; ``[rules.KIND]`` in linchpin.toml changes them.
"""

from __future__ import annotations

from dataclasses import dataclass

from graph.text import Text

FRIEDKIN = Text(
    "Friedkin & Johnsen (1990), Social influence and opinions",
    "Friedkin 与 Johnsen（1990），社会影响与观点",
)
MENGER = Text(
    "Menger (1927), disjoint paths and separators",
    "Menger（1927），不相交路径与分离点",
)
BIRNBAUM = Text(
    "N-1 contingency; importance of a component, Birnbaum (1969)",
    "N-1 准则；部件重要度，Birnbaum（1969）",
)
ARTICLE = Text(
    "The project's source article on complex sales: roles, procedure, dark horse",
    "项目所依据的复杂销售文章：角色、流程、黑马",
)
SHARE = Text("share of the decision", "决策影响力份额")
WEIGHT = Text("decision weight", "正式决策权")
WHOLE = Text("the whole decision", "整个决策")
COVERED = Text("decision covered: sum of v x strength", "已覆盖的决策份额：Σ v × 强度")


@dataclass(frozen=True)
class Entry:
    """One kind of weak link as it is explained.

    ``exposure`` and ``impact`` say in a few words what the two factors are; ``exposure_is`` and
    ``impact_is`` give their formulas. ``number`` is what mending changes. ``picture`` is a small
    graph in the words of Mermaid.
    """

    kind: str
    title: Text
    meaning: Text
    test: Text
    exposure: Text
    exposure_is: str
    impact: Text
    impact_is: str
    mend: Text
    number: Text
    source: Text
    picture: str


def entry(kind: str) -> Entry | None:
    """Return the entry of a kind, None for a rule of one's own.

    Examples
    --------
    >>> entry("fading_tie").title.en
    'Fading tie'
    """
    return LIBRARY.get(kind)


_ENTRIES = (
    Entry(
        "uncovered_power",
        Text("Uncovered power", "未覆盖的权力"),
        Text(
            "Somebody who holds much of the decision is known to us barely or not at all.",
            "掌握较大决策份额的人，我方几乎没有或完全没有接触。",
        ),
        Text(
            "high influence (v of at least .05, while those above hold less than 60%), and a "
            "coverage below .3",
            "影响力高（v ≥ .05，且其上者合计不足 60%），而覆盖强度低于 .3",
        ),
        Text("not covered by us", "未被我方覆盖"),
        "1 - strength",
        SHARE,
        "v",
        Text("a coverage of .6", "覆盖达到 .6"),
        COVERED,
        FRIEDKIN,
        'us[our team] -. nobody .-> x(("v 24%")):::weak --> d[decision]',
    ),
    Entry(
        "hostile_power",
        Text("Hostile power", "敌对权力"),
        Text(
            "Somebody who holds much of the decision is against us.",
            "掌握较大决策份额的人不支持我方。",
        ),
        Text("high influence and an expected stance E below 0", "影响力高，且预期态度 E < 0"),
        Text("how far against us", "反对程度"),
        "-E",
        SHARE,
        "v",
        Text("the stance neutral", "态度转为中立"),
        Text("lean", "倾向"),
        FRIEDKIN,
        'x(("E −0.51")):::weak --> d[decision]',
    ),
    Entry(
        "single_thread",
        Text("Single thread", "单线联系"),
        Text(
            "Everything we have passes one person on the way to a decider, or nothing gets there.",
            "我方通往某位决策者的路线都经过同一人，或根本没有路线。",
        ),
        Text(
            "a decider with fewer than two threads: routes that share no seller and no person",
            "决策者的独立路线少于两条（彼此不共用任何我方人员或客户人员）",
        ),
        Text("chance of not being reached", "触达不到的概率"),
        "1 - reliability",
        WEIGHT,
        "d",
        Text(
            "the one more contact of .6 that helps most, by a new seller if needed",
            "增加一条最有帮助的 .6 的联系，必要时由新的我方人员承担",
        ),
        Text("threads", "独立路线数"),
        MENGER,
        "a[seller] --> m((one person)):::weak\n  b[seller] --> m --> d[decider]",
    ),
    Entry(
        "linchpin",
        Text("Linchpin", "关键枢纽"),
        Text(
            "If one person at the customer leaves, a decider is cut off or far harder to reach.",
            "客户方某一个人离开，就会失去某位决策者，或大大降低触达的可能。",
        ),
        Text(
            "N-1: without the person a decider is cut off, or .2 or more of the decision-weighted "
            "reliability is lost (the person's own term as a decider left out)",
            "N-1：去掉此人后，某位决策者被切断，或按决策权加权的可靠度损失 .2 以上"
            "（此人自身作为决策者的一项不计）",
        ),
        Text("part of our reach that goes", "触达能力中失去的部分"),
        "loss / before",
        Text("decision-weighted reliability lost", "损失的加权可靠度"),
        "loss",
        Text(
            "a by-pass: the best tie or contact round the person",
            "绕行：绕过此人的最佳关系或接触",
        ),
        Text("loss when the person leaves", "此人离开时的损失"),
        BIRNBAUM,
        'us[our team] --> x(("leaves?")):::weak --> d[decider]\n  us -. by-pass .-> d',
    ),
    Entry(
        "seller_dependency",
        Text("Seller dependency", "依赖单个销售"),
        Text(
            "If one of our own people leaves, a decider is cut off or far harder to reach.",
            "我方某一个人离开，就会失去某位决策者，或大大降低触达的可能。",
        ),
        Text(
            "the same as for a linchpin, with one of our sellers leaving",
            "与关键枢纽相同，但离开的是我方人员",
        ),
        Text("part of our reach that goes", "触达能力中失去的部分"),
        "loss / before",
        Text("decision-weighted reliability lost", "损失的加权可靠度"),
        "loss",
        Text(
            "a second seller at .6 with everyone the first covers",
            "第二位我方人员，与前者所覆盖的每个人均达到 .6",
        ),
        Text("loss when the seller leaves", "该人员离开时的损失"),
        BIRNBAUM,
        "s[one seller]:::weak --> x((person)) --> d[decider]\n  s --> y((person)) --> d",
    ),
    Entry(
        "fading_tie",
        Text("Fading tie", "关系变冷"),
        Text(
            "A tie that was strong has had no contact for long, and it matters.",
            "曾经牢固的重要关系已久未联系。",
        ),
        Text(
            "strength at least .5 at the last contact and below .3 now, to a person of high "
            "influence or on a best route",
            "上次接触时强度 ≥ .5、现在低于 .3，对象影响力高或在最佳路线上",
        ),
        Text("strength lost", "失去的强度"),
        "1 - now / undecayed",
        SHARE,
        "v",
        Text("a contact today", "今天接触一次"),
        Text("strength of that tie", "该关系的强度"),
        Text(
            "Decay of ties, Burt (2000): half in 180 days",
            "关系衰减，Burt（2000）：180 天减半",
        ),
        "s[seller] -. 250 days ago .-> x((person)):::weak",
    ),
    Entry(
        "missing_role",
        Text("Missing role", "角色缺失"),
        Text(
            "A part that every deal has is played by nobody whom we know.",
            "每个商机都应有的角色，尚不知由谁担任。",
        ),
        Text(
            "no coach, decision-maker, technical expert or end user known; in a tender no "
            "organizer",
            "没有已知的教练、决策者、技术专家或最终使用者；招标项目没有组织招标者",
        ),
        Text("share not known", "未知份额"),
        "1 - known share",
        WHOLE,
        "1",
        Text("the role filled", "补上该角色"),
        Text("roles missing", "缺失的角色数"),
        ARTICLE,
        'r(("coach?")):::weak -.-> o[deal]',
    ),
    Entry(
        "weak_step",
        Text("Weak step", "薄弱步骤"),
        Text(
            "A step of the customer's procedure is still to come, and nobody in it is ours.",
            "客户流程中尚未完成的环节里，没有我方的人。",
        ),
        Text(
            "a step not yet done in which nobody is known, or nobody who acts is covered (.3) or "
            "supportive (E > 0)",
            "尚未完成的环节中无已知人员，或参与者均未被覆盖（.3）且无人支持（E > 0）",
        ),
        Text("not covered by us", "未被我方覆盖"),
        "1 - best strength",
        Text("share held by who acts", "参与者所占份额"),
        "sum v of its actors (nobody: 1 / all steps)",
        Text("coverage .6 of its strongest actor", "对其中覆盖最强者的覆盖达到 .6"),
        Text("best strength in the step", "该环节中的最高强度"),
        ARTICLE,
        "a[survey] --> b[evaluation]:::weak --> c[contract]",
    ),
    Entry(
        "broken_chain",
        Text("Broken chain", "链条断裂"),
        Text(
            "We have supporters, but nothing they say reaches a decider.",
            "我方有支持者，但其声音传不到某位决策者。",
        ),
        Text(
            "supporters exist, but no persuasion route from any of them reaches a decider who is "
            "not one",
            "存在支持者，但没有任何说服路线能从他们到达某位本身不是支持者的决策者",
        ),
        Text("nothing gets through", "完全传不到"),
        "1",
        WEIGHT,
        "d",
        Text("the best missing tie", "补上最佳的缺失关系"),
        Text("strength of the best route", "最佳路线的强度"),
        Text(
            "Strongest path as shortest path, Dijkstra (1959)",
            "最强路径即最短路径，Dijkstra（1959）",
        ),
        "s((supporter)) --> x((enemy)):::weak -. silent .-> d[decider]",
    ),
    Entry(
        "single_source",
        Text("Single source", "单一来源"),
        Text(
            "What we believe of somebody important rests on one source, or sources contradict "
            "each other.",
            "对重要人物的判断只有一个来源，或各来源相互矛盾。",
        ),
        Text(
            "a role or stance of a person of high influence rests on one source (a coach's word "
            "alone), or disagreement of at least .3",
            "影响力高者的角色或态度只有一个来源（如仅凭教练一人之言），或分歧 ≥ .3",
        ),
        Text("how unsure we are", "不确定程度"),
        "1 - c",
        SHARE,
        "v",
        Text(
            "a second source that agrees, at .8 (no finding where nothing is left to learn)",
            "第二个一致的来源，置信度 .8（已无可知时不成立）",
        ),
        Text("variance of the stance", "态度的方差"),
        Text(
            "Combination of independent sources; domain section 3",
            "独立来源的合并；领域规范第 3 节",
        ),
        "q[coach] -. says .-> x((decider)):::weak",
    ),
    Entry(
        "no_known_opponent",
        Text("No known opponent", "没有已知反对者"),
        Text(
            "A large deal in which nobody is against us: more likely we have not been told.",
            "大单中没有任何人反对：更可能是我们没有听说。",
        ),
        Text(
            "at least three quarters of the open deals are smaller, at least half of the decision "
            "is known, and nobody has E < 0",
            "至少四分之三的在谈商机金额更小、已知决策份额 ≥ .5，而无人 E < 0",
        ),
        Text("share not known", "未知份额"),
        "1 - known share",
        WHOLE,
        "1",
        Text("the most valuable question answered", "弄清最有价值的问题"),
        Text("variance of the lean", "倾向的方差"),
        ARTICLE,
        'x(("?")):::weak -.-> o[large deal]',
    ),
    Entry(
        "rival_lock",
        Text("Rival lock", "对手锁定"),
        Text(
            "A rival stands nearer to the decision than we do.",
            "竞争对手比我方更接近决策。",
        ),
        Text(
            "a rival has more threads to a decider than we, or courts more of the decision (sum of "
            "v x strength) than we cover",
            "竞争对手通往某位决策者的独立路线多于我方，"
            "或其拉拢的决策份额（Σ v × 强度）多于我方覆盖",
        ),
        Text("their part of all cover", "对方在双方覆盖中的占比"),
        "theirs / (theirs + ours)",
        Text("share that they court", "对方拉拢的份额"),
        "theirs",
        Text("contacts until we are ahead", "增加接触直至领先"),
        COVERED,
        MENGER,
        "r[rival]:::weak --> x((person)) --> d[decider]\n  r --> d\n  us[our team] --> x",
    ),
    Entry(
        "dark_horse",
        Text("Dark horse", "黑马"),
        Text(
            "A competitor appeared after the shortlist, and what the deciders think of it is not "
            "known.",
            "入围之后出现了新的竞争对手，而决策者对其态度未知。",
        ),
        Text(
            "a competitor first seen after the shortlist, while a decider's stance towards it is "
            "not stated",
            "竞争对手首次出现晚于入围日期，且有决策者对其态度未说明",
        ),
        Text("decision weight without a stance", "态度未知的决策权"),
        "share of d with no stance stated towards it",
        WHOLE,
        "1",
        Text("the deciders' stance towards it known", "弄清决策者对其的态度"),
        Text("that share", "该份额"),
        ARTICLE,
        'l[shortlist] --> n[new bidder]:::weak -. "stance?" .-> d[decider]',
    ),
    Entry(
        "power_gap",
        Text("Power gap", "权力落差"),
        Text(
            "Real power and rank differ: whoever follows the organisation chart meets the wrong "
            "people.",
            "实际影响力与职级不符：只看组织架构会找错人。",
        ),
        Text(
            "percentiles by level and by v differ by .4 or more, for people with v of at least .05 "
            "or in the top level",
            "按级别与按 v 的百分位相差 ≥ .4，限 v ≥ .05 或最高级别者",
        ),
        Text("difference of the percentiles", "百分位之差"),
        "difference",
        SHARE,
        "v",
        Text("a further contact of .6: 1 - (1-s)(1-.6)", "再增加一次 .6 的接触：1 - (1-s)(1-.6)"),
        COVERED,
        Text(
            "Krackhardt (1990), the political landscape; Friedkin & Johnsen (1990)",
            "Krackhardt（1990），组织中的政治格局；Friedkin 与 Johnsen（1990）",
        ),
        'b["level 1, v 2%"] --- c(("level 4, v 30%")):::weak --> d[decision]',
    ),
)
LIBRARY: dict[str, Entry] = {one.kind: one for one in _ENTRIES}
