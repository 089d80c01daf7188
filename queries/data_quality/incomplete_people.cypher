// question: Which people with a role in an open deal lack a post, department or level?
// 问题: 未结商机中哪些人缺少任职、部门或级别？
// title: People with gaps | 信息不全的人
// theme: data_quality
// parameter as_of (date) = today: Posts in force on this day. | 以这一天的任职为准
// column person, person_id (Person): Who it is. | 人员
// column missing: What is not known. | 缺少的信息
// column deals: Open deals in which the person has a role. | 未结商机数
// column deal_ids (Opportunity): Which. | 商机编号
MATCH (p:Person)-[:PLAYS]->(o:Opportunity)
WHERE coalesce(o.closed_on > $as_of, o.outcome IS NULL AND coalesce(o.stage, '') <> 'closed')
  AND coalesce(o.opened_on <= $as_of, true)
WITH DISTINCT p, o ORDER BY o.id
WITH p, collect(o.id) AS deal_ids
CALL (p) {
  OPTIONAL MATCH (p)-[w:WORKS_FOR]->(:Enterprise)
  WHERE w.since <= $as_of AND (w.until IS NULL OR w.until > $as_of)
  RETURN count(w) AS posts, count(w.department) AS departments, count(w.level) AS levels
}
WITH p, deal_ids,
     CASE WHEN coalesce(p.placeholder, false) THEN ['name'] ELSE [] END
     + CASE WHEN posts = 0 THEN ['post'] ELSE [] END
     + CASE WHEN posts > 0 AND departments = 0 THEN ['department'] ELSE [] END
     + CASE WHEN posts > 0 AND levels = 0 THEN ['level'] ELSE [] END AS missing
WHERE size(missing) > 0
RETURN coalesce(p.name, p.id) AS person, p.id AS person_id, missing, size(deal_ids) AS deals,
       deal_ids
ORDER BY size(missing) DESC, deals DESC, person_id
