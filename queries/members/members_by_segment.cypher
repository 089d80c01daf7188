// question: How many individual members does each customer have, by segment?
// 问题: 每个客户有多少个人成员，分属哪些细分？
// title: Members by segment | 成员细分
// theme: members
// parameter enterprise (Enterprise) = "": One customer; empty for all. | 客户编号,留空为全部
// column enterprise, enterprise_id (Enterprise): The customer. | 客户
// column segment: The segment, empty where not stated. | 细分，未填为空
// column members: Members in it. | 成员数
// column do_not_contact: Of them not to be contacted. | 其中请勿联系数
MATCH (m:Member)-[:BELONGS_TO]->(e:Enterprise)
WHERE $enterprise = '' OR e.id = $enterprise
RETURN coalesce(e.name, e.id) AS enterprise, e.id AS enterprise_id,
       coalesce(m.segment, '') AS segment, count(DISTINCT m) AS members,
       sum(CASE WHEN m.do_not_contact = true THEN 1 ELSE 0 END) AS do_not_contact
ORDER BY members DESC, enterprise_id, segment
