// question: Which customers carry a tag, since when, and by whose word?
// 问题: 哪些客户带有某标签，从何时起，依据是什么？
// title: Customers by tag | 按标签查客户
// theme: campaigns_and_tags
// parameter tag (Tag) = "": One tag; empty for all. | 标签编号,留空为全部
// column tag, tag_id (Tag): The tag. | 标签
// column enterprise, enterprise_id (Enterprise): The customer. | 客户
// column value: What the tag says, where it takes a value. | 取值
// column source: Who or what says so. | 来源
// column confidence: How sure that is. | 置信度
// column as_of: Since when it is known. | 日期
MATCH (e:Enterprise)-[h:HAS_TAG]->(t:Tag)
WHERE $tag = '' OR t.id = $tag
RETURN coalesce(t.name, t.id) AS tag, t.id AS tag_id,
       coalesce(e.name, e.id) AS enterprise, e.id AS enterprise_id,
       h.value AS value, h.source AS source, h.confidence AS confidence, h.as_of AS as_of
ORDER BY tag_id, enterprise_id
