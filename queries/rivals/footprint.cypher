// question: How widely does each rival sit among our customers?
// 问题: 每个竞争对手在我方客户中占据多大范围？
// title: Each rival's footprint | 竞争对手的版图
// theme: rivals
// parameter as_of (date) = today: Supplies in force on this day. | 以这一天有效的供应为准
// column competitor, competitor_id (Competitor): The rival. | 竞争对手
// column enterprises: Customers it supplies. | 供应的客户数
// column products: Kinds of product it supplies. | 供应的产品数
// column mean_share: Its mean share where stated. | 平均份额
// column open_deals: Open deals it bids for. | 竞标的未结商机数
// column people_courted: People it courts. | 拉拢的人数
MATCH (k:Competitor)
CALL (k) {
  OPTIONAL MATCH (k)-[s:SUPPLIES]->(e:Enterprise)
  WHERE (s.since IS NULL OR s.since <= $as_of) AND (s.until IS NULL OR s.until > $as_of)
  WITH e, s ORDER BY e.id, s.product
  RETURN count(DISTINCT e) AS enterprises,
         count(DISTINCT CASE WHEN s.product <> '' THEN s.product END) AS products,
         avg(s.share) AS mean_share
}
CALL (k) {
  OPTIONAL MATCH (k)-[b:BIDS_ON]->(o:Opportunity)
  WHERE coalesce(o.closed_on > $as_of, o.outcome IS NULL AND coalesce(o.stage, '') <> 'closed')
    AND coalesce(o.opened_on <= $as_of, true)
    AND (b.first_seen IS NULL OR b.first_seen <= $as_of)
  RETURN count(DISTINCT o) AS open_deals
}
CALL (k) {
  OPTIONAL MATCH (k)-[c:COURTS]->(p:Person)
  WHERE (c.since IS NULL OR c.since <= $as_of) AND (c.until IS NULL OR c.until > $as_of)
  RETURN count(DISTINCT p) AS people_courted
}
RETURN coalesce(k.name, k.id) AS competitor, k.id AS competitor_id, enterprises, products,
       round(mean_share, 6) AS mean_share, open_deals, people_courted
ORDER BY enterprises DESC, open_deals DESC, competitor_id
