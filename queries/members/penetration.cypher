// question: What share of each customer's people are members, and of which products?
// 问题: 每个客户有多少员工是我方成员，使用哪些产品？
// title: How far we reach into each customer | 成员渗透率
// theme: members
// parameter as_of (date) = today: Use in force on this day. | 以这一天的使用为准
// column enterprise, enterprise_id (Enterprise): The customer. | 客户
// column employees: People it employs. | 员工数
// column members: Members stated. | 成员数
// column penetration: Members of employees. | 渗透率
// column products: Products it uses. | 在用产品数
// column members_using: Members stated to use a product, summed over products. | 各产品使用成员数合计
MATCH (e:Enterprise)
WHERE e.employees > 0 AND e.member_count IS NOT NULL
OPTIONAL MATCH (e)-[u:USES]->(x:Product)
WHERE u.since <= $as_of AND (u.until IS NULL OR u.until > $as_of)
WITH e, count(DISTINCT x) AS products, sum(coalesce(u.members, 0)) AS members_using
RETURN coalesce(e.name, e.id) AS enterprise, e.id AS enterprise_id, e.employees AS employees,
       e.member_count AS members, round(1.0 * e.member_count / e.employees, 6) AS penetration,
       products, members_using
ORDER BY penetration DESC, enterprise_id
