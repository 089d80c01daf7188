// question: Who is against us and decides, or sways somebody who decides?
// 问题: 谁反对我们，而且能决策或影响决策者？
// title: Opponents with power | 有影响力的反对者
// theme: who_decides
// parameter as_of (date) = today: What is known and in force on this day. | 以这一天为准
// column deal, deal_id (Opportunity): The deal. | 商机
// column person, person_id (Person): Who is against us. | 反对者
// column stance: The latest statement about the person. | 最新态度
// column decides: Whether the person decides or approves. | 是否决策或审批
// column sways: Deciders who listen to the person. | 受其影响的决策者
// column sways_person_ids (Person): The same people by id. | 相应编号
MATCH (p:Person)-[:HOLDS]->(o:Opportunity)
WHERE coalesce(o.closed_on > $as_of, o.outcome IS NULL AND coalesce(o.stage, '') <> 'closed')
  AND coalesce(o.opened_on <= $as_of, true)
WITH DISTINCT p, o
CALL (p, o) {
  OPTIONAL MATCH (p)-[h:HOLDS]->(o)
  WHERE h.towards = '' AND h.as_of <= $as_of
  WITH h ORDER BY h.as_of DESC, h.source LIMIT 1
  RETURN h.stance AS stance
}
WITH p, o, stance
WHERE stance IN ['non_supporter', 'enemy']
CALL (p, o) {
  OPTIONAL MATCH (p)-[i:INFLUENCES]->(d:Person)-[r:PLAYS]->(o)
  WHERE any(role IN r.roles WHERE role IN ['decision_maker', 'approver'])
    AND (i.since IS NULL OR i.since <= $as_of) AND (i.until IS NULL OR i.until > $as_of)
  WITH DISTINCT d ORDER BY d.id
  RETURN collect(coalesce(d.name, d.id)) AS sways, collect(d.id) AS sways_person_ids
}
WITH p, o, stance, sways, sways_person_ids,
     EXISTS {
       MATCH (p)-[r:PLAYS]->(o)
       WHERE any(role IN r.roles WHERE role IN ['decision_maker', 'approver'])
     } AS decides
WHERE decides OR size(sways) > 0
RETURN coalesce(o.name, o.id) AS deal, o.id AS deal_id,
       coalesce(p.name, p.id) AS person, p.id AS person_id,
       stance, decides, sways, sways_person_ids
ORDER BY deal_id, person_id
