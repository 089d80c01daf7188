// question: In which open deals is no decider known, and who is of the highest level there?
// 问题: 哪些未结商机不知道谁决策，客户中级别最高的是谁？
// title: Deals without a known decider | 不知道谁决策的商机
// theme: who_decides
// parameter as_of (date) = today: Posts in force on this day. | 以这一天的任职为准
// column deal, deal_id (Opportunity): The deal. | 商机
// column enterprise, enterprise_id (Enterprise): The customer. | 客户
// column presumed, presumed_person_id (Person): A person of the highest level known there. | 推定的最高级别者
// column title: The post. | 职务
// column level: Its level, 1 being the top. | 级别，1 最高
MATCH (o:Opportunity)-[:FOR]->(e:Enterprise)
WHERE coalesce(o.closed_on > $as_of, o.outcome IS NULL AND coalesce(o.stage, '') <> 'closed')
  AND coalesce(o.opened_on <= $as_of, true)
  AND NOT EXISTS {
    MATCH (:Person)-[r:PLAYS]->(o)
    WHERE any(role IN r.roles WHERE role IN ['decision_maker', 'approver'])
  }
CALL (e) {
  OPTIONAL MATCH (:Person)-[w:WORKS_FOR]->(e)
  WHERE w.since <= $as_of AND (w.until IS NULL OR w.until > $as_of)
  RETURN min(w.level) AS top
}
OPTIONAL MATCH (p:Person)-[w:WORKS_FOR]->(e)
WHERE w.level = top AND w.since <= $as_of AND (w.until IS NULL OR w.until > $as_of)
RETURN DISTINCT coalesce(o.name, o.id) AS deal, o.id AS deal_id,
       coalesce(e.name, e.id) AS enterprise, e.id AS enterprise_id,
       coalesce(p.name, p.id) AS presumed, p.id AS presumed_person_id,
       w.title AS title, top AS level
ORDER BY deal_id, enterprise_id, coalesce(presumed_person_id, ''), coalesce(title, '')
