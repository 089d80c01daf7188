// question: Which deals are open, for whom, worth what, and when are they decided?
// 问题: 有哪些未结商机，客户是谁，金额多少，何时决定？
// title: Open deals | 未结商机
// theme: deals
// parameter stage (text) = "": One stage; empty for all. | 阶段,留空为全部
// parameter as_of (date) = today: Days are counted from here. | 从这一天起计算天数
// column deal, deal_id (Opportunity): The deal. | 商机
// column enterprise, enterprise_id (Enterprise): The customer. | 客户
// column stage: Where it stands. | 阶段
// column amount: What it is worth. | 金额
// column currency: In what currency. | 币种
// column expected_close: When the decision is expected. | 预计签约日期
// column days_left: Days until then, negative where it has passed. | 剩余天数，负数为已过期
// column sellers: Who of us works on it. | 我方跟进人
MATCH (o:Opportunity)
WHERE coalesce(o.closed_on > $as_of, o.outcome IS NULL AND coalesce(o.stage, '') <> 'closed')
  AND coalesce(o.opened_on <= $as_of, true) AND ($stage = '' OR o.stage = $stage)
OPTIONAL MATCH (o)-[:FOR]->(e:Enterprise)
CALL (o) {
  OPTIONAL MATCH (s:Seller)-[:WORKS_ON]->(o)
  WITH DISTINCT s ORDER BY s.id
  RETURN collect(coalesce(s.name, s.id)) AS sellers
}
RETURN coalesce(o.name, o.id) AS deal, o.id AS deal_id,
       coalesce(e.name, e.id) AS enterprise, e.id AS enterprise_id,
       CASE WHEN o.closed_on > $as_of AND o.stage IN ['delivery', 'closed'] THEN NULL
            ELSE o.stage END AS stage,
       o.amount AS amount, o.currency AS currency, o.expected_close AS expected_close,
       CASE WHEN o.expected_close IS NOT NULL THEN duration.inDays($as_of, o.expected_close).days
       END AS days_left, sellers
ORDER BY coalesce(expected_close, date('9999-12-31')), deal_id, coalesce(enterprise_id, '')
