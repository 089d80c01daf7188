// question: What does each company of a group have of each product: ours, a rival's, open, not suitable?
// 问题: 集团各企业的每种产品是我方、对手、空白还是不适用？
// title: Whitespace, cell by cell | 空白矩阵逐格
// theme: groups
// parameter group (Enterprise) = "": One group; empty for all that nobody owns. | 集团编号，留空为全部顶层企业
// parameter as_of (date) = today: Holdings, use and supplies in force on this day. | 以这一天为准
// column group, group_id (Enterprise): The group. | 集团
// column member, member_id (Enterprise): The group itself or a company below it. | 集团本身或其下企业
// column product, product_id (Product): The product. | 产品
// column state: ours, rival, not_suitable or open. | 我方 ours、对手 rival、不适用 not_suitable、空白 open
MATCH (g:Enterprise)
WHERE g.id = $group OR ($group = '' AND NOT EXISTS {
  MATCH (g)-[u:MEMBER_OF]->(:Enterprise)
  WHERE u.since <= $as_of AND (u.until IS NULL OR u.until > $as_of)
} AND EXISTS {
  MATCH (g)<-[u:MEMBER_OF]-(:Enterprise)
  WHERE u.since <= $as_of AND (u.until IS NULL OR u.until > $as_of)
})
MATCH (g)<-[held:MEMBER_OF*0..8]-(m:Enterprise)
WHERE all(h IN held WHERE h.since <= $as_of AND (h.until IS NULL OR h.until > $as_of))
WITH DISTINCT g, m
MATCH (x:Product)
WITH g, m, x,
     EXISTS {
       MATCH (m)-[u:USES]->(x)
       WHERE u.since <= $as_of AND (u.until IS NULL OR u.until > $as_of)
     } AS used,
     EXISTS {
       MATCH (:Competitor)-[s:SUPPLIES]->(m)
       WHERE s.product = x.id
         AND (s.since IS NULL OR s.since <= $as_of) AND (s.until IS NULL OR s.until > $as_of)
     } AS supplied,
     coalesce(m.employees < x.min_employees, false)
       OR coalesce(m.employees > x.max_employees, false)
       OR (m.industry IS NOT NULL AND size(coalesce(x.industries, [])) > 0 AND none(
         i IN x.industries WHERE toLower(trim(i)) = toLower(trim(m.industry))))
       OR (m.region IS NOT NULL AND size(coalesce(x.regions, [])) > 0 AND none(
         r IN x.regions WHERE toLower(trim(r)) = toLower(trim(m.region)))) AS unfit
RETURN coalesce(g.name, g.id) AS group, g.id AS group_id,
       coalesce(m.name, m.id) AS member, m.id AS member_id,
       coalesce(x.name, x.id) AS product, x.id AS product_id,
       CASE WHEN used THEN 'ours' WHEN supplied THEN 'rival' WHEN unfit THEN 'not_suitable'
            ELSE 'open' END AS state
ORDER BY group_id, member_id, product_id
