// question: Which people with a role in an open deal does only one of our sellers know?
// 问题: 未结商机中哪些人只有一位我方人员认识？
// title: People only one seller knows | 只有一人认识的客户
// theme: our_cover
// parameter as_of (date) = today: Cover in force on this day. | 以这一天有效的覆盖为准
// column seller, seller_id (Seller): The only one who knows them. | 唯一认识的我方人员
// column person, person_id (Person): Whom we would lose. | 可能失去联系的人
// column roles: The person's roles in open deals. | 在未结商机中的角色
// column deals: How many open deals. | 未结商机数
MATCH (s:Seller)-[c:COVERS]->(p:Person)
WHERE (c.since IS NULL OR c.since <= $as_of) AND (c.until IS NULL OR c.until > $as_of)
  AND coalesce(c.strength, 1.0) > 0 AND coalesce(c.level, '') <> 'none'
WITH p, s ORDER BY s.id
WITH p, collect(DISTINCT s) AS sellers
WHERE size(sellers) = 1
MATCH (p)-[r:PLAYS]->(o:Opportunity)
WHERE coalesce(o.closed_on > $as_of, o.outcome IS NULL AND coalesce(o.stage, '') <> 'closed')
  AND coalesce(o.opened_on <= $as_of, true)
UNWIND coalesce(r.roles, []) AS role
WITH sellers[0] AS s, p, role, o ORDER BY role
WITH s, p, collect(DISTINCT role) AS roles, count(DISTINCT o) AS deals
RETURN coalesce(s.name, s.id) AS seller, s.id AS seller_id,
       coalesce(p.name, p.id) AS person, p.id AS person_id, roles, deals
ORDER BY seller_id, deals DESC, person_id
