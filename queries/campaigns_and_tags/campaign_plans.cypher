// question: Which campaigns are planned, for what, and how many enterprises are in their arms?
// 问题: 策划了哪些营销活动、推广什么、各组多少企业？
// title: Campaigns and their plans | 营销活动方案
// theme: campaigns_and_tags
// parameter campaign (Campaign) = "": One campaign; empty for all. | 活动编号,留空为全部
// column campaign, campaign_id (Campaign): The campaign. | 营销活动
// column products: Ids of what it sells. | 推广产品
// column started_on: First day. | 开始日期
// column ended_on: Last day. | 结束日期
// column measure: What it is judged by. | 成功指标
// column budget: What it may cost. | 预算
// column target: Enterprises in the target arm. | 目标组企业数
// column control: Enterprises in the control arm. | 对照组企业数
MATCH (c:Campaign)
WHERE $campaign = '' OR c.id = $campaign
OPTIONAL MATCH (c)-[:PROMOTES]->(p:Product)
WITH c, p ORDER BY p.id
WITH c, collect(DISTINCT p.id) AS products
OPTIONAL MATCH (c)-[t:TARGETED]->(e:Enterprise)
WITH c, products,
     count(DISTINCT CASE WHEN t.arm = 'target' THEN e.id END) AS target,
     count(DISTINCT CASE WHEN t.arm = 'control' THEN e.id END) AS control
RETURN coalesce(c.name, c.id) AS campaign, c.id AS campaign_id, products,
       c.started_on AS started_on, c.ended_on AS ended_on, c.measure AS measure,
       c.budget AS budget, target, control
ORDER BY campaign_id
