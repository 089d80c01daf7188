// question: Who can stop a deal alone, and where do they stand?
// 问题: 谁有一票否决权，态度如何？
// title: Who can stop a deal alone | 一票否决者
// theme: who_decides
// parameter as_of (date) = today: Statements up to this day count. | 截至这一天的表态
// column deal, deal_id (Opportunity): The deal. | 商机
// column person, person_id (Person): Who holds the veto. | 有否决权的人
// column stance: The latest statement about the person, towards us. | 对我方的最新态度
// column said_by: Who made it. | 表态来源
// column covered_by: Sellers who cover the person. | 覆盖此人的我方人员
MATCH (p:Person)-[r:PLAYS]->(o:Opportunity)
WHERE r.veto
  AND coalesce(o.closed_on > $as_of, o.outcome IS NULL AND coalesce(o.stage, '') <> 'closed')
  AND coalesce(o.opened_on <= $as_of, true)
CALL (p, o) {
  OPTIONAL MATCH (p)-[h:HOLDS]->(o)
  WHERE h.towards = '' AND h.as_of <= $as_of
  WITH h ORDER BY h.as_of DESC, h.source LIMIT 1
  RETURN h.stance AS stance, h.source AS said_by
}
CALL (p) {
  OPTIONAL MATCH (s:Seller)-[c:COVERS]->(p)
  WHERE (c.since IS NULL OR c.since <= $as_of) AND (c.until IS NULL OR c.until > $as_of)
  WITH s ORDER BY s.id
  RETURN collect(DISTINCT coalesce(s.name, s.id)) AS covered_by
}
RETURN coalesce(o.name, o.id) AS deal, o.id AS deal_id,
       coalesce(p.name, p.id) AS person, p.id AS person_id, stance, said_by, covered_by
ORDER BY deal_id, person_id
