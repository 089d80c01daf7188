// question: Which customers share tags with a product that they do not use?
// 问题: 哪些客户与其未使用的产品带有相同标签？
// title: Offers by shared tags | 按共同标签推荐
// theme: campaigns_and_tags
// parameter as_of (date) = today: Use in force on this day. | 以这一天的使用为准
// parameter product (Product) = "": One product; empty for all. | 产品编号,留空为全部
// column product, product_id (Product): What could be offered. | 产品
// column enterprise, enterprise_id (Enterprise): The customer. | 客户
// column shared: Ids of the tags that both carry. | 双方共有的标签
// column lacking: How many tags of the product the customer lacks. | 客户缺少的产品标签数
MATCH (x:Product)-[:HAS_TAG]->(g:Tag)
WHERE $product = '' OR x.id = $product
WITH x, g ORDER BY g.id
WITH x, collect(DISTINCT g.id) AS wanted
MATCH (x)-[:HAS_TAG]->(s:Tag)<-[:HAS_TAG]-(e:Enterprise)
WHERE NOT EXISTS {
  MATCH (e)-[u:USES]->(x)
  WHERE u.since <= $as_of AND (u.until IS NULL OR u.until > $as_of)
}
WITH x, wanted, e, s ORDER BY s.id
WITH x, wanted, e, collect(DISTINCT s.id) AS shared
RETURN coalesce(x.name, x.id) AS product, x.id AS product_id,
       coalesce(e.name, e.id) AS enterprise, e.id AS enterprise_id,
       shared, size(wanted) - size(shared) AS lacking
ORDER BY lacking, product_id, enterprise_id
