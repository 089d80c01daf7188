// question: At which customers with an open deal do we know nobody?
// 问题: 哪些有未结商机的客户我们一个人也不认识？
// title: Customers without people | 没有联系人的客户
// theme: data_quality
// parameter as_of (date) = today: Posts in force on this day. | 以这一天的任职为准
// column enterprise, enterprise_id (Enterprise): The customer. | 客户
// column open_deals: Open deals for it. | 未结商机数
// column deal_ids (Opportunity): Which. | 商机编号
MATCH (o:Opportunity)-[:FOR]->(e:Enterprise)
WHERE coalesce(o.closed_on > $as_of, o.outcome IS NULL AND coalesce(o.stage, '') <> 'closed')
  AND coalesce(o.opened_on <= $as_of, true)
  AND NOT EXISTS {
    MATCH (:Person)-[w:WORKS_FOR]->(e)
    WHERE w.since <= $as_of AND (w.until IS NULL OR w.until > $as_of)
  }
WITH DISTINCT e, o ORDER BY o.id
WITH e, collect(o.id) AS deal_ids
RETURN coalesce(e.name, e.id) AS enterprise, e.id AS enterprise_id, size(deal_ids) AS open_deals,
       deal_ids
ORDER BY open_deals DESC, enterprise_id
