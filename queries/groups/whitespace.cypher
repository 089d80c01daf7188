// question: Which of our products does each company of a group not use, while siblings do?
// 问题: 集团内哪些成员企业没有使用兄弟企业在用的产品？
// title: What siblings use and this one lacks | 兄弟企业在用而本企业没有的产品
// theme: groups
// parameter group (Enterprise) = "": One group; empty for all. | 集团编号,留空为全部
// parameter min_siblings (integer 1..1000) = 1: Siblings that must use it. | 至少几家兄弟企业在用
// parameter as_of (date) = today: Holdings and use in force on this day. | 以这一天为准
// column group, group_id (Enterprise): The direct owner of both. | 共同的直接持有者
// column member, member_id (Enterprise): Who lacks it. | 未使用的企业
// column product, product_id (Product): What it lacks. | 产品
// column siblings: How many companies of the same owner use it. | 在用的兄弟企业数
// column sibling_ids (Enterprise): Which. | 兄弟企业编号
// column rival, rival_id (Competitor): Who supplies it instead, one of several. | 目前的供应方(之一)
MATCH (m:Enterprise)-[h:MEMBER_OF]->(g:Enterprise)<-[k:MEMBER_OF]-(s:Enterprise)-[u:USES]->(x:Product)
WHERE ($group = '' OR g.id = $group) AND s.id <> m.id
  AND h.since <= $as_of AND (h.until IS NULL OR h.until > $as_of)
  AND k.since <= $as_of AND (k.until IS NULL OR k.until > $as_of)
  AND u.since <= $as_of AND (u.until IS NULL OR u.until > $as_of)
  AND NOT EXISTS {
    MATCH (m)-[own:USES]->(x)
    WHERE own.since <= $as_of AND (own.until IS NULL OR own.until > $as_of)
  }
WITH DISTINCT g, m, x, s.id AS sibling ORDER BY sibling
WITH g, m, x, collect(sibling) AS sibling_ids
WHERE size(sibling_ids) >= $min_siblings
CALL (m, x) {
  OPTIONAL MATCH (c:Competitor)-[s:SUPPLIES]->(m)
  WHERE s.product = x.id
    AND (s.since IS NULL OR s.since <= $as_of) AND (s.until IS NULL OR s.until > $as_of)
  WITH c ORDER BY c.id LIMIT 1
  RETURN coalesce(c.name, c.id) AS rival, c.id AS rival_id
}
RETURN coalesce(g.name, g.id) AS group, g.id AS group_id,
       coalesce(m.name, m.id) AS member, m.id AS member_id,
       coalesce(x.name, x.id) AS product, x.id AS product_id,
       size(sibling_ids) AS siblings, sibling_ids, rival, rival_id
ORDER BY siblings DESC, group_id, member_id, product_id
