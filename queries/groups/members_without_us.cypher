// question: Which companies of a group use nothing of ours?
// 问题: 集团里哪些成员企业没有使用我们的任何产品？
// title: Companies that use nothing of ours | 尚未使用我方产品的成员企业
// theme: groups
// parameter as_of (date) = today: Holdings and use in force on this day. | 以这一天为准
// column member, member_id (Enterprise): The company. | 成员企业
// column owner, owner_id (Enterprise): Its owner, one of several. | 持有者(之一)
// column industry: Its industry. | 行业
// column employees: People it employs. | 员工数
// column rivals: Who supplies it. | 供应它的竞争对手
// column rival_ids (Competitor): The same rivals by id. | 相应编号
// column known_people: People we know of there. | 已知人数
MATCH (m:Enterprise)-[h:MEMBER_OF]->(o:Enterprise)
WHERE h.since <= $as_of AND (h.until IS NULL OR h.until > $as_of)
  AND NOT EXISTS {
    MATCH (m)-[u:USES]->(:Product)
    WHERE u.since <= $as_of AND (u.until IS NULL OR u.until > $as_of)
  }
WITH m, o ORDER BY o.id
WITH m, head(collect(o)) AS o
CALL (m) {
  OPTIONAL MATCH (k:Competitor)-[s:SUPPLIES]->(m)
  WHERE (s.since IS NULL OR s.since <= $as_of) AND (s.until IS NULL OR s.until > $as_of)
  WITH DISTINCT k ORDER BY k.id
  RETURN collect(coalesce(k.name, k.id)) AS rivals, collect(k.id) AS rival_ids
}
CALL (m) {
  OPTIONAL MATCH (p:Person)-[w:WORKS_FOR]->(m)
  WHERE w.since <= $as_of AND (w.until IS NULL OR w.until > $as_of)
  RETURN count(DISTINCT p) AS known_people
}
RETURN coalesce(m.name, m.id) AS member, m.id AS member_id,
       coalesce(o.name, o.id) AS owner, o.id AS owner_id, m.industry AS industry,
       m.employees AS employees, rivals, rival_ids, known_people
ORDER BY coalesce(employees, 0) DESC, member_id
