// question: At which levels of each customer do we know people, and at which not?
// 问题: 在每个客户的各个级别，我们认识多少人？
// title: Cover by level | 各级别的覆盖
// theme: our_cover
// parameter enterprise (Enterprise) = "": One customer; empty for all. | 客户编号,留空为全部
// parameter as_of (date) = today: Posts and cover in force on this day. | 以这一天为准
// column enterprise, enterprise_id (Enterprise): The customer. | 客户
// column level: Level of the post, 1 being the top. | 级别，1 最高
// column people: People known there. | 已知人数
// column covered: How many of them somebody of ours covers. | 我方覆盖人数
// column share_covered: Their share. | 覆盖比例
MATCH (p:Person)-[w:WORKS_FOR]->(e:Enterprise)
WHERE ($enterprise = '' OR e.id = $enterprise) AND w.level IS NOT NULL
  AND w.since <= $as_of AND (w.until IS NULL OR w.until > $as_of)
WITH DISTINCT e, w.level AS level, p
WITH e, level, p,
     EXISTS {
       MATCH (:Seller)-[c:COVERS]->(p)
       WHERE (c.since IS NULL OR c.since <= $as_of) AND (c.until IS NULL OR c.until > $as_of)
         AND coalesce(c.strength, 1.0) > 0 AND coalesce(c.level, '') <> 'none'
     } AS known
WITH e, level, count(p) AS people, sum(CASE WHEN known THEN 1 ELSE 0 END) AS covered
RETURN coalesce(e.name, e.id) AS enterprise, e.id AS enterprise_id, level, people, covered,
       round(1.0 * covered / people, 6) AS share_covered
ORDER BY enterprise_id, level
