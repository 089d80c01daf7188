// question: Who of us works on each open deal, and whom of its people do they know?
// 问题: 每个未结商机由我方谁跟进，认识其中哪些人？
// title: Our team on each deal | 每个商机的我方团队
// theme: our_cover
// parameter deal (Opportunity) = "": One deal; empty for all open ones. | 商机编号,留空为全部未结商机
// parameter as_of (date) = today: Cover in force on this day. | 以这一天有效的覆盖为准
// column deal, deal_id (Opportunity): The deal. | 商机
// column seller, seller_id (Seller): Our person. | 我方人员
// column role: What they do in it. | 分工
// column knows: How many of the deal's people they cover. | 认识其中人数
// column people: How many people are known in the deal. | 商机已知人数
MATCH (s:Seller)-[w:WORKS_ON]->(o:Opportunity)
WHERE o.id = $deal OR ($deal = ''
      AND coalesce(o.closed_on > $as_of, o.outcome IS NULL AND coalesce(o.stage, '') <> 'closed')
      AND coalesce(o.opened_on <= $as_of, true))
CALL (o) {
  OPTIONAL MATCH (p:Person)-[:PLAYS]->(o)
  RETURN count(DISTINCT p) AS people
}
CALL (s, o) {
  OPTIONAL MATCH (s)-[c:COVERS]->(p:Person)-[:PLAYS]->(o)
  WHERE (c.since IS NULL OR c.since <= $as_of) AND (c.until IS NULL OR c.until > $as_of)
  RETURN count(DISTINCT p) AS knows
}
RETURN coalesce(o.name, o.id) AS deal, o.id AS deal_id,
       coalesce(s.name, s.id) AS seller, s.id AS seller_id,
       coalesce(w.role, s.role) AS role, knows, people
ORDER BY deal_id, knows DESC, seller_id
