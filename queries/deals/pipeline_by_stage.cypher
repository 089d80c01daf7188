// question: How many open deals stand at each stage, and what are they worth?
// 问题: 各阶段有多少未结商机，金额多少？
// title: Pipeline by stage | 各阶段的商机
// theme: deals
// parameter as_of (date) = today: Deals open on this day. | 以这一天未结的商机为准
// column stage: The stage. | 阶段
// column currency: Amounts are never added across currencies. | 币种（不同币种不相加）
// column deals: Open deals there. | 未结商机数
// column amount: What they are worth together. | 金额合计
// column without_amount: How many have no amount. | 未填金额数
MATCH (o:Opportunity)
WHERE coalesce(o.closed_on > $as_of, o.outcome IS NULL AND coalesce(o.stage, '') <> 'closed')
  AND coalesce(o.opened_on <= $as_of, true)
WITH o ORDER BY o.id
WITH CASE WHEN o.closed_on > $as_of AND o.stage IN ['delivery', 'closed'] THEN ''
          ELSE coalesce(o.stage, '') END AS stage,
     coalesce(o.currency, '') AS currency, count(o) AS deals,
     sum(coalesce(o.amount, 0.0)) AS amount,
     sum(CASE WHEN o.amount IS NULL THEN 1 ELSE 0 END) AS without_amount
RETURN stage, currency, deals, amount, without_amount
ORDER BY CASE stage WHEN 'initiation' THEN 1 WHEN 'entry' THEN 2 WHEN 'survey' THEN 3
         WHEN 'technical' THEN 4 WHEN 'commercial' THEN 5 WHEN 'contacts' THEN 6
         WHEN 'bidding' THEN 7 WHEN 'contract' THEN 8 WHEN 'delivery' THEN 9 ELSE 10 END,
         stage, currency
