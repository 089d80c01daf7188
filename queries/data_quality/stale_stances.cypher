// question: For which people of open deals is the last statement old?
// 问题: 未结商机中哪些人的态度信息已经过时？
// title: Stale stances | 过时的态度信息
// theme: data_quality
// parameter days (integer 1..3650) = 180: Older than this many days. | 超过多少天算过时
// parameter as_of (date) = today: Counted back from this day. | 从这一天往前计算
// column deal, deal_id (Opportunity): The deal. | 商机
// column person, person_id (Person): Whom it is about. | 被谈及的人
// column stance: The last statement. | 最新态度
// column stated_on: When it was made; empty: no date. | 日期，空为未注明
// column source: Who made it. | 来源
MATCH (p:Person)-[:HOLDS]->(o:Opportunity)
WHERE coalesce(o.closed_on > $as_of, o.outcome IS NULL AND coalesce(o.stage, '') <> 'closed')
  AND coalesce(o.opened_on <= $as_of, true)
WITH DISTINCT p, o
CALL (p, o) {
  MATCH (p)-[h:HOLDS]->(o)
  WHERE h.towards = '' AND h.as_of <= $as_of
  WITH h ORDER BY h.as_of DESC, h.source LIMIT 1
  RETURN h.stance AS stance, h.as_of AS stated_on, h.source AS source
}
WITH p, o, stance, stated_on, source
WHERE stated_on <= $as_of - duration({days: $days})
RETURN coalesce(o.name, o.id) AS deal, o.id AS deal_id,
       coalesce(p.name, p.id) AS person, p.id AS person_id, stance,
       CASE WHEN stated_on > date('0001-01-01') THEN stated_on END AS stated_on, source
ORDER BY coalesce(stated_on, date('0001-01-01')), deal_id, person_id
