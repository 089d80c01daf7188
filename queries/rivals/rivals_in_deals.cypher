// question: Which rivals bid for which open deals, and did they come late?
// 问题: 哪些竞争对手在竞标哪些未结商机，是否后来才出现？
// title: Rivals in open deals | 未结商机中的竞争对手
// theme: rivals
// parameter deal (Opportunity) = "": One deal; empty for all open ones. | 商机编号,留空为全部未结商机
// parameter as_of (date) = today: Bids seen by this day. | 截至这一天发现的竞标
// column deal, deal_id (Opportunity): The deal. | 商机
// column competitor, competitor_id (Competitor): The rival. | 竞争对手
// column first_seen: When we first saw it there. | 首次出现日期
// column after_shortlist: Whether it came after the shortlist was set. | 是否在入围之后出现
// column people_courted: People of the deal whom it courts. | 被其拉拢的人数
MATCH (k:Competitor)-[b:BIDS_ON]->(o:Opportunity)
WHERE (o.id = $deal OR ($deal = ''
      AND coalesce(o.closed_on > $as_of, o.outcome IS NULL AND coalesce(o.stage, '') <> 'closed')
      AND coalesce(o.opened_on <= $as_of, true)))
  AND (b.first_seen IS NULL OR b.first_seen <= $as_of)
CALL (k, o) {
  OPTIONAL MATCH (k)-[c:COURTS]->(p:Person)-[:PLAYS]->(o)
  WHERE (c.since IS NULL OR c.since <= $as_of) AND (c.until IS NULL OR c.until > $as_of)
  RETURN count(DISTINCT p) AS people_courted
}
RETURN coalesce(o.name, o.id) AS deal, o.id AS deal_id,
       coalesce(k.name, k.id) AS competitor, k.id AS competitor_id, b.first_seen AS first_seen,
       coalesce(b.first_seen > o.shortlisted_on, false) AS after_shortlist, people_courted
ORDER BY deal_id, competitor_id
