// question: Which rivals appeared only after the shortlist, in deals whose deciders' view of them is not known?
// 问题: 哪些竞争对手入围后才出现，而决策者对其态度未知？
// title: Dark horses | 黑马
// theme: rivals
// parameter as_of (date) = today: What is known on this day. | 以这一天所知为准
// column deal, deal_id (Opportunity): The deal. | 商机
// column competitor, competitor_id (Competitor): The late-comer. | 后来者
// column shortlisted_on: When the shortlist was set. | 入围日期
// column first_seen: When the rival was first seen. | 首次出现日期
// column deciders_silent: Deciders whose view of it nobody has stated. | 态度未知的决策者
// column silent_person_ids (Person): The same people by id. | 相应编号
MATCH (k:Competitor)-[b:BIDS_ON]->(o:Opportunity)
WHERE b.first_seen > o.shortlisted_on AND b.first_seen <= $as_of
  AND coalesce(o.closed_on > $as_of, o.outcome IS NULL AND coalesce(o.stage, '') <> 'closed')
  AND coalesce(o.opened_on <= $as_of, true)
CALL (k, o) {
  OPTIONAL MATCH (d:Person)-[r:PLAYS]->(o)
  WHERE any(role IN r.roles WHERE role IN ['decision_maker', 'approver'])
    AND NOT EXISTS {
      MATCH (d)-[h:HOLDS]->(o)
      WHERE h.towards = k.id AND h.as_of <= $as_of AND h.stance <> 'unknown'
    }
  WITH DISTINCT d ORDER BY d.id
  RETURN collect(coalesce(d.name, d.id)) AS deciders_silent, collect(d.id) AS silent_person_ids
}
RETURN coalesce(o.name, o.id) AS deal, o.id AS deal_id,
       coalesce(k.name, k.id) AS competitor, k.id AS competitor_id,
       o.shortlisted_on AS shortlisted_on, b.first_seen AS first_seen,
       deciders_silent, silent_person_ids
ORDER BY first_seen DESC, deal_id, competitor_id
