// question: Who plays a role in an open deal but no longer works for the customer or its group?
// 问题: 谁在未结商机中有角色，却已离开客户？
// title: People who left | 已离职的人
// theme: data_quality
// parameter as_of (date) = today: Posts in force on this day. | 以这一天的任职为准
// column deal, deal_id (Opportunity): The deal. | 商机
// column enterprise, enterprise_id (Enterprise): The customer. | 客户
// column person, person_id (Person): Who left. | 离开的人
// column left_on: When the post there ended. | 离职日期
// column roles: The roles still stated. | 仍记录的角色
MATCH (p:Person)-[r:PLAYS]->(o:Opportunity)-[:FOR]->(e:Enterprise)<-[w:WORKS_FOR]-(p)
WHERE coalesce(o.closed_on > $as_of, o.outcome IS NULL AND coalesce(o.stage, '') <> 'closed')
  AND coalesce(o.opened_on <= $as_of, true)
  AND NOT EXISTS {
    MATCH (p)-[v:WORKS_FOR]->(e)
    WHERE v.since <= $as_of AND (v.until IS NULL OR v.until > $as_of)
  }
WITH o, e, p, r.roles AS roles, max(w.until) AS left_on
RETURN coalesce(o.name, o.id) AS deal, o.id AS deal_id,
       coalesce(e.name, e.id) AS enterprise, e.id AS enterprise_id,
       coalesce(p.name, p.id) AS person, p.id AS person_id, left_on, roles
ORDER BY deal_id, enterprise_id, person_id
