// question: Where does a line of command come back to where it began?
// 问题: 哪些汇报关系绕成了圈？
// title: Reporting cycles | 汇报循环
// theme: data_quality
// parameter as_of (date) = today: Lines in force on this day. | 以这一天有效的汇报关系为准
// column person, person_id (Person): The one of the smallest id in the ring. | 圈中编号最小的人
// column length: How many people are in it. | 圈中人数
// column ring: Names along the line. | 沿汇报线的姓名
// column ring_person_ids (Person): The same people by id. | 相应编号
MATCH path = (p:Person)-[lines:REPORTS_TO*1..8]->(p)
WHERE all(l IN lines WHERE (l.since IS NULL OR l.since <= $as_of)
                       AND (l.until IS NULL OR l.until > $as_of))
WITH DISTINCT p, length(path) AS length,
     [n IN nodes(path)[1..] | coalesce(n.name, n.id)] AS ring,
     [n IN nodes(path)[1..] | n.id] AS ring_person_ids
WHERE all(id IN ring_person_ids WHERE id >= p.id)
RETURN coalesce(p.name, p.id) AS person, p.id AS person_id, length, ring, ring_person_ids
ORDER BY length, person_id, ring_person_ids
