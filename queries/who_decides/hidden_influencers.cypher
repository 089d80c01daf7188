// question: Who sways people in the open deals without playing a role themselves?
// 问题: 谁没有角色，却影响着未结商机中的人？
// title: Influence without a role | 没有角色的影响者
// theme: who_decides
// parameter min_weight (number 0..1) = 0.3: Weakest influence that counts. | 计入的最小影响权重
// parameter as_of (date) = today: Ties in force on this day. | 以这一天有效的关系为准
// column deal, deal_id (Opportunity): The deal. | 商机
// column person, person_id (Person): Who has no role but influence. | 没有角色但有影响的人
// column people_swayed: How many people of the deal listen. | 受影响的人数
// column total_weight: Sum of the influence on them. | 影响权重之和
// column enterprise, enterprise_id (Enterprise): Where the person works, one of several. | 任职单位(之一)
MATCH (a:Person)-[i:INFLUENCES]->(p:Person)-[:PLAYS]->(o:Opportunity)
WHERE coalesce(o.closed_on > $as_of, o.outcome IS NULL AND coalesce(o.stage, '') <> 'closed')
  AND coalesce(o.opened_on <= $as_of, true)
  AND coalesce(i.weight, 0.5) >= $min_weight
  AND (i.since IS NULL OR i.since <= $as_of) AND (i.until IS NULL OR i.until > $as_of)
  AND NOT EXISTS { MATCH (a)-[:PLAYS]->(o) }
WITH o, a, p, coalesce(i.weight, 0.5) AS weight ORDER BY p.id
WITH o, a, count(DISTINCT p) AS people_swayed, sum(weight) AS total_weight
CALL (a) {
  OPTIONAL MATCH (a)-[w:WORKS_FOR]->(e:Enterprise)
  WHERE w.since <= $as_of AND (w.until IS NULL OR w.until > $as_of)
  WITH e ORDER BY e.id LIMIT 1
  RETURN e.id AS enterprise_id, coalesce(e.name, e.id) AS enterprise
}
RETURN coalesce(o.name, o.id) AS deal, o.id AS deal_id,
       coalesce(a.name, a.id) AS person, a.id AS person_id,
       people_swayed, round(total_weight, 6) AS total_weight, enterprise, enterprise_id
ORDER BY total_weight DESC, deal_id, person_id
