// question: Which deciders of open deals does nobody of ours cover?
// 问题: 未结商机的哪些决策者无人覆盖？
// title: Deciders nobody covers | 无人覆盖的决策者
// theme: our_cover
// parameter as_of (date) = today: Cover in force on this day. | 以这一天有效的覆盖为准
// column deal, deal_id (Opportunity): The deal. | 商机
// column person, person_id (Person): The decider. | 决策者
// column amount: What the deal is worth. | 金额
// column currency: In what currency. | 币种
// column expected_close: When the decision is expected. | 预计签约日期
// column nearest_covered: People we cover to whom the decider is tied. | 与其有关系且我方覆盖的人
// column nearest_person_ids (Person): The same people by id. | 相应编号
MATCH (d:Person)-[r:PLAYS]->(o:Opportunity)
WHERE any(role IN r.roles WHERE role IN ['decision_maker', 'approver'])
  AND coalesce(o.closed_on > $as_of, o.outcome IS NULL AND coalesce(o.stage, '') <> 'closed')
  AND coalesce(o.opened_on <= $as_of, true)
  AND NOT EXISTS {
    MATCH (:Seller)-[c:COVERS]->(d)
    WHERE (c.since IS NULL OR c.since <= $as_of) AND (c.until IS NULL OR c.until > $as_of)
      AND coalesce(c.strength, 1.0) > 0 AND coalesce(c.level, '') <> 'none'
  }
CALL (d) {
  OPTIONAL MATCH (d)-[t:INFLUENCES|KNOWS|REPORTS_TO]-(n:Person)<-[c:COVERS]-(:Seller)
  WHERE (c.since IS NULL OR c.since <= $as_of) AND (c.until IS NULL OR c.until > $as_of)
    AND (t.since IS NULL OR t.since <= $as_of) AND (t.until IS NULL OR t.until > $as_of)
    AND coalesce(c.strength, 1.0) > 0 AND coalesce(c.level, '') <> 'none'
  WITH DISTINCT n ORDER BY n.id
  RETURN collect(coalesce(n.name, n.id)) AS nearest_covered, collect(n.id) AS nearest_person_ids
}
RETURN coalesce(o.name, o.id) AS deal, o.id AS deal_id,
       coalesce(d.name, d.id) AS person, d.id AS person_id,
       o.amount AS amount, o.currency AS currency, o.expected_close AS expected_close,
       nearest_covered, nearest_person_ids
ORDER BY coalesce(amount, 0.0) DESC, deal_id, person_id
