// question: How did the arms of a campaign among enterprises do within each stratum?
// 问题: 营销活动中企业各层内两组的结果如何？
// title: Arms within each stratum | 各层两组对比
// theme: campaigns_and_tags
// parameter campaign (Campaign) = "": One campaign; empty for all. | 活动编号,留空为全部
// column campaign, campaign_id (Campaign): The campaign. | 营销活动
// column stratum: Values of the columns by which arms were balanced. | 层
// column target: Customers in the target arm. | 目标组客户数
// column target_rate: Accepted of them. | 目标组成交率
// column control: Customers in the control arm. | 对照组客户数
// column control_rate: Accepted of them. | 对照组成交率
MATCH (c:Campaign)-[t:TARGETED]->(e:Enterprise)
WHERE ($campaign = '' OR c.id = $campaign) AND t.arm IS NOT NULL
WITH c, coalesce(t.stratum, '') AS stratum,
     count(DISTINCT CASE WHEN t.arm = 'target' THEN e.id END) AS target,
     sum(CASE WHEN t.arm = 'target' AND t.accepted = true THEN 1 ELSE 0 END) AS target_sold,
     count(DISTINCT CASE WHEN t.arm = 'control' THEN e.id END) AS control,
     sum(CASE WHEN t.arm = 'control' AND t.accepted = true THEN 1 ELSE 0 END) AS control_sold
RETURN coalesce(c.name, c.id) AS campaign, c.id AS campaign_id, stratum,
       target, CASE WHEN target > 0 THEN round(1.0 * target_sold / target, 6) END AS target_rate,
       control,
       CASE WHEN control > 0 THEN round(1.0 * control_sold / control, 6) END AS control_rate
ORDER BY campaign_id, stratum
