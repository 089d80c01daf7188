// question: Which roles does nobody fill in the open deals?
// 问题: 未结商机里哪些角色还没有人？
// title: Roles nobody fills | 无人担任的角色
// theme: who_decides
// parameter deal (Opportunity) = "": One deal; empty for all open ones. | 商机编号,留空为全部未结商机
// parameter as_of (date) = today: Deals open on this day. | 以这一天未结的商机为准
// column deal, deal_id (Opportunity): The deal. | 商机
// column stage: Where the deal stands. | 阶段
// column role: The role without a person. | 空缺角色
// column people: How many people are known in the deal. | 已知人数
MATCH (o:Opportunity)
WHERE o.id = $deal OR ($deal = ''
      AND coalesce(o.closed_on > $as_of, o.outcome IS NULL AND coalesce(o.stage, '') <> 'closed')
      AND coalesce(o.opened_on <= $as_of, true))
UNWIND ['coach', 'decision_maker', 'technical_expert', 'end_user', 'tender_organizer'] AS role
WITH o, role
WHERE (role <> 'tender_organizer' OR o.procurement = 'tender')
  AND NOT EXISTS { MATCH (:Person)-[r:PLAYS]->(o) WHERE role IN r.roles }
CALL (o) {
  OPTIONAL MATCH (p:Person)-[:PLAYS]->(o)
  RETURN count(DISTINCT p) AS people
}
RETURN coalesce(o.name, o.id) AS deal, o.id AS deal_id,
       CASE WHEN o.closed_on > $as_of AND o.stage IN ['delivery', 'closed'] THEN NULL
            ELSE o.stage END AS stage, role, people
ORDER BY deal_id, role
