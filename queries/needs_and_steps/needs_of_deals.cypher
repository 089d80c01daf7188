// question: What do the people of each open deal need, and which of our products answers it?
// 问题: 未结商机中的人有哪些需求，我方哪些产品可以满足？
// title: Needs and what answers them | 需求与对应产品
// theme: needs_and_steps
// parameter deal (Opportunity) = "": One deal; empty for all open ones. | 商机编号,留空为全部未结商机
// parameter as_of (date) = today: Deals open on this day. | 以这一天未结的商机为准
// column deal, deal_id (Opportunity): The deal. | 商机
// column person, person_id (Person): Who has the need. | 提出者
// column need, need_id (Need): What is needed. | 需求
// column hidden: Whether it is not said aloud. | 是否隐性
// column value: What solving it is worth to them a year. | 每年价值
// column priority: 1 is the most urgent. | 优先级
// column products: Products of ours that answer it. | 可满足的产品
// column product_ids (Product): The same products by id. | 产品编号
MATCH (o:Opportunity)<-[:PLAYS]-(p:Person)-[h:HAS_NEED]->(n:Need)
WHERE o.id = $deal OR ($deal = ''
      AND coalesce(o.closed_on > $as_of, o.outcome IS NULL AND coalesce(o.stage, '') <> 'closed')
      AND coalesce(o.opened_on <= $as_of, true))
CALL (n) {
  OPTIONAL MATCH (x:Product)-[:MEETS]->(n)
  WITH DISTINCT x ORDER BY x.id
  RETURN collect(coalesce(x.name, x.id)) AS products, collect(x.id) AS product_ids
}
RETURN coalesce(o.name, o.id) AS deal, o.id AS deal_id,
       coalesce(p.name, p.id) AS person, p.id AS person_id,
       coalesce(n.text, n.name, n.id) AS need, n.id AS need_id,
       coalesce(n.hidden, false) AS hidden, n.value AS value, h.priority AS priority,
       products, product_ids
ORDER BY deal_id, coalesce(value, 0.0) DESC, person_id, need_id
