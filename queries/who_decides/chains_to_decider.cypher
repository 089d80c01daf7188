// question: By what line of command does each person with a role stand below a decider?
// 问题: 商机中的每个人经由怎样的汇报线到达决策者？
// title: Chains of command to the decider | 通向决策者的汇报线
// theme: who_decides
// parameter deal (Opportunity) = "": One deal; empty for all open ones. | 商机编号,留空为全部未结商机
// parameter as_of (date) = today: Lines in force on this day. | 以这一天有效的汇报关系为准
// column deal, deal_id (Opportunity): The deal. | 商机
// column person, person_id (Person): Who plays a role. | 有角色的人
// column decider, decider_id (Person): The decider above. | 上方的决策者
// column steps: How many lines lie between. | 汇报层数
// column chain: Names from the person up to the decider. | 自下而上的姓名
// column chain_ids (Person): The same people by id. | 相应编号
MATCH (p:Person)-[:PLAYS]->(o:Opportunity)<-[r:PLAYS]-(d:Person)
WHERE p.id <> d.id AND any(role IN r.roles WHERE role IN ['decision_maker', 'approver'])
  AND (o.id = $deal OR ($deal = ''
        AND coalesce(o.closed_on > $as_of, o.outcome IS NULL AND coalesce(o.stage, '') <> 'closed')
        AND coalesce(o.opened_on <= $as_of, true)))
MATCH path = (p)-[lines:REPORTS_TO*1..6]->(d)
WHERE all(l IN lines WHERE (l.since IS NULL OR l.since <= $as_of)
                       AND (l.until IS NULL OR l.until > $as_of))
WITH DISTINCT o, p, d, [n IN nodes(path) | n.id] AS chain_ids,
     [n IN nodes(path) | coalesce(n.name, n.id)] AS chain, length(path) AS steps
RETURN coalesce(o.name, o.id) AS deal, o.id AS deal_id,
       coalesce(p.name, p.id) AS person, p.id AS person_id,
       coalesce(d.name, d.id) AS decider, d.id AS decider_id, steps, chain, chain_ids
ORDER BY deal_id, decider_id, steps, person_id, chain_ids
