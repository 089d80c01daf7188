// question: How many enterprises carry each tag, and how sure are we?
// 问题: 每个标签有多少企业，置信度多高？
// title: Which enterprises carry which tag | 各标签的企业数
// theme: campaigns_and_tags
// column tag, tag_id (Tag): The tag. | 标签
// column dimension: Which of the four dimensions. | 维度
// column base: Whether it is one of the base tags. | 是否基础标签
// column customers: Enterprises that carry it; individual members are in `linchpin tags list`. | 企业数（个人成员见 `linchpin tags list`）
// column coverage: Their share of all enterprises. | 占全部企业的比例
// column mean_confidence: Mean confidence where stated. | 平均置信度
CALL () {
  MATCH (e:Enterprise)
  RETURN count(e) AS total
}
MATCH (t:Tag)
OPTIONAL MATCH (e:Enterprise)-[h:HAS_TAG]->(t)
WITH total, t, e, h ORDER BY e.id
WITH total, t, count(DISTINCT e) AS customers, avg(h.confidence) AS confidence
RETURN coalesce(t.name, t.id) AS tag, t.id AS tag_id, t.dimension AS dimension,
       coalesce(t.base, false) AS base, customers,
       round(1.0 * customers / total, 6) AS coverage, round(confidence, 6) AS mean_confidence
ORDER BY customers DESC, tag_id
