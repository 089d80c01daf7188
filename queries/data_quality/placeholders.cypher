// question: Which posts are known without the person?
// 问题: 哪些岗位知道但不知道是谁？
// title: Persons not yet known | 尚不知道的人
// theme: data_quality
// parameter as_of (date) = today: Deals open on this day. | 以这一天未结的商机为准
// column person, person_id (Person): The placeholder. | 占位联系人
// column enterprise, enterprise_id (Enterprise): Where, if known. | 所在企业
// column title: The post. | 职务
// column deal_ids (Opportunity): Open deals in which it has a role. | 相关未结商机
MATCH (p:Person)
WHERE p.placeholder = true
CALL (p) {
  OPTIONAL MATCH (p)-[w:WORKS_FOR]->(e:Enterprise)
  WITH w, e ORDER BY w.since DESC, e.id LIMIT 1
  RETURN w.title AS title, e.id AS enterprise_id, coalesce(e.name, e.id) AS enterprise
}
CALL (p) {
  OPTIONAL MATCH (p)-[:PLAYS]->(o:Opportunity)
  WHERE coalesce(o.closed_on > $as_of, o.outcome IS NULL AND coalesce(o.stage, '') <> 'closed')
    AND coalesce(o.opened_on <= $as_of, true)
  WITH DISTINCT o ORDER BY o.id
  RETURN collect(o.id) AS deal_ids
}
RETURN coalesce(p.name, p.id) AS person, p.id AS person_id, enterprise, enterprise_id, title,
       deal_ids
ORDER BY size(deal_ids) DESC, person_id
