// question: Who decides in more than one deal, so that one relationship counts several times?
// 问题: 谁在多个商机中决策，一份关系多处受用？
// title: Deciders of several deals | 多个商机的决策者
// theme: who_decides
// parameter as_of (date) = today: Deals open on this day. | 以这一天未结的商机为准
// column person, person_id (Person): Who decides or approves. | 决策者或审批者
// column deals: How many deals, closed ones too. | 商机数（含已结）
// column open_deals: How many of them are open. | 未结商机数
// column won: How many we won. | 赢单数
// column lost: How many we lost. | 丢单数
// column deal_ids (Opportunity): The deals. | 商机编号
MATCH (p:Person)-[r:PLAYS]->(o:Opportunity)
WHERE any(role IN r.roles WHERE role IN ['decision_maker', 'approver'])
WITH p, o ORDER BY o.id
WITH p, collect(o.id) AS deal_ids,
     sum(CASE WHEN coalesce(o.closed_on > $as_of,
                            o.outcome IS NULL AND coalesce(o.stage, '') <> 'closed')
                   AND coalesce(o.opened_on <= $as_of, true) THEN 1 ELSE 0 END)
       AS open_deals,
     sum(CASE WHEN o.outcome = 'won' AND coalesce(o.closed_on <= $as_of, true)
         THEN 1 ELSE 0 END) AS won,
     sum(CASE WHEN o.outcome = 'lost' AND coalesce(o.closed_on <= $as_of, true)
         THEN 1 ELSE 0 END) AS lost
WHERE size(deal_ids) > 1
RETURN coalesce(p.name, p.id) AS person, p.id AS person_id, size(deal_ids) AS deals,
       open_deals, won, lost, deal_ids
ORDER BY deals DESC, person_id
