"""The worked example of the docs as people keep it: Chinese headers and words, GB18030."""

# ruff: noqa: E501 -- files as they are written

from __future__ import annotations

from pathlib import Path

# Four people and one decision; docs/decision-model.md recomputes it by hand.
FILES: dict[str, str] = {
    "enterprises": "编号,名称,英文名,行业,地区\nYL,月岭制造,Yueling Works,制造 Manufacturing,望川 Wangchuan\nLH,立衡咨询,Liheng Consulting,服务 Services,望川 Wangchuan\n",
    "people": "编号,姓名,英文名,任职企业,职务,部门,级别,上级\nchen,陈国慧,Chen Guohui,YL,总经理,总经办,1,\nzhao,赵文斌,Zhao Wenbin,YL,信息中心主任,信息中心,2,chen\nqian,钱晓岚,Qian Xiaolan,YL,运营主管,运营部,3,\nluo,罗立新,Luo Lixin,LH,高级顾问,咨询部,3,\n",
    "opportunities": "编号,名称,英文名,客户,阶段,金额,币种,采购方式,预计签约日期\nYL-1,厂区专线,Plant leased line,YL,技术沟通,120万,CNY,谈判,2026年6月\n",
    "sellers": "编号,姓名,英文名,岗位,级别\nlin,林悦,Lin Yue,要客经理,3\nhe,贺军,He Jun,客户经理,4\n",
    "plays": "联系人,商机,角色,态度,置信度,来源,日期\nchen,YL-1,决策者,,,,\nzhao,YL-1,技术专家,支持者,80%,拜访纪要,2026/3/12\nqian,YL-1,教练,指导者,80%,拜访纪要,2026/3/20\n",
    "holds": "联系人,商机,态度,置信度,来源,日期\nluo,YL-1,不支持者,80%,教练,2026/3/20\n",
    "influences": "起点,终点,权重\nqian,zhao,0.6\nluo,chen,0.3\n",
    "covers": "我方人员,联系人,强度,最近接触日期\nlin,qian,0.9,2026-03-31\nhe,zhao,0.29,2026-03-31\n",
    "works_on": "我方人员,商机,分工\nlin,YL-1,要客经理\nhe,YL-1,客户经理\n",
}  # fmt: skip


def write_example(folder: Path) -> None:
    """Write the example into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in FILES.items():
        (folder / f"{name}.csv").write_text(text, encoding="gb18030", newline="\n")
