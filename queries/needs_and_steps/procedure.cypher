// question: By which steps does the customer decide, and who acts in each?
// 问题: 客户按哪些环节决策，每个环节由谁参与？
// title: The customer's procedure | 客户的决策流程
// theme: needs_and_steps
// parameter deal (Opportunity) = "": One deal; empty for all open ones. | 商机编号,留空为全部未结商机
// parameter as_of (date) = today: Deals open on this day. | 以这一天未结的商机为准
// column deal, deal_id (Opportunity): The deal. | 商机
// column position: Place in the procedure. | 顺序
// column step, step_id (Step): The step. | 环节
// column planned_on: The day planned. | 计划日期
// column done_on: The day done; empty while open. | 完成日期
// column person, person_id (Person): Who acts in it; empty: nobody known. | 参与者,空为未知
// column function: What they do there. | 职能
MATCH (o:Opportunity)-[:HAS_STEP]->(t:Step)
WHERE o.id = $deal OR ($deal = ''
      AND coalesce(o.closed_on > $as_of, o.outcome IS NULL AND coalesce(o.stage, '') <> 'closed')
      AND coalesce(o.opened_on <= $as_of, true))
OPTIONAL MATCH (p:Person)-[a:ACTS_IN]->(t)
RETURN coalesce(o.name, o.id) AS deal, o.id AS deal_id, t.order AS position,
       coalesce(t.name, t.id) AS step, t.id AS step_id,
       t.planned_on AS planned_on, t.done_on AS done_on,
       coalesce(p.name, p.id) AS person, p.id AS person_id,
       CASE WHEN a.function <> '' THEN a.function END AS function
ORDER BY deal_id, coalesce(position, 0), step_id, coalesce(person_id, ''), coalesce(function, '')
