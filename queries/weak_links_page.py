"""Writes ``docs/weak-links.md`` from the library: ``python -m queries.weak_links_page``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.decision.rules.library import LIBRARY, Entry
from graph.settings_rules import Rules, kinds

if TYPE_CHECKING:
    from collections.abc import Iterable

PAGE = Path(__file__).parent.parent / "docs" / "weak-links.md"

OPENING = """# Weak links 薄弱环节

This page is written from the library of rules by `python -m queries.weak_links_page`; a test holds
that it is current. 本页由规则库生成。

Every finding has an **exposure** (how easily it breaks) and an **impact** (what share of the
decision goes with it), both from 0 to 1 and always shown apart; **severity** is their product, and
money at stake is impact times the deal's amount. Findings stand in the order of severity, those
with one cause or about one person together. Each carries the part of the graph that proves it, what
to do, and the number that mending would change, worked out by mending it in the model. It ends when
its cause is taken away and stays while a second cause remains.

每项发现都分别给出**暴露度**（多容易断）与**影响**（涉及多少决策份额），均为 0 至 1；
**严重度**为两者之积，涉及金额 = 影响 × 商机金额。发现按严重度排列，同一原因或同一人的放在一起；
每项都附有证明它的子图、应采取的行动，以及修复后会改变的数字（在模型中实际修复后算得）。原因消除则发现消失，仍有其他原因则保留。

**What a mend assumes.** A mend by contact is a lasting one of .6, as several meetings bring; the
sentence, the figures, the picture and the map of a finding are all of it, and so is "Try in
What-if" (`cover:SELLER>PERSON=0.6`; where the rule asks for a coverage by all of ours together,
what is lacking to it). The next meeting and each line of the contact plan are one meeting alone,
which brings somebody whom nobody covers to .5 at most ([plans](plans.md)). Example: a decider is
reached with 5%; one more contact of .6 makes it 1 - .95 x .4 = 62%, one meeting 1 - .95 x .5 = 53%.

**修复的假设。** 以接触修复时，指多次拜访后形成的 .6 的持久联系；
发现的文字、数字、图与决策图均以此为准，“在假设中试算”亦然。
“下次拜访”与拜访计划的每一行只是一次拜访，至多使无人覆盖者达到 .5。
例：触达概率 5% 的决策者，增加 .6 的联系后为 1 - .95 × .4 = 62%，一次拜访后为 1 - .95 × .5 = 53%。

On the Findings view they are sorted by severity, by what is at stake, or by kind (`sort=severity`,
`stake`, `kind` in the address). Where a review was saved, what it found and what stands no longer
is listed below as mended or gone, with a tick where it is known who was there since.

“薄弱环节”视图可按严重度、涉及金额或类型排序；
保存过复盘的，下方列出其后已修复或不再成立的发现；知道由谁修复的带有对勾。

Symbols 符号: v = influence 影响力, d = decision weight 决策权, E = expected stance 预期态度,
c = confidence of the stance 态度置信度 ([decision-model.md](decision-model.md)).

## Rules are settings 规则即设置

```toml
[rules.fading_tie]                  # another threshold 修改阈值
once = 0.6

[rules.missing_role]                # switched off 关闭规则
enabled = false

[rules.uncovered_power.region."华东"]   # for customers of one region 只对某一地区
influence = 0.1

[rules]
own = "my-rules/"                   # a folder with rules of your own 自有规则的文件夹
```

`linchpin rules list` shows every rule, whether it is on, its thresholds and where they come from.
A misspelt name is refused with its line and the nearest name. A region is that of the deal's
customer (`Enterprise.region`); what it does not state stays as in the rule.

`linchpin rules list` 列出全部规则、是否启用、阈值及其来源；写错的名称会被拒绝，
并指出所在行与最接近的名称。

## Rules of your own 自有规则

A file `NAME.cypher` in the folder of `rules.own` is a rule: a header, then a query. 文件夹中每个
`.cypher` 文件就是一条规则：先是文件头，再是查询。

```
{example}```

- `$deal` and `$as_of` are given. Declare other parameters with a default, as in the
  [catalogue](queries.md). 可用 `$deal` 与 `$as_of`；其他参数须声明默认值。
- Required columns: `subject_kind` ({subjects}),
  `subject` (its id), `exposure`, `impact` (0 to 1). Also: `nodes` (ids), `relationships`
  ([from, type, to]) as proof, `cause`.
  必需列：`subject_kind`、`subject`、`exposure`、`impact`；可选：`nodes`、`relationships`、`cause`。
