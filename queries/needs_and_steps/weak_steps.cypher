// question: In which steps still to come do we know nobody, or cover nobody?
// 问题: 哪些未完成的环节我们不认识人，或没有覆盖到人？
// title: Steps where we have nobody | 我方无人的环节
// theme: needs_and_steps
// parameter as_of (date) = today: Cover in force on this day. | 以这一天有效的覆盖为准
// column deal, deal_id (Opportunity): The deal. | 商机
// column step, step_id (Step): The step. | 环节
// column planned_on: The day planned. | 计划日期
// column actors: How many people are known to act in it. | 已知参与人数
// column covered: How many of them somebody of ours covers. | 我方覆盖人数
MATCH (o:Opportunity)-[:HAS_STEP]->(t:Step)
WHERE coalesce(o.closed_on > $as_of, o.outcome IS NULL AND coalesce(o.stage, '') <> 'closed')
  AND coalesce(o.opened_on <= $as_of, true)
  AND (t.done_on IS NULL OR t.done_on > $as_of)
CALL (t) {
  OPTIONAL MATCH (p:Person)-[:ACTS_IN]->(t)
  RETURN count(DISTINCT p) AS actors
}
CALL (t) {
  OPTIONAL MATCH (:Seller)-[c:COVERS]->(p:Person)-[:ACTS_IN]->(t)
  WHERE (c.since IS NULL OR c.since <= $as_of) AND (c.until IS NULL OR c.until > $as_of)
    AND coalesce(c.strength, 1.0) > 0 AND coalesce(c.level, '') <> 'none'
  RETURN count(DISTINCT p) AS covered
}
WITH o, t, actors, covered
WHERE covered = 0
RETURN coalesce(o.name, o.id) AS deal, o.id AS deal_id,
       coalesce(t.name, t.id) AS step, t.id AS step_id, t.planned_on AS planned_on, actors, covered
ORDER BY coalesce(planned_on, date('9999-12-31')), deal_id, step_id
