// question: Who accepted a campaign's offer and still does not use the product?
// 问题: 谁接受了活动的产品却仍未使用？
// title: Accepted, but not in use | 接受却未使用
// theme: campaigns_and_tags
// parameter as_of (date) = today: Use in force on this day. | 以这一天的使用为准
// column campaign, campaign_id (Campaign): The campaign. | 营销活动
// column enterprise, enterprise_id (Enterprise): The customer. | 客户
// column product, product_id (Product): What it accepted. | 产品
// column contacted_on: The day of the contact. | 联系日期
MATCH (x:Product)<-[:PROMOTES]-(c:Campaign)-[t:TARGETED]->(e:Enterprise)
WHERE t.accepted = true
  AND NOT EXISTS {
    MATCH (e)-[u:USES]->(x)
    WHERE u.since <= $as_of AND (u.until IS NULL OR u.until > $as_of)
  }
RETURN coalesce(c.name, c.id) AS campaign, c.id AS campaign_id,
       coalesce(e.name, e.id) AS enterprise, e.id AS enterprise_id,
       coalesce(x.name, x.id) AS product, x.id AS product_id, t.contacted_on AS contacted_on
ORDER BY campaign_id, enterprise_id, product_id
