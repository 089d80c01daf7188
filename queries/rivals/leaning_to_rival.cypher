// question: Who in an open deal is said to favour a rival, and how do they stand towards us?
// 问题: 未结商机中谁倾向竞争对手，对我方态度如何？
// title: Who favours a rival | 倾向竞争对手的人
// theme: rivals
// parameter as_of (date) = today: Statements up to this day count. | 截至这一天的表态
// column deal, deal_id (Opportunity): The deal. | 商机
// column competitor, competitor_id (Competitor): The rival favoured. | 受青睐的竞争对手
// column person, person_id (Person): Who favours it. | 倾向者
// column stance_to_rival: The latest statement towards the rival. | 对竞争对手的最新态度
// column stance_to_us: The latest statement towards us. | 对我方的最新态度
MATCH (p:Person)-[t:HOLDS]->(o:Opportunity)
WHERE t.towards <> ''
  AND coalesce(o.closed_on > $as_of, o.outcome IS NULL AND coalesce(o.stage, '') <> 'closed')
  AND coalesce(o.opened_on <= $as_of, true)
WITH DISTINCT p, o, t.towards AS towards
MATCH (k:Competitor)
WHERE k.id = towards
CALL (p, o, towards) {
  MATCH (p)-[h:HOLDS]->(o)
  WHERE h.towards = towards AND h.as_of <= $as_of
  WITH h ORDER BY h.as_of DESC, h.source LIMIT 1
  RETURN h.stance AS stance_to_rival
}
CALL (p, o) {
  OPTIONAL MATCH (p)-[h:HOLDS]->(o)
  WHERE h.towards = '' AND h.as_of <= $as_of
  WITH h ORDER BY h.as_of DESC, h.source LIMIT 1
  RETURN h.stance AS stance_to_us
}
WITH o, k, p, stance_to_rival, stance_to_us
WHERE stance_to_rival IN ['supporter', 'mentor']
RETURN coalesce(o.name, o.id) AS deal, o.id AS deal_id,
       coalesce(k.name, k.id) AS competitor, k.id AS competitor_id,
       coalesce(p.name, p.id) AS person, p.id AS person_id, stance_to_rival, stance_to_us
ORDER BY deal_id, competitor_id, person_id
