// question: How much rests on each of our people?
// 问题: 我方每个人承担多少？
// title: What rests on each seller | 每位我方人员的负担
// theme: our_cover
// parameter as_of (date) = today: Cover in force on this day. | 以这一天有效的覆盖为准
// column seller, seller_id (Seller): Our person. | 我方人员
// column role: Their post. | 岗位
// column people: People they cover. | 覆盖人数
// column only_they_know: People nobody else of ours covers. | 仅其认识的人数
// column open_deals: Open deals they work on. | 跟进的未结商机数
// column enterprises: Customers they look after. | 负责的客户数
MATCH (s:Seller)
CALL (s) {
  OPTIONAL MATCH (s)-[c:COVERS]->(p:Person)
  WHERE (c.since IS NULL OR c.since <= $as_of) AND (c.until IS NULL OR c.until > $as_of)
  WITH DISTINCT s, p
  RETURN count(p) AS people,
         sum(CASE WHEN p IS NULL OR EXISTS {
           MATCH (t:Seller)-[d:COVERS]->(p)
           WHERE t.id <> s.id
             AND (d.since IS NULL OR d.since <= $as_of) AND (d.until IS NULL OR d.until > $as_of)
         } THEN 0 ELSE 1 END) AS only_they_know
}
CALL (s) {
  OPTIONAL MATCH (s)-[:WORKS_ON]->(o:Opportunity)
  WHERE coalesce(o.closed_on > $as_of, o.outcome IS NULL AND coalesce(o.stage, '') <> 'closed')
    AND coalesce(o.opened_on <= $as_of, true)
  RETURN count(DISTINCT o) AS open_deals
}
CALL (s) {
  OPTIONAL MATCH (s)-[:MANAGES]->(e:Enterprise)
  RETURN count(DISTINCT e) AS enterprises
}
RETURN coalesce(s.name, s.id) AS seller, s.id AS seller_id, s.role AS role,
       people, only_they_know, open_deals, enterprises
ORDER BY open_deals DESC, people DESC, seller_id
