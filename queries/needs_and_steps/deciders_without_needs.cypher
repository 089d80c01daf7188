// question: Of which deciders do we not know any need?
// 问题: 哪些决策者的需求我们一无所知？
// title: Deciders whose needs are unknown | 需求未知的决策者
// theme: needs_and_steps
// parameter as_of (date) = today: Deals open on this day. | 以这一天未结的商机为准
// column deal, deal_id (Opportunity): The deal. | 商机
// column person, person_id (Person): The decider. | 决策者
// column stage: Where the deal stands. | 阶段
MATCH (p:Person)-[r:PLAYS]->(o:Opportunity)
WHERE any(role IN r.roles WHERE role IN ['decision_maker', 'approver'])
  AND coalesce(o.closed_on > $as_of, o.outcome IS NULL AND coalesce(o.stage, '') <> 'closed')
  AND coalesce(o.opened_on <= $as_of, true)
  AND NOT EXISTS { MATCH (p)-[:HAS_NEED]->(:Need) }
RETURN coalesce(o.name, o.id) AS deal, o.id AS deal_id,
       coalesce(p.name, p.id) AS person, p.id AS person_id,
       CASE WHEN o.closed_on > $as_of AND o.stage IN ['delivery', 'closed'] THEN NULL
            ELSE o.stage END AS stage
ORDER BY deal_id, person_id
