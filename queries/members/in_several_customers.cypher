// question: Which members belong to more than one customer?
// 问题: 哪些成员同时属于多个客户？
// title: Members of several customers | 归属多个客户的成员
// theme: members
// column member, member_id (Member): The member. | 成员
// column enterprises: The customers. | 客户
// column enterprise_ids (Enterprise): The same customers by id. | 客户编号
MATCH (m:Member)-[:BELONGS_TO]->(e:Enterprise)
WITH m, e ORDER BY e.id
WITH m, collect(coalesce(e.name, e.id)) AS enterprises, collect(e.id) AS enterprise_ids
WHERE size(enterprise_ids) > 1
RETURN coalesce(m.name, m.id) AS member, m.id AS member_id, enterprises, enterprise_ids
ORDER BY size(enterprise_ids) DESC, member_id
