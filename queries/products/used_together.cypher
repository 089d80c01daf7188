// question: Which products are used together more often than chance would have it?
// 问题: 哪些产品经常一起使用？
// title: Products used together | 一起使用的产品
// theme: products
// parameter min_customers (integer 1..100000) = 2: Customers that must use both. | 至少几家客户同时使用
// parameter as_of (date) = today: Use in force on this day. | 以这一天的使用为准
// column product, product_id (Product): One product. | 产品
// column other, other_product_id (Product): The other. | 另一产品
// column both: Customers that use both. | 同时使用的客户数
// column confidence: Of those who use the first, the share that uses the other. | 用前者的客户中用后者的比例
// column lift: How many times as often as customers at large. | 相对全部客户的倍数
CALL () {
  MATCH (e:Enterprise)
  RETURN count(e) AS total
}
MATCH (a:Product)<-[u:USES]-(e:Enterprise)-[v:USES]->(b:Product)
WHERE a.id <> b.id AND u.since <= $as_of AND (u.until IS NULL OR u.until > $as_of)
  AND v.since <= $as_of AND (v.until IS NULL OR v.until > $as_of)
WITH total, a, b, count(DISTINCT e) AS both
WHERE both >= $min_customers
CALL (a) {
  MATCH (e:Enterprise)-[u:USES]->(a)
  WHERE u.since <= $as_of AND (u.until IS NULL OR u.until > $as_of)
  RETURN count(DISTINCT e) AS users
}
CALL (b) {
  MATCH (e:Enterprise)-[u:USES]->(b)
  WHERE u.since <= $as_of AND (u.until IS NULL OR u.until > $as_of)
  RETURN count(DISTINCT e) AS other_users
}
RETURN coalesce(a.name, a.id) AS product, a.id AS product_id,
       coalesce(b.name, b.id) AS other, b.id AS other_product_id, both,
       round(1.0 * both / users, 6) AS confidence,
       round(1.0 * both * total / (users * other_users), 6) AS lift
ORDER BY lift DESC, both DESC, product_id, other_product_id
