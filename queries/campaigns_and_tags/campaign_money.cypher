// question: What did each arm of a campaign among enterprises earn and cost?
// 问题: 营销活动中企业各组的收入和成本是多少？
// title: Revenue and cost of each arm | 各组收入与成本
// theme: campaigns_and_tags
// parameter campaign (Campaign) = "": One campaign; empty for all. | 活动编号,留空为全部
// column campaign, campaign_id (Campaign): The campaign. | 营销活动
// column arm: Target or control. | 组别
// column assigned: Customers in the arm. | 分配客户数
// column revenue: What they bought for. | 收入
// column cost: What contacting them cost. | 成本
// column net_each: Revenue less cost, a customer assigned. | 每名客户净额
MATCH (c:Campaign)-[t:TARGETED]->(e:Enterprise)
WHERE $campaign = '' OR c.id = $campaign
WITH c, coalesce(t.arm, '') AS arm, count(DISTINCT e) AS assigned,
     sum(coalesce(t.revenue, 0.0)) AS revenue, sum(coalesce(t.cost, 0.0)) AS cost
RETURN coalesce(c.name, c.id) AS campaign, c.id AS campaign_id, arm, assigned,
       round(revenue, 2) AS revenue, round(cost, 2) AS cost,
       round((revenue - cost) / assigned, 6) AS net_each
ORDER BY campaign_id, arm DESC
