// question: Which hidden needs do we know, whose are they, and who of us is close to them?
// 问题: 我们知道哪些隐性需求，是谁的，我方谁与其亲近？
// title: Hidden needs | 隐性需求
// theme: needs_and_steps
// parameter as_of (date) = today: Cover in force on this day. | 以这一天有效的覆盖为准
// column need, need_id (Need): The need. | 需求
// column person, person_id (Person): Whose it is. | 提出者
// column value: What solving it is worth to them a year. | 每年价值
// column covered_by: Sellers who cover the person. | 覆盖此人的我方人员
// column seller_ids (Seller): The same sellers by id. | 相应编号
MATCH (p:Person)-[:HAS_NEED]->(n:Need)
WHERE n.hidden = true
CALL (p) {
  OPTIONAL MATCH (s:Seller)-[c:COVERS]->(p)
  WHERE (c.since IS NULL OR c.since <= $as_of) AND (c.until IS NULL OR c.until > $as_of)
  WITH DISTINCT s ORDER BY s.id
  RETURN collect(coalesce(s.name, s.id)) AS covered_by, collect(s.id) AS seller_ids
}
RETURN coalesce(n.text, n.name, n.id) AS need, n.id AS need_id,
       coalesce(p.name, p.id) AS person, p.id AS person_id, n.value AS value,
       covered_by, seller_ids
ORDER BY coalesce(value, 0.0) DESC, need_id, person_id
