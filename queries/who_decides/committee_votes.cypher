// question: In deals decided by votes, how many are for us, against us and unknown?
// 问题: 投票决定的商机里，支持、反对和未知各有多少票？
// title: How committees would vote | 委员会投票形势
// theme: who_decides
// parameter as_of (date) = today: Statements up to this day count. | 截至这一天的表态
// column deal, deal_id (Opportunity): The deal. | 商机
// column voters: People with votes. | 有票的人数
// column votes: All votes. | 总票数
// column votes_for: Votes of supporters and mentors. | 支持票
// column votes_neutral: Votes of those said to be neutral. | 中立票
// column votes_against: Votes of those against us. | 反对票
// column votes_unknown: Votes of those of whom nothing is known. | 未知票
// column pass_mark: What is needed, in votes or (at most 1) as a share. | 通过线
MATCH (p:Person)-[r:PLAYS]->(o:Opportunity)
WHERE r.vote_weight > 0
  AND coalesce(o.closed_on > $as_of, o.outcome IS NULL AND coalesce(o.stage, '') <> 'closed')
  AND coalesce(o.opened_on <= $as_of, true)
CALL (p, o) {
  OPTIONAL MATCH (p)-[h:HOLDS]->(o)
  WHERE h.towards = '' AND h.as_of <= $as_of
  WITH h ORDER BY h.as_of DESC, h.source LIMIT 1
  RETURN coalesce(h.stance, 'unknown') AS stance
}
WITH o, p, r.vote_weight AS votes, stance ORDER BY o.id, p.id
RETURN coalesce(o.name, o.id) AS deal, o.id AS deal_id, count(p) AS voters, sum(votes) AS votes,
       sum(CASE WHEN stance IN ['mentor', 'supporter'] THEN votes ELSE 0.0 END) AS votes_for,
       sum(CASE WHEN stance = 'neutral' THEN votes ELSE 0.0 END) AS votes_neutral,
       sum(CASE WHEN stance IN ['non_supporter', 'enemy'] THEN votes ELSE 0.0 END) AS votes_against,
       sum(CASE WHEN stance = 'unknown' THEN votes ELSE 0.0 END) AS votes_unknown,
       o.pass_mark AS pass_mark
ORDER BY deal_id
