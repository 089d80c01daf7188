// question: Which people do we contact who never contact us?
// 问题: 哪些人只有我们联系他，他从不联系我们？
// title: One-way relationships | 单向关系
// theme: our_cover
// parameter as_of (date) = today: Cover in force on this day. | 以这一天有效的覆盖为准
// column seller, seller_id (Seller): Our person. | 我方人员
// column person, person_id (Person): Who does not answer back. | 不主动联系我们的人
// column level: How well covered, in words. | 覆盖程度
// column contacts_90d: Contacts in the last 90 days. | 近 90 天接触次数
// column deciding_in: Open deals in which the person decides. | 其决策的未结商机数
MATCH (s:Seller)-[c:COVERS]->(p:Person)
WHERE c.two_way = false
  AND (c.since IS NULL OR c.since <= $as_of) AND (c.until IS NULL OR c.until > $as_of)
CALL (p) {
  OPTIONAL MATCH (p)-[r:PLAYS]->(o:Opportunity)
  WHERE any(role IN r.roles WHERE role IN ['decision_maker', 'approver'])
    AND coalesce(o.closed_on > $as_of, o.outcome IS NULL AND coalesce(o.stage, '') <> 'closed')
    AND coalesce(o.opened_on <= $as_of, true)
  RETURN count(DISTINCT o) AS deciding_in
}
RETURN coalesce(s.name, s.id) AS seller, s.id AS seller_id,
       coalesce(p.name, p.id) AS person, p.id AS person_id,
       c.level AS level, c.contacts_90d AS contacts_90d, deciding_in
ORDER BY deciding_in DESC, seller_id, person_id
