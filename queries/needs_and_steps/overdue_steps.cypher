// question: Which steps are late?
// 问题: 哪些环节已经逾期？
// title: Late steps | 逾期环节
// theme: needs_and_steps
// parameter as_of (date) = today: Planned before this day and not done. | 计划早于这一天而未完成
// column deal, deal_id (Opportunity): The deal. | 商机
// column step, step_id (Step): The step. | 环节
// column planned_on: The day planned. | 计划日期
// column days_late: Days since. | 逾期天数
// column actors: Who acts in it. | 参与者
// column person_ids (Person): The same people by id. | 相应编号
MATCH (o:Opportunity)-[:HAS_STEP]->(t:Step)
WHERE coalesce(o.closed_on > $as_of, o.outcome IS NULL AND coalesce(o.stage, '') <> 'closed')
  AND coalesce(o.opened_on <= $as_of, true)
  AND t.planned_on < $as_of AND (t.done_on IS NULL OR t.done_on > $as_of)
CALL (t) {
  OPTIONAL MATCH (p:Person)-[:ACTS_IN]->(t)
  WITH DISTINCT p ORDER BY p.id
  RETURN collect(coalesce(p.name, p.id)) AS actors, collect(p.id) AS person_ids
}
RETURN coalesce(o.name, o.id) AS deal, o.id AS deal_id,
       coalesce(t.name, t.id) AS step, t.id AS step_id, t.planned_on AS planned_on,
       duration.inDays(t.planned_on, $as_of).days AS days_late, actors, person_ids
ORDER BY days_late DESC, deal_id, step_id
