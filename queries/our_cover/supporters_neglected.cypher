// question: Which supporters in open deals have we not met lately?
// 问题: 未结商机中哪些支持者近来没有见过？
// title: Supporters we neglect | 被冷落的支持者
// theme: our_cover
// parameter days (integer 1..3650) = 60: No contact for this many days. | 多少天没有联系
// parameter as_of (date) = today: Counted back from this day. | 以这一天往前计算
// column deal, deal_id (Opportunity): The deal. | 商机
// column person, person_id (Person): The supporter or mentor. | 支持者或指导者
// column stance: The latest statement. | 最新态度
// column last_contact: The last contact of anybody of ours; empty: none known. | 我方最近接触日期，空为没有
MATCH (p:Person)-[:HOLDS]->(o:Opportunity)
WHERE coalesce(o.closed_on > $as_of, o.outcome IS NULL AND coalesce(o.stage, '') <> 'closed')
  AND coalesce(o.opened_on <= $as_of, true)
WITH DISTINCT p, o
CALL (p, o) {
  OPTIONAL MATCH (p)-[h:HOLDS]->(o)
  WHERE h.towards = '' AND h.as_of <= $as_of
  WITH h ORDER BY h.as_of DESC, h.source LIMIT 1
  RETURN h.stance AS stance
}
WITH p, o, stance
WHERE stance IN ['supporter', 'mentor']
CALL (p) {
  OPTIONAL MATCH (:Seller)-[c:COVERS]->(p)
  WHERE c.last_contact <= $as_of
  RETURN max(c.last_contact) AS stated
}
CALL (p) {
  OPTIONAL MATCH (p)-[:TOOK_PART]->(i:Interaction)<-[:TOOK_PART]-(:Seller)
  WHERE i.on <= $as_of
  RETURN max(i.on) AS met
}
WITH p, o, stance, CASE WHEN stated IS NULL OR met > stated THEN met ELSE stated END AS last_contact
WHERE last_contact IS NULL OR last_contact <= $as_of - duration({days: $days})
RETURN coalesce(o.name, o.id) AS deal, o.id AS deal_id,
       coalesce(p.name, p.id) AS person, p.id AS person_id, stance, last_contact
ORDER BY coalesce(last_contact, date('0001-01-01')), deal_id, person_id
