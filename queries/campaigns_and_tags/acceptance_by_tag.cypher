// question: Which tags set enterprises that accepted apart from those that did not?
// 问题: 接受与未接受的企业在哪些标签上不同？
// title: Acceptance by tag | 各标签的接受率
// theme: campaigns_and_tags
// parameter campaign (Campaign) = "": One campaign; empty for all. | 活动编号,留空为全部
// column tag, tag_id (Tag): The tag. | 标签
// column targeted: Target-arm customers that carry it. | 目标组带此标签的客户数
// column accepted: Of them that accepted. | 其中接受数
// column rate: Their rate. | 接受率
// column rate_without: Rate of those in the target arm that do not carry it. | 不带此标签者的接受率
MATCH (c:Campaign)-[t:TARGETED]->(e:Enterprise)
WHERE ($campaign = '' OR c.id = $campaign) AND t.arm = 'target'
WITH collect({id: e.id, accepted: t.accepted = true}) AS targets
MATCH (g:Tag)<-[:HAS_TAG]-(e:Enterprise)
WITH targets, g, collect(DISTINCT e.id) AS carriers
WITH g, [t IN targets WHERE t.id IN carriers] AS inside,
     [t IN targets WHERE NOT t.id IN carriers] AS outside
WITH g, size(inside) AS targeted, size([t IN inside WHERE t.accepted]) AS accepted,
     size(outside) AS others, size([t IN outside WHERE t.accepted]) AS others_accepted
WHERE targeted > 0
RETURN coalesce(g.name, g.id) AS tag, g.id AS tag_id, targeted, accepted,
       round(1.0 * accepted / targeted, 6) AS rate,
       CASE WHEN others > 0 THEN round(1.0 * others_accepted / others, 6) END AS rate_without
ORDER BY rate DESC, targeted DESC, tag_id
