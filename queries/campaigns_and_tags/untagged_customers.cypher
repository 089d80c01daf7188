// question: Which customers carry no base tag?
// 问题: 哪些客户没有基础标签？
// title: Customers without a base tag | 没有基础标签的客户
// theme: campaigns_and_tags
// column enterprise, enterprise_id (Enterprise): The customer. | 客户
// column industry: Its industry. | 行业
// column tags: Other tags it carries. | 其他标签数
MATCH (e:Enterprise)
WHERE NOT EXISTS { MATCH (e)-[:HAS_TAG]->(t:Tag) WHERE t.base = true }
OPTIONAL MATCH (e)-[:HAS_TAG]->(t:Tag)
WITH e, count(DISTINCT t) AS tags
RETURN coalesce(e.name, e.id) AS enterprise, e.id AS enterprise_id, e.industry AS industry, tags
ORDER BY tags DESC, enterprise_id
