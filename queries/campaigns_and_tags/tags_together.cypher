// question: Which tags are carried by the same customers?
// 问题: 哪些标签的客户重叠？
// title: Tags that overlap | 重叠的标签
// theme: campaigns_and_tags
// parameter min_customers (integer 1..1000000) = 1: Customers that must carry both. | 至少几家同时带有
// column tag, tag_id (Tag): One tag. | 标签
// column other, other_tag_id (Tag): The other. | 另一标签
// column both: Customers that carry both. | 同时带有的客户数
// column jaccard: Their share of those that carry either. | 占两者并集的比例
MATCH (a:Tag)<-[:HAS_TAG]-(e:Enterprise)-[:HAS_TAG]->(b:Tag)
WHERE a.id < b.id
WITH a, b, count(DISTINCT e) AS both
WHERE both >= $min_customers
CALL (a, b) {
  MATCH (e:Enterprise)-[:HAS_TAG]->(t:Tag)
  WHERE t.id IN [a.id, b.id]
  RETURN count(DISTINCT e) AS either
}
RETURN coalesce(a.name, a.id) AS tag, a.id AS tag_id,
       coalesce(b.name, b.id) AS other, b.id AS other_tag_id, both,
       round(1.0 * both / either, 6) AS jaccard
ORDER BY jaccard DESC, both DESC, tag_id, other_tag_id
