// question: Who has a post in more than one company?
// 问题: 谁在不止一家企业任职？
// title: People with several posts | 多处任职的人
// theme: groups
// parameter as_of (date) = today: Posts in force on this day. | 以这一天的任职为准
// column person, person_id (Person): Who it is. | 人员
// column enterprises: Where they have a post. | 任职企业
// column enterprise_ids (Enterprise): The same companies by id. | 企业编号
// column titles: The posts, empty where not stated. | 职务，未填为空
// column covered: Whether somebody of ours covers the person. | 我方是否覆盖
MATCH (p:Person)-[w:WORKS_FOR]->(e:Enterprise)
WHERE w.since <= $as_of AND (w.until IS NULL OR w.until > $as_of)
WITH p, e, w ORDER BY e.id, w.since
WITH p, e, coalesce(head(collect(w.title)), '') AS title
WITH p, collect(coalesce(e.name, e.id)) AS enterprises, collect(e.id) AS enterprise_ids,
     collect(title) AS titles
WHERE size(enterprise_ids) > 1
RETURN coalesce(p.name, p.id) AS person, p.id AS person_id, enterprises, enterprise_ids, titles,
       EXISTS {
         MATCH (:Seller)-[c:COVERS]->(p)
         WHERE (c.since IS NULL OR c.since <= $as_of) AND (c.until IS NULL OR c.until > $as_of)
       } AS covered
ORDER BY size(enterprise_ids) DESC, person_id
