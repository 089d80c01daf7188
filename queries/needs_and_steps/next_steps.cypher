// question: What happens next at our customers, and who acts in it?
// 问题: 接下来客户那里有哪些环节，由谁参与？
// title: The next steps | 近期环节
// theme: needs_and_steps
// parameter days (integer 1..3650) = 30: Within this many days. | 多少天之内
// parameter as_of (date) = today: Counted from this day. | 从这一天起计算
// column planned_on: The day planned. | 计划日期
// column deal, deal_id (Opportunity): The deal. | 商机
// column step, step_id (Step): The step. | 环节
// column person, person_id (Person): Who acts in it; empty: nobody known. | 参与者,空为未知
// column function: What they do there. | 职能
// column sellers: Who of us covers them. | 覆盖者
MATCH (o:Opportunity)-[:HAS_STEP]->(t:Step)
WHERE coalesce(o.closed_on > $as_of, o.outcome IS NULL AND coalesce(o.stage, '') <> 'closed')
  AND coalesce(o.opened_on <= $as_of, true) AND (t.done_on IS NULL OR t.done_on > $as_of)
  AND t.planned_on >= $as_of AND t.planned_on < $as_of + duration({days: $days})
OPTIONAL MATCH (p:Person)-[a:ACTS_IN]->(t)
CALL (p) {
  OPTIONAL MATCH (s:Seller)-[c:COVERS]->(p)
  WHERE (c.since IS NULL OR c.since <= $as_of) AND (c.until IS NULL OR c.until > $as_of)
  WITH DISTINCT s ORDER BY s.id
  RETURN collect(coalesce(s.name, s.id)) AS sellers
}
RETURN t.planned_on AS planned_on, coalesce(o.name, o.id) AS deal, o.id AS deal_id,
       coalesce(t.name, t.id) AS step, t.id AS step_id,
       coalesce(p.name, p.id) AS person, p.id AS person_id,
       CASE WHEN a.function <> '' THEN a.function END AS function, sellers
ORDER BY planned_on, deal_id, step_id, coalesce(person_id, ''), coalesce(function, '')
