// question: Which customers took up or dropped a product lately?
// 问题: 近来哪些客户开始或停止使用某产品？
// title: Taken up and dropped | 新增与流失
// theme: products
// parameter days (integer 1..3650) = 365: How far back. | 回溯天数
// parameter as_of (date) = today: Counted back from this day. | 从这一天往前计算
// column on_day: When. | 日期
// column change: started or stopped. | 开始或停止
// column enterprise, enterprise_id (Enterprise): The customer. | 客户
// column product, product_id (Product): The product. | 产品
// column monthly_revenue: What it paid a month. | 月收入
MATCH (e:Enterprise)-[u:USES]->(x:Product)
UNWIND [{change: 'started', day: u.since}, {change: 'stopped', day: u.until}] AS event
WITH e, x, u, event
WHERE event.day <= $as_of AND event.day > $as_of - duration({days: $days})
RETURN event.day AS on_day, event.change AS change,
       coalesce(e.name, e.id) AS enterprise, e.id AS enterprise_id,
       coalesce(x.name, x.id) AS product, x.id AS product_id, u.monthly_revenue AS monthly_revenue
ORDER BY on_day DESC, change, enterprise_id, product_id, coalesce(monthly_revenue, 0.0)
