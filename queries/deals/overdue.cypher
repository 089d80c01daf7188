// question: Which open deals should have been decided by now?
// 问题: 哪些未结商机早该有结果了？
// title: Overdue deals | 逾期商机
// theme: deals
// parameter as_of (date) = today: Expected before this day. | 预计日期早于这一天
// column deal, deal_id (Opportunity): The deal. | 商机
// column enterprise, enterprise_id (Enterprise): The customer. | 客户
// column stage: Where it stands. | 阶段
// column expected_close: When the decision was expected. | 预计签约日期
// column days_over: Days since. | 已逾期天数
MATCH (o:Opportunity)
WHERE coalesce(o.closed_on > $as_of, o.outcome IS NULL AND coalesce(o.stage, '') <> 'closed')
  AND coalesce(o.opened_on <= $as_of, true) AND o.expected_close < $as_of
OPTIONAL MATCH (o)-[:FOR]->(e:Enterprise)
RETURN coalesce(o.name, o.id) AS deal, o.id AS deal_id,
       coalesce(e.name, e.id) AS enterprise, e.id AS enterprise_id,
       CASE WHEN o.closed_on > $as_of AND o.stage IN ['delivery', 'closed'] THEN NULL
            ELSE o.stage END AS stage,
       o.expected_close AS expected_close,
       duration.inDays(o.expected_close, $as_of).days AS days_over
ORDER BY days_over DESC, deal_id, coalesce(enterprise_id, '')
