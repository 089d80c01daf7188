// question: Whom do rivals court in the open deals, and how do we compare?
// 问题: 竞争对手在未结商机中拉拢谁，与我方相比如何？
// title: Whom rivals court | 竞争对手拉拢的人
// theme: rivals
// parameter competitor (Competitor) = "": One rival; empty for all. | 竞争对手编号,留空为全部
// parameter as_of (date) = today: Ties in force on this day. | 以这一天有效的关系为准
// column competitor, competitor_id (Competitor): The rival. | 竞争对手
// column deal, deal_id (Opportunity): The deal. | 商机
// column person, person_id (Person): Whom it courts. | 被拉拢的人
// column roles: The person's roles in the deal. | 在该商机中的角色
// column theirs: How strong the rival's tie was at its last contact. | 对方关系强度（未衰减）
// column ours: The strongest tie of ours at its last contact. | 我方最强关系（未衰减）
MATCH (k:Competitor)-[c:COURTS]->(p:Person)-[r:PLAYS]->(o:Opportunity)
WHERE ($competitor = '' OR k.id = $competitor)
  AND coalesce(o.closed_on > $as_of, o.outcome IS NULL AND coalesce(o.stage, '') <> 'closed')
  AND coalesce(o.opened_on <= $as_of, true)
  AND (c.since IS NULL OR c.since <= $as_of) AND (c.until IS NULL OR c.until > $as_of)
CALL (p) {
  OPTIONAL MATCH (:Seller)-[v:COVERS]->(p)
  WHERE (v.since IS NULL OR v.since <= $as_of) AND (v.until IS NULL OR v.until > $as_of)
  RETURN coalesce(max(coalesce(v.strength, CASE v.level WHEN 'none' THEN 0.0 WHEN 'brief' THEN 0.3
         WHEN 'multiple' THEN 0.6 WHEN 'in_depth' THEN 0.9 END)), 0.0) AS ours
}
RETURN coalesce(k.name, k.id) AS competitor, k.id AS competitor_id,
       coalesce(o.name, o.id) AS deal, o.id AS deal_id,
       coalesce(p.name, p.id) AS person, p.id AS person_id, r.roles AS roles,
       coalesce(c.strength, CASE c.level WHEN 'none' THEN 0.0 WHEN 'brief' THEN 0.3
         WHEN 'multiple' THEN 0.6 WHEN 'in_depth' THEN 0.9 ELSE 0.5 END) AS theirs, ours
ORDER BY theirs DESC, competitor_id, deal_id, person_id
