// question: Which needs in open deals are answered by nothing that we offer there?
// 问题: 未结商机中哪些需求没有被报价的产品满足？
// title: Needs we do not answer | 尚未满足的需求
// theme: needs_and_steps
// parameter as_of (date) = today: Deals open on this day. | 以这一天未结的商机为准
// column deal, deal_id (Opportunity): The deal. | 商机
// column need, need_id (Need): The need. | 需求
// column value: What solving it is worth to them a year. | 每年价值
// column people: How many people of the deal have it. | 提出人数
// column could_answer: Products of ours that would answer it but are not in the deal. | 可满足但未报价的产品
// column product_ids (Product): The same products by id. | 产品编号
MATCH (o:Opportunity)<-[:PLAYS]-(p:Person)-[:HAS_NEED]->(n:Need)
WHERE coalesce(o.closed_on > $as_of, o.outcome IS NULL AND coalesce(o.stage, '') <> 'closed')
  AND coalesce(o.opened_on <= $as_of, true)
  AND NOT EXISTS { MATCH (o)-[:INCLUDES]->(:Product)-[:MEETS]->(n) }
WITH o, n, count(DISTINCT p) AS people
CALL (n) {
  OPTIONAL MATCH (x:Product)-[:MEETS]->(n)
  WITH DISTINCT x ORDER BY x.id
  RETURN collect(coalesce(x.name, x.id)) AS could_answer, collect(x.id) AS product_ids
}
RETURN coalesce(o.name, o.id) AS deal, o.id AS deal_id,
       coalesce(n.text, n.name, n.id) AS need, n.id AS need_id, n.value AS value, people,
       could_answer, product_ids
ORDER BY coalesce(value, 0.0) DESC, deal_id, need_id
