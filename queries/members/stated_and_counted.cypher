// question: Where does the stated number of members differ from those we hold?
// 问题: 哪些客户填写的成员数与实际名单不符？
// title: Members stated and counted | 成员数核对
// theme: members
// column enterprise, enterprise_id (Enterprise): The customer. | 客户
// column stated: What the customer's record says. | 填写的成员数
// column counted: Members we hold of it. | 名单中的成员数
// column difference: Counted less stated. | 差额
MATCH (e:Enterprise)
WHERE e.member_count IS NOT NULL
OPTIONAL MATCH (m:Member)-[:BELONGS_TO]->(e)
WITH e, count(DISTINCT m) AS counted
WHERE counted <> e.member_count
RETURN coalesce(e.name, e.id) AS enterprise, e.id AS enterprise_id, e.member_count AS stated,
       counted, counted - e.member_count AS difference
ORDER BY abs(difference) DESC, enterprise_id
