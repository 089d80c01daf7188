// question: What did each arm of a campaign among enterprises bring?
// 问题: 营销活动中企业各组的结果如何？
// title: Results of each arm | 各组结果
// theme: campaigns_and_tags
// parameter campaign (Campaign) = "": One campaign; empty for all. | 活动编号,留空为全部
// column campaign, campaign_id (Campaign): The campaign. | 营销活动
// column arm: Target or control. | 组别
// column assigned: Customers in the arm. | 分配客户数
// column contacted: Of them reached. | 成功联系数
// column accepted: Of them that took the offer. | 接受数
// column contact_rate: Reached of all assigned. | 联系成功率
// column sales_rate: Accepted of all assigned. | 成交率
MATCH (c:Campaign)-[t:TARGETED]->(e:Enterprise)
WHERE $campaign = '' OR c.id = $campaign
WITH c, coalesce(t.arm, '') AS arm, count(DISTINCT e) AS assigned,
     sum(CASE WHEN t.contacted = true THEN 1 ELSE 0 END) AS contacted,
     sum(CASE WHEN t.accepted = true THEN 1 ELSE 0 END) AS accepted
RETURN coalesce(c.name, c.id) AS campaign, c.id AS campaign_id, arm, assigned, contacted, accepted,
       round(1.0 * contacted / assigned, 6) AS contact_rate,
       round(1.0 * accepted / assigned, 6) AS sales_rate
ORDER BY campaign_id, arm DESC
