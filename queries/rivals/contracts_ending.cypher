// question: Which supplies of rivals end soon, so that we could take over?
// 问题: 竞争对手的哪些供应即将到期，可以争取？
// title: Rivals' contracts that end | 竞争对手即将到期的合同
// theme: rivals
// parameter days (integer 1..3650) = 365: Ending within this many days. | 多少天内到期
// parameter as_of (date) = today: Counted from this day. | 从这一天起计算
// column enterprise, enterprise_id (Enterprise): The customer. | 客户
// column competitor, competitor_id (Competitor): Who supplies it. | 供应方
// column product, product_id (Product): What is supplied. | 产品
// column share: The rival's share of that need. | 份额
// column ends_on: First day without it. | 到期日期
// column days_left: Days from the day looked at. | 剩余天数
MATCH (k:Competitor)-[s:SUPPLIES]->(e:Enterprise)
WHERE s.until > $as_of AND s.until <= $as_of + duration({days: $days})
  AND (s.since IS NULL OR s.since <= $as_of)
OPTIONAL MATCH (x:Product)
WHERE x.id = s.product
RETURN coalesce(e.name, e.id) AS enterprise, e.id AS enterprise_id,
       coalesce(k.name, k.id) AS competitor, k.id AS competitor_id,
       coalesce(x.name, s.product) AS product, s.product AS product_id, s.share AS share,
       s.until AS ends_on, duration.inDays($as_of, s.until).days AS days_left
ORDER BY ends_on, enterprise_id, competitor_id, product_id
