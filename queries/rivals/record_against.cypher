// question: How often do we win against each rival?
// 问题: 面对每个竞争对手我们的胜率如何？
// title: Our record against each rival | 对各竞争对手的战绩
// theme: rivals
// parameter as_of (date) = today: Deals open on this day. | 以这一天未结的商机为准
// column competitor, competitor_id (Competitor): The rival. | 竞争对手
// column won: Closed deals we won against it. | 赢单数
// column lost: Closed deals we lost with it bidding. | 丢单数
// column win_rate: Won of those decided. | 胜率
// column open_deals: Open deals it bids for now. | 竞标中的未结商机数
MATCH (k:Competitor)
OPTIONAL MATCH (k)-[:BIDS_ON]->(o:Opportunity)
WITH k, sum(CASE WHEN o.outcome = 'won' AND coalesce(o.closed_on <= $as_of, true)
         THEN 1 ELSE 0 END) AS won,
     sum(CASE WHEN o.outcome = 'lost' AND coalesce(o.closed_on <= $as_of, true)
         THEN 1 ELSE 0 END) AS lost,
     sum(CASE WHEN o.id IS NOT NULL
       AND coalesce(o.closed_on > $as_of, o.outcome IS NULL AND coalesce(o.stage, '') <> 'closed')
       AND coalesce(o.opened_on <= $as_of, true)
         THEN 1 ELSE 0 END) AS open_deals
RETURN coalesce(k.name, k.id) AS competitor, k.id AS competitor_id, won, lost,
       CASE WHEN won + lost > 0 THEN round(1.0 * won / (won + lost), 6) END AS win_rate, open_deals
ORDER BY won + lost DESC, competitor_id