- Title, sentence and action name columns in braces; `{{name}}` is what the subject is called.
  标题、说明与行动可用花括号引用列；`{{name}}` 为对象的名称。
- `// enabled: no` switches it off; `// region: 华东; 华北` keeps it to these regions.
  `// enabled: no` 关闭规则；`// region: 华东; 华北` 只用于这些地区。
- Queries read only and run on both servers. A rule that fails is reported with file, line and
  column, and all other findings stand. 规则只读；出错的规则会指明文件、行与列，其他发现不受影响。
- A misspelt `// enabled:` or `// region:` and a region in which no customer is are said with the
  line and the nearest name. 写错的 `// enabled:`、`// region:` 以及没有客户的地区，
  会指明所在行与最接近的名称。
- A file with `// stage: bidding` is a [check of that stage](plans.md#checks-of-your-own-自有任务项)
  of the playbook instead. 带有 `// stage:` 的文件是该阶段的自有任务项。
- A rule sees what is stored: a what-if does not change what it finds.
  规则只看已存储的数据，假设不影响其结果。

To try it: save the example as `my-rules/finance.cypher`, put `own = "my-rules/"` under `[rules]`
in `linchpin.toml`, then run the two commands below. What the rule finds stands among the other
findings and on the Findings view of the deal, as does the name of a rule that fails; the screen
reads changed files when it is started anew.
试用：把示例存为 `my-rules/finance.cypher`，在 `linchpin.toml` 的 `[rules]` 下写入
`own = "my-rules/"`，再运行以下两条命令。其发现与其他发现一同列出，也显示在商机页的
“薄弱环节”视图中；出错的规则同样在此指明。修改文件后，重新启动界面才会读取。

```sh
linchpin rules list
linchpin analyze D26-001
```
"""

EXAMPLE = """\
// title: {name} not met | 未拜访{name}
// sentence: {name} ({title}) of finance: no tie of ours. | 财务的{name}（{title}）：我方无关系。
// action: Name a seller for {name}. | 为{name}指定一位我方人员。
MATCH (p:Person)-[:PLAYS]->(o:Opportunity {id: $deal})
MATCH (p)-[w:WORKS_FOR]->(e:Enterprise)
WHERE w.department CONTAINS '财' AND NOT EXISTS { MATCH (:Seller)-[:COVERS]->(p) }
RETURN 'person' AS subject_kind, p.id AS subject, 1.0 AS exposure, 0.2 AS impact,
       [p.id, e.id] AS nodes, [[p.id, 'WORKS_FOR', e.id]] AS relationships,
       'coverage:' + p.id AS cause, coalesce(w.title, '?') AS title
ORDER BY subject
"""


def page() -> str:
    """Return the whole page."""
    from queries.own_findings import SUBJECTS

    opening = OPENING.format(example=EXAMPLE, subjects=", ".join(SUBJECTS))
    return "\n".join([opening, *(_section(one) for one in LIBRARY.values())])


def _section(one: Entry) -> str:
    rows = [
        ("when 条件", one.test.en, one.test.zh),
        ("exposure 暴露度", f"{one.exposure.en}: `{one.exposure_is}`", one.exposure.zh),
        ("impact 影响", f"{one.impact.en}: `{one.impact_is}`", one.impact.zh),
        ("mended by 修复", one.mend.en, one.mend.zh),
        ("changes 改变", one.number.en, one.number.zh),
        ("source 依据", one.source.en, one.source.zh),
    ]
    return "\n".join(
        [
            f"## {one.title.en} {one.title.zh} (`{one.kind}`)\n",
            f"{one.meaning.en}\n\n{one.meaning.zh}\n",
            f"```mermaid\ngraph LR\n  {one.picture}",
            "  classDef weak stroke:#CF3D3D,stroke-dasharray:5 3\n```\n",
            _table(("", "English", "中文"), rows),
            _thresholds(one.kind),
        ]
    )


def _thresholds(kind: str) -> str:
    """Return the settings of a rule with their defaults."""
    if kind not in kinds():
        return ""
    rule = getattr(Rules(), kind)
    found = [(f"`{name}`", _shown(getattr(rule, name))) for name in thresholds(rule)]
    if not found:
        return ""
    return f"Settings 设置 `[rules.{kind}]`:\n\n" + _table(("name", "default"), found)


def thresholds(rule: Any) -> list[str]:
    """Return the names of a rule's thresholds: all its settings but the switch and the regions."""
    return [name for name in type(rule).model_fields if name not in ("enabled", "region")]


def _shown(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else f"{value}"


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    names = list(head)
    lines = [names, ["---"] * len(names), *(list(row) for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def write() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    write()
