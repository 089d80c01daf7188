// question: How many customers use each product, and what do they pay a month?
// 问题: 每个产品有多少客户在用，每月收入多少？
// title: Use of each product | 各产品的使用情况
// theme: products
// parameter as_of (date) = today: Use in force on this day. | 以这一天的使用为准
// column product, product_id (Product): The product. | 产品
// column category: Its family. | 类别
// column customers: Customers that use it. | 客户数
// column share: Their share of all customers. | 占全部客户比例
// column monthly_revenue: What they pay a month, where stated. | 月收入合计（已填）
// column members: Individual members that use it, where stated. | 使用成员数（已填）
CALL () {
  MATCH (e:Enterprise)
  RETURN count(e) AS total
}
MATCH (x:Product)
OPTIONAL MATCH (e:Enterprise)-[u:USES]->(x)
WHERE u.since <= $as_of AND (u.until IS NULL OR u.until > $as_of)
WITH total, x, e, u ORDER BY e.id, u.since
WITH total, x, count(DISTINCT e) AS customers, sum(coalesce(u.monthly_revenue, 0.0)) AS revenue,
     sum(coalesce(u.members, 0)) AS members
RETURN coalesce(x.name, x.id) AS product, x.id AS product_id, x.category AS category,
       customers, round(1.0 * customers / total, 6) AS share,
       round(revenue, 2) AS monthly_revenue, members
ORDER BY customers DESC, product_id
