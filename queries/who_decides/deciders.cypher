// question: Who decides in each open deal, with what vote, and where do they stand?
// 问题: 每个未结商机由谁决策、票权多大、态度如何？
// title: Deciders of open deals | 未结商机的决策者
// theme: who_decides
// parameter deal (Opportunity) = "": One deal; empty for all open ones. | 商机编号,留空为全部未结商机
// parameter as_of (date) = today: Statements up to this day count. | 截至这一天的表态
// column deal, deal_id (Opportunity): The deal. | 商机
// column person, person_id (Person): Who decides or approves. | 决策者或审批者
// column roles: Every role the person plays in it. | 在该商机中的全部角色
// column vote_weight: Votes held, empty where not stated. | 票权，未填为空
// column veto: Whether the person can stop the deal alone. | 是否有一票否决权
// column stance: The latest statement about the person, towards us. | 对我方的最新态度
MATCH (p:Person)-[r:PLAYS]->(o:Opportunity)
WHERE any(role IN r.roles WHERE role IN ['decision_maker', 'approver'])
  AND (o.id = $deal OR ($deal = ''
        AND coalesce(o.closed_on > $as_of, o.outcome IS NULL AND coalesce(o.stage, '') <> 'closed')
        AND coalesce(o.opened_on <= $as_of, true)))
CALL (p, o) {
  OPTIONAL MATCH (p)-[h:HOLDS]->(o)
  WHERE h.towards = '' AND h.as_of <= $as_of
  WITH h ORDER BY h.as_of DESC, h.source LIMIT 1
  RETURN h.stance AS stance
}
RETURN coalesce(o.name, o.id) AS deal, o.id AS deal_id,
       coalesce(p.name, p.id) AS person, p.id AS person_id,
       r.roles AS roles, r.vote_weight AS vote_weight, coalesce(r.veto, false) AS veto, stance
ORDER BY deal_id, coalesce(vote_weight, 0.0) DESC, person_id
