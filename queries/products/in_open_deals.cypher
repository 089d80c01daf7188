// question: Which products are on offer in open deals, and for how much?
// 问题: 未结商机里报了哪些产品，金额多少？
// title: Products in open deals | 未结商机中的产品
// theme: products
// parameter as_of (date) = today: Deals open on this day. | 以这一天未结的商机为准
// column product, product_id (Product): The product. | 产品
// column currency: Amounts are never added across currencies. | 币种（不同币种不相加）
// column deals: Open deals that include it. | 未结商机数
// column amount: Its part of them, where stated. | 金额合计（已填）
MATCH (o:Opportunity)-[i:INCLUDES]->(x:Product)
WHERE coalesce(o.closed_on > $as_of, o.outcome IS NULL AND coalesce(o.stage, '') <> 'closed')
  AND coalesce(o.opened_on <= $as_of, true)
WITH x, o, i ORDER BY o.id
RETURN coalesce(x.name, x.id) AS product, x.id AS product_id,
       coalesce(o.currency, '') AS currency, count(DISTINCT o) AS deals,
       round(sum(coalesce(i.amount, 0.0)), 2) AS amount
ORDER BY amount DESC, product_id, currency
