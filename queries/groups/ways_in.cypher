// question: Which people of a group support us and sway or know a decider at another company of it?
// 问题: 集团内哪些支持我们的人能影响或认识其他成员企业的决策者？
// title: Ways in from people who support us | 从支持者到成员企业决策者
// theme: groups
// parameter as_of (date) = today: What is known and in force on this day. | 以这一天为准
// column supporter, supporter_person_id (Person): Who supports us in some deal. | 支持我们的人
// column at, at_enterprise_id (Enterprise): Where they work. | 任职企业
// column tie: What ties them to the decider. | 与决策者的关系
// column weight: How strong the tie is. | 关系强度
// column decider, decider_person_id (Person): Who decides at the other company. | 对方决策者
// column member, member_enterprise_id (Enterprise): The other company. | 对方企业
MATCH (p:Person)-[h:HOLDS]->(:Opportunity)
WHERE h.towards = '' AND h.as_of <= $as_of AND h.stance IN ['supporter', 'mentor']
  AND NOT EXISTS {
    MATCH (p)-[n:HOLDS]->(:Opportunity)
    WHERE n.towards = '' AND n.as_of <= $as_of AND n.stance IN ['non_supporter', 'enemy']
  }
WITH DISTINCT p
MATCH (p)-[w:WORKS_FOR]->(e:Enterprise)
WHERE w.since <= $as_of AND (w.until IS NULL OR w.until > $as_of)
MATCH (p)-[t:INFLUENCES|KNOWS]-(d:Person)-[r:PLAYS]->(:Opportunity)-[:FOR]->(m:Enterprise)
WHERE any(role IN r.roles WHERE role IN ['decision_maker', 'approver'])
  AND m.id <> e.id AND (type(t) = 'KNOWS' OR startNode(t).id = p.id)
  AND (t.since IS NULL OR t.since <= $as_of) AND (t.until IS NULL OR t.until > $as_of)
  AND EXISTS {
    MATCH (e)-[:MEMBER_OF*0..4]->(:Enterprise)<-[:MEMBER_OF*0..4]-(m)
  }
RETURN DISTINCT coalesce(p.name, p.id) AS supporter, p.id AS supporter_person_id,
       coalesce(e.name, e.id) AS at, e.id AS at_enterprise_id, type(t) AS tie,
       coalesce(t.weight, t.strength, 0.5) AS weight,
       coalesce(d.name, d.id) AS decider, d.id AS decider_person_id,
       coalesce(m.name, m.id) AS member, m.id AS member_enterprise_id
ORDER BY weight DESC, supporter_person_id, at_enterprise_id, decider_person_id,
         member_enterprise_id, tie
