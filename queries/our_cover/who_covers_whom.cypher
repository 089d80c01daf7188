// question: Who of us covers whom, and how strong is each relationship today?
// 问题: 我方谁覆盖谁，今天关系有多强？
// title: Who covers whom, and how well | 谁覆盖谁、强度多大
// theme: our_cover
// parameter seller (Seller) = "": One of our people; empty for all. | 我方人员编号,留空为全部
// parameter half_life (integer 1..3650) = 180: Days after which an untended tie is worth half. | 关系减半的天数
// parameter as_of (date) = today: Strength on this day. | 以这一天的强度为准
// column seller, seller_id (Seller): Our person. | 我方人员
// column person, person_id (Person): Whom they cover. | 被覆盖的人
// column level: How well, in words. | 覆盖程度
// column full_strength: Strength at the last contact. | 最近接触时的强度
// column last_contact: The later of what is stated and of noted meetings. | 最近接触日期
// column strength: Strength today. | 今天的强度
MATCH (s:Seller)-[c:COVERS]->(p:Person)
WHERE ($seller = '' OR s.id = $seller)
  AND (c.since IS NULL OR c.since <= $as_of) AND (c.until IS NULL OR c.until > $as_of)
CALL (s, p) {
  OPTIONAL MATCH (s)-[:TOOK_PART]->(i:Interaction)<-[:TOOK_PART]-(p)
  WHERE i.on <= $as_of
  RETURN max(i.on) AS met
}
WITH s, p, c.level AS level, met,
     CASE WHEN c.last_contact <= $as_of THEN c.last_contact END AS stated,
     coalesce(c.strength, CASE c.level WHEN 'none' THEN 0.0 WHEN 'brief' THEN 0.3
                          WHEN 'multiple' THEN 0.6 WHEN 'in_depth' THEN 0.9 ELSE 0.5 END)
       AS full_strength
WITH s, p, level, full_strength,
     CASE WHEN stated IS NULL OR met > stated THEN met ELSE stated END AS last_contact
WITH s, p, level, full_strength, last_contact,
     CASE WHEN last_contact IS NULL THEN 0 ELSE duration.inDays(last_contact, $as_of).days END
       AS days
RETURN coalesce(s.name, s.id) AS seller, s.id AS seller_id,
       coalesce(p.name, p.id) AS person, p.id AS person_id, level, full_strength, last_contact,
       round(full_strength * exp(log(0.5) * days / $half_life), 6) AS strength
ORDER BY seller_id, strength DESC, person_id
