// question: What is open, won and lost in each group, with all its companies?
// 问题: 每个集团（含全部成员）有多少未结、赢得和丢失的商机？
// title: Deals of each group | 各集团的商机
// theme: groups
// parameter as_of (date) = today: Holdings in force on this day. | 以这一天有效的持股为准
// column group, group_id (Enterprise): The group. | 集团
// column currency: Amounts are never added across currencies. | 币种（不同币种不相加）
// column open_deals: Open deals. | 未结商机数
// column open_amount: What they are worth. | 未结金额
// column won: Deals won. | 赢单数
// column lost: Deals lost. | 丢单数
MATCH (g:Enterprise)
WHERE NOT EXISTS {
  MATCH (g)-[u:MEMBER_OF]->(:Enterprise)
  WHERE u.since <= $as_of AND (u.until IS NULL OR u.until > $as_of)
}
MATCH (g)<-[held:MEMBER_OF*0..8]-(m:Enterprise)
WHERE all(h IN held WHERE h.since <= $as_of AND (h.until IS NULL OR h.until > $as_of))
WITH DISTINCT g, m
MATCH (o:Opportunity)-[:FOR]->(m)
WITH DISTINCT g, o ORDER BY g.id, o.id
WITH g, coalesce(o.currency, '') AS currency, o,
     coalesce(o.closed_on > $as_of, o.outcome IS NULL AND coalesce(o.stage, '') <> 'closed')
       AND coalesce(o.opened_on <= $as_of, true) AS is_open
RETURN coalesce(g.name, g.id) AS group, g.id AS group_id, currency,
       sum(CASE WHEN is_open THEN 1 ELSE 0 END) AS open_deals,
       sum(CASE WHEN is_open THEN coalesce(o.amount, 0.0) ELSE 0.0 END) AS open_amount,
       sum(CASE WHEN o.outcome = 'won' AND coalesce(o.closed_on <= $as_of, true)
           THEN 1 ELSE 0 END) AS won,
       sum(CASE WHEN o.outcome = 'lost' AND coalesce(o.closed_on <= $as_of, true)
           THEN 1 ELSE 0 END) AS lost
ORDER BY open_amount DESC, group_id, currency
