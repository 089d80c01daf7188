// question: Which large customers use few of our products?
// 问题: 哪些大客户使用我们的产品很少？
// title: Large customers with few products | 用得少的大客户
// theme: products
// parameter min_employees (integer 0..10000000) = 300: What counts as large. | 多少员工算大客户
// parameter max_products (integer 0..1000) = 3: Products they use at most. | 最多使用几个产品
// parameter as_of (date) = today: Use in force on this day. | 以这一天的使用为准
// column enterprise, enterprise_id (Enterprise): The customer. | 客户
// column industry: Its industry. | 行业
// column employees: People it employs. | 员工数
// column products: Products it uses. | 在用产品数
// column open_deals: Open deals for it. | 未结商机数
// column managers: Who of us looks after it. | 我方负责人
MATCH (e:Enterprise)
WHERE e.employees >= $min_employees AND e.left_on IS NULL
CALL (e) {
  OPTIONAL MATCH (e)-[u:USES]->(x:Product)
  WHERE u.since <= $as_of AND (u.until IS NULL OR u.until > $as_of)
  RETURN count(DISTINCT x) AS products
}
WITH e, products
WHERE products <= $max_products
CALL (e) {
  OPTIONAL MATCH (o:Opportunity)-[:FOR]->(e)
  WHERE coalesce(o.closed_on > $as_of, o.outcome IS NULL AND coalesce(o.stage, '') <> 'closed')
    AND coalesce(o.opened_on <= $as_of, true)
  RETURN count(DISTINCT o) AS open_deals
}
CALL (e) {
  OPTIONAL MATCH (s:Seller)-[:MANAGES]->(e)
  WITH DISTINCT s ORDER BY s.id
  RETURN collect(coalesce(s.name, s.id)) AS managers
}
RETURN coalesce(e.name, e.id) AS enterprise, e.id AS enterprise_id, e.industry AS industry,
       e.employees AS employees, products, open_deals, managers
ORDER BY employees DESC, enterprise_id
