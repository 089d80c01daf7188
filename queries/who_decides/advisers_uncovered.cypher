// question: Whom do the deciders listen to, and none of ours knows?
// 问题: 决策者听谁的意见，而我方无人认识？
// title: Whom deciders listen to, uncovered | 决策者倾听而我方未覆盖的人
// theme: who_decides
// parameter deal (Opportunity) = "": One deal; empty for all open ones. | 商机编号,留空为全部未结商机
// parameter min_weight (number 0..1) = 0.3: Weakest influence that counts. | 计入的最小影响权重
// parameter as_of (date) = today: Ties in force on this day. | 以这一天有效的关系为准
// column deal, deal_id (Opportunity): The deal. | 商机
// column decider, decider_id (Person): Who decides or approves. | 决策者或审批者
// column adviser, adviser_id (Person): Who sways the decider. | 影响决策者的人
// column weight: How far the decider listens. | 影响权重
// column stance: Latest statement about the adviser in the deal. | 该影响者的最新态度
MATCH (d:Person)-[r:PLAYS]->(o:Opportunity)
WHERE any(role IN r.roles WHERE role IN ['decision_maker', 'approver'])
  AND (o.id = $deal OR ($deal = ''
        AND coalesce(o.closed_on > $as_of, o.outcome IS NULL AND coalesce(o.stage, '') <> 'closed')
        AND coalesce(o.opened_on <= $as_of, true)))
MATCH (a:Person)-[i:INFLUENCES]->(d)
WHERE coalesce(i.weight, 0.5) >= $min_weight
  AND (i.since IS NULL OR i.since <= $as_of) AND (i.until IS NULL OR i.until > $as_of)
  AND NOT EXISTS {
    MATCH (:Seller)-[c:COVERS]->(a)
    WHERE (c.since IS NULL OR c.since <= $as_of) AND (c.until IS NULL OR c.until > $as_of)
      AND coalesce(c.strength, 1.0) > 0 AND coalesce(c.level, '') <> 'none'
  }
CALL (a, o) {
  OPTIONAL MATCH (a)-[h:HOLDS]->(o)
  WHERE h.towards = '' AND h.as_of <= $as_of
  WITH h ORDER BY h.as_of DESC, h.source LIMIT 1
  RETURN h.stance AS stance
}
RETURN coalesce(o.name, o.id) AS deal, o.id AS deal_id,
       coalesce(d.name, d.id) AS decider, d.id AS decider_id,
       coalesce(a.name, a.id) AS adviser, a.id AS adviser_id,
       coalesce(i.weight, 0.5) AS weight, stance
ORDER BY weight DESC, deal_id, decider_id, adviser_id
