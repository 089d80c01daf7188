// question: Which top people of the customer meet nobody of rank from us?
// 问题: 客户的高层里，哪些人没有我方高层对接？
// title: Their top without ours | 高层对接缺口
// theme: our_cover
// parameter level (integer 1..20) = 1: Levels down to this count as top. | 到哪一级算高层
// parameter as_of (date) = today: Posts and cover in force on this day. | 以这一天为准
// column enterprise, enterprise_id (Enterprise): The customer. | 客户
// column person, person_id (Person): One of its top people. | 客户高层
// column title: The post. | 职务
// column open_deals: Open deals for the customer. | 该客户未结商机数
// column covered_by: Sellers who cover the person, none of them an executive. | 覆盖者（均非高层）
MATCH (p:Person)-[w:WORKS_FOR]->(e:Enterprise)<-[:FOR]-(o:Opportunity)
WHERE w.level <= $level AND w.since <= $as_of AND (w.until IS NULL OR w.until > $as_of)
  AND coalesce(o.closed_on > $as_of, o.outcome IS NULL AND coalesce(o.stage, '') <> 'closed')
  AND coalesce(o.opened_on <= $as_of, true)
  AND NOT EXISTS {
    MATCH (x:Seller)-[c:COVERS]->(p)
    WHERE x.role = 'executive'
      AND (c.since IS NULL OR c.since <= $as_of) AND (c.until IS NULL OR c.until > $as_of)
  }
WITH e, p, w.title AS title, count(DISTINCT o) AS open_deals
CALL (p) {
  OPTIONAL MATCH (s:Seller)-[c:COVERS]->(p)
  WHERE (c.since IS NULL OR c.since <= $as_of) AND (c.until IS NULL OR c.until > $as_of)
  WITH DISTINCT s ORDER BY s.id
  RETURN collect(coalesce(s.name, s.id)) AS covered_by
}
RETURN coalesce(e.name, e.id) AS enterprise, e.id AS enterprise_id,
       coalesce(p.name, p.id) AS person, p.id AS person_id, title, open_deals, covered_by
ORDER BY open_deals DESC, enterprise_id, person_id, coalesce(title, '')
