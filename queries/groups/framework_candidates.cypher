// question: Which products do many companies of a group use, but not its head?
// 问题: 哪些产品多家成员企业在用，而集团总部没有？
// title: Candidates for a framework deal | 框架协议机会
// theme: groups
// parameter min_members (integer 1..1000) = 3: Companies that must use it. | 至少几家成员在用
// parameter as_of (date) = today: Holdings and use in force on this day. | 以这一天为准
// column group, group_id (Enterprise): The group. | 集团
// column product, product_id (Product): What its companies use. | 产品
// column members_using: How many use it. | 在用成员数
// column members: How many companies the group has below it. | 成员企业数
// column member_ids (Enterprise): Who uses it. | 在用成员编号
MATCH (g:Enterprise)
WHERE NOT EXISTS {
  MATCH (g)-[u:MEMBER_OF]->(:Enterprise)
  WHERE u.since <= $as_of AND (u.until IS NULL OR u.until > $as_of)
}
MATCH (g)<-[held:MEMBER_OF*1..8]-(m:Enterprise)
WHERE m.id <> g.id
  AND all(h IN held WHERE h.since <= $as_of AND (h.until IS NULL OR h.until > $as_of))
WITH DISTINCT g, m
WITH g, collect(m) AS all_members
UNWIND all_members AS m
MATCH (m)-[u:USES]->(x:Product)
WHERE u.since <= $as_of AND (u.until IS NULL OR u.until > $as_of)
  AND NOT EXISTS {
    MATCH (g)-[own:USES]->(x)
    WHERE own.since <= $as_of AND (own.until IS NULL OR own.until > $as_of)
  }
WITH DISTINCT g, size(all_members) AS members, x, m.id AS member_id ORDER BY member_id
WITH g, members, x, collect(member_id) AS member_ids
WHERE size(member_ids) >= $min_members
RETURN coalesce(g.name, g.id) AS group, g.id AS group_id,
       coalesce(x.name, x.id) AS product, x.id AS product_id,
       size(member_ids) AS members_using, members, member_ids
ORDER BY members_using DESC, group_id, product_id
