// question: In which industries is each product used?
// 问题: 每个产品在各行业的使用情况如何？
// title: Use by industry | 各行业的使用
// theme: products
// parameter product (Product) = "": One product; empty for all. | 产品编号,留空为全部
// parameter as_of (date) = today: Use in force on this day. | 以这一天的使用为准
// column product, product_id (Product): The product. | 产品
// column industry: Industry of the customers, empty where not stated. | 行业，未填为空
// column users: Customers there that use it. | 在用客户数
// column customers: All customers there. | 该行业客户数
// column share: Users of all. | 使用比例
MATCH (e:Enterprise)
WITH coalesce(e.industry, '') AS industry, collect(e) AS there
MATCH (x:Product)
WHERE $product = '' OR x.id = $product
WITH x, industry, size(there) AS customers,
     size([e IN there WHERE EXISTS {
       MATCH (e)-[u:USES]->(x)
       WHERE u.since <= $as_of AND (u.until IS NULL OR u.until > $as_of)
     }]) AS users
WHERE users > 0
RETURN coalesce(x.name, x.id) AS product, x.id AS product_id, industry, users, customers,
       round(1.0 * users / customers, 6) AS share
ORDER BY product_id, share DESC, industry
