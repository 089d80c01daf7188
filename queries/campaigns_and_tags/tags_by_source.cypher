// question: Where do tags come from, and how fresh are they?
// 问题: 标签来自哪里，是否仍然新鲜？
// title: Tags by source | 标签的来源
// theme: campaigns_and_tags
// column tag, tag_id (Tag): The tag. | 标签
// column source: Who or what says so; empty where nobody is named. | 来源
// column customers: Customers that carry it by this word. | 客户数
// column mean_confidence: Mean confidence where stated. | 平均置信度
// column oldest: Since when the oldest of them is known. | 最早日期
// column newest: Since when the newest is. | 最近日期
MATCH (e:Enterprise)-[h:HAS_TAG]->(t:Tag)
WITH t, coalesce(h.source, '') AS source, e, h ORDER BY e.id
WITH t, source, count(DISTINCT e) AS customers, avg(h.confidence) AS confidence,
     min(h.as_of) AS oldest, max(h.as_of) AS newest
RETURN coalesce(t.name, t.id) AS tag, t.id AS tag_id, source, customers,
       round(confidence, 6) AS mean_confidence, oldest, newest
ORDER BY tag_id, source
