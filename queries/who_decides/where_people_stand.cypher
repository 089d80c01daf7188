// question: Where does each person of a deal stand when all sources are taken together?
// 问题: 综合各方说法，商机中每个人的态度如何？
// title: Where people stand | 每个人的态度
// theme: who_decides
// parameter deal (Opportunity) = "": One deal; empty for all open ones. | 商机编号,留空为全部未结商机
// parameter as_of (date) = today: Statements up to this day count. | 截至这一天的表态
// column deal, deal_id (Opportunity): The deal. | 商机
// column person, person_id (Person): Whom the statements are about. | 被谈及的人
// column sources: How many sources speak of the person. | 来源数
// column stance: Weighted mean on -1..1 (mentor 1, enemy -1). | 加权均值,-1 至 1
// column agreement: 1 where all sources agree, less where they do not. | 来源一致程度
MATCH (p:Person)-[h:HOLDS]->(o:Opportunity)
WHERE h.towards = '' AND h.as_of <= $as_of
  AND (o.id = $deal OR ($deal = ''
        AND coalesce(o.closed_on > $as_of, o.outcome IS NULL AND coalesce(o.stage, '') <> 'closed')
        AND coalesce(o.opened_on <= $as_of, true)))
WITH o, p, h ORDER BY h.as_of DESC
WITH o, p, h.source AS source, head(collect(h)) AS h
WITH o, p, source, coalesce(h.confidence, 0.8) AS c,
     CASE h.stance WHEN 'mentor' THEN 1.0 WHEN 'supporter' THEN 0.5 WHEN 'neutral' THEN 0.0
                   WHEN 'non_supporter' THEN -0.5 WHEN 'enemy' THEN -1.0 END AS s
WHERE s IS NOT NULL AND c > 0
WITH o, p, source, c, s ORDER BY source
WITH o, p, collect({c: c, s: s}) AS said, sum(c) AS total, sum(c * s) / sum(c) AS stance
RETURN coalesce(o.name, o.id) AS deal, o.id AS deal_id,
       coalesce(p.name, p.id) AS person, p.id AS person_id, size(said) AS sources,
       round(stance, 6) AS stance,
       round(1 - reduce(x = 0.0, k IN said | x + k.c * abs(k.s - stance)) / total, 6) AS agreement
ORDER BY deal_id, stance DESC, person_id
