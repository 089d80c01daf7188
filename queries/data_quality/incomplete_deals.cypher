// question: Which open deals lack a customer, amount, date, product or team?
// 问题: 哪些未结商机缺少客户、金额、日期、产品或团队？
// title: Deals with gaps | 信息不全的商机
// theme: data_quality
// parameter as_of (date) = today: Deals open on this day. | 以这一天未结的商机为准
// column deal, deal_id (Opportunity): The deal. | 商机
// column stage: Where it stands. | 阶段
// column missing: What is not known. | 缺少的信息
MATCH (o:Opportunity)
WHERE coalesce(o.closed_on > $as_of, o.outcome IS NULL AND coalesce(o.stage, '') <> 'closed')
  AND coalesce(o.opened_on <= $as_of, true)
WITH o,
     CASE WHEN NOT EXISTS { MATCH (o)-[:FOR]->(:Enterprise) } THEN ['enterprise'] ELSE [] END
     + CASE WHEN o.amount IS NULL THEN ['amount'] ELSE [] END
     + CASE WHEN o.expected_close IS NULL THEN ['expected_close'] ELSE [] END
     + CASE WHEN NOT EXISTS { MATCH (o)-[:INCLUDES]->(:Product) } THEN ['product'] ELSE [] END
     + CASE WHEN NOT EXISTS { MATCH (:Seller)-[:WORKS_ON]->(o) } THEN ['team'] ELSE [] END
     + CASE WHEN NOT EXISTS { MATCH (:Person)-[:PLAYS]->(o) } THEN ['people'] ELSE [] END
       AS missing
WHERE size(missing) > 0
RETURN coalesce(o.name, o.id) AS deal, o.id AS deal_id,
       CASE WHEN o.closed_on > $as_of AND o.stage IN ['delivery', 'closed'] THEN NULL
            ELSE o.stage END AS stage, missing
ORDER BY size(missing) DESC, deal_id
