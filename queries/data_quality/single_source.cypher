// question: For which deciders does everything we know rest on one source?
// 问题: 哪些决策者的信息只有一个来源？
// title: Deciders known from one source | 单一来源的决策者
// theme: data_quality
// parameter as_of (date) = today: Statements up to this day count. | 截至这一天的表态
// column deal, deal_id (Opportunity): The deal. | 商机
// column person, person_id (Person): The decider. | 决策者
// column source: The only source. | 唯一来源
// column statements: How often it spoke. | 表态次数
MATCH (p:Person)-[r:PLAYS]->(o:Opportunity)
WHERE any(role IN r.roles WHERE role IN ['decision_maker', 'approver'])
  AND coalesce(o.closed_on > $as_of, o.outcome IS NULL AND coalesce(o.stage, '') <> 'closed')
  AND coalesce(o.opened_on <= $as_of, true)
MATCH (p)-[h:HOLDS]->(o)
WHERE h.towards = '' AND h.as_of <= $as_of
WITH o, p, collect(DISTINCT h.source) AS sources, count(h) AS statements
WHERE size(sources) = 1
RETURN coalesce(o.name, o.id) AS deal, o.id AS deal_id,
       coalesce(p.name, p.id) AS person, p.id AS person_id, sources[0] AS source, statements
ORDER BY deal_id, person_id
