// question: In which industries do we win, and in which do we lose?
// 问题: 哪些行业我们常赢，哪些常丢？
// title: Win rate by industry | 各行业胜率
// theme: deals
// parameter as_of (date) = today: Deals closed by this day. | 截至这一天已结的商机
// column industry: Industry of the customer, empty where not stated. | 客户行业，未填为空
// column won: Deals won. | 赢单数
// column lost: Deals lost. | 丢单数
// column win_rate: Won of those decided. | 胜率
MATCH (o:Opportunity)-[:FOR]->(e:Enterprise)
WHERE o.outcome IN ['won', 'lost'] AND coalesce(o.closed_on <= $as_of, true)
WITH coalesce(e.industry, '') AS industry,
     sum(CASE WHEN o.outcome = 'won' AND coalesce(o.closed_on <= $as_of, true)
         THEN 1 ELSE 0 END) AS won,
     sum(CASE WHEN o.outcome = 'lost' AND coalesce(o.closed_on <= $as_of, true)
         THEN 1 ELSE 0 END) AS lost
RETURN industry, won, lost, round(1.0 * won / (won + lost), 6) AS win_rate
ORDER BY won + lost DESC, industry
