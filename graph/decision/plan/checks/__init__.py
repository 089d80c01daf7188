"""The checks that the stages of a deal may ask for, each answered by the graph.

To add one, write its function, its line here and its id in ``graph.settings_plan.CheckId``.
"""

from __future__ import annotations

from graph.decision.plan.checks import deal, needs, people, rivals
from graph.decision.plan.checks.view import Check, Outcome, View
from graph.text import Text

__all__ = ["CHECKS", "Check", "Outcome", "View"]

CHECKS: dict[str, Check] = {
    "deal_described": Check(Text("The deal is described", "商机信息完整"), deal.deal_described),
    "team_named": Check(Text("Our team is named", "项目团队已确定"), deal.team_named),
    "offer_named": Check(Text("Our offer is named", "拟供产品已确定"), deal.offer_named),
    "coach_found": Check(Text("A coach is found", "已发展教练"), people.coach_found),
    "organization_known": Check(
        Text("Their organization is known", "组织架构已知"), people.organization_known
    ),
    "procedure_known": Check(
        Text("Their procedure is known", "采购流程已知"), deal.procedure_known
    ),
    "key_people_known": Check(
        Text("The key people are known", "关键人已知"), people.key_people_known
    ),
    "rivals_known": Check(Text("The rivals are known", "竞争对手已知"), rivals.rivals_known),
    "needs_known": Check(Text("Their needs are known", "需求已知"), needs.needs_known),
    "hidden_needs_known": Check(
        Text("Hidden needs are known", "隐性需求已知"), needs.hidden_needs_known
    ),
    "needs_valued": Check(Text("Needs have a value", "需求价值已估算"), needs.needs_valued),
    "end_users_met": Check(Text("End users are met", "已接触最终使用者"), people.end_users_met),
    "needs_met": Check(Text("Our offer meets the needs", "方案满足需求"), needs.needs_met),
    "experts_met": Check(Text("Technical experts are met", "已接触技术专家"), people.experts_met),
    "experts_support": Check(
        Text("Technical experts support us", "技术专家支持我方"), people.experts_support
    ),
    "prequalified": Check(Text("We are pre-qualified", "资格审查入围"), deal.prequalified),
    "budget_agreed": Check(Text("The budget is agreed", "采购预算已确认"), deal.budget_agreed),
    "organizer_met": Check(
        Text("The tender organizer is met", "已接触组织招标者"), people.organizer_met
    ),
    "key_people_covered": Check(
        Text("The key people are covered", "关键人已覆盖"), people.key_people_covered
    ),
    "deciders_met": Check(Text("Those who decide are met", "已接触决策者"), people.deciders_met),
    "support_won": Check(Text("Support is enough to pass", "支持足以通过"), people.support_won),
    "no_new_bidder": Check(
        Text("No new bidder since the shortlist", "入围后无新增竞标者"), rivals.no_new_bidder
    ),
    "rivals_placed": Check(
        Text("Deciders are placed towards rivals", "决策者对竞争对手的态度已知"),
        rivals.rivals_placed,
    ),
    "contract_reviewed": Check(
        Text("The contract matches the bid", "合同与投标文件已核对"), deal.contract_reviewed
    ),
    "signer_known": Check(Text("Who signs is known", "签署人已知"), deal.signer_known),
    "steps_on_time": Check(Text("Steps are done on time", "各环节按期完成"), deal.steps_on_time),
    "in_touch": Check(Text("We are in touch", "保持接触"), rivals.in_touch),
}
