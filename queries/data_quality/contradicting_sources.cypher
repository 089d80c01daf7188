// question: Where do sources contradict each other about where a person stands?
// 问题: 哪些人的态度各方说法相互矛盾？
// title: Sources that contradict | 相互矛盾的来源
// theme: data_quality
// parameter as_of (date) = today: Statements up to this day count. | 截至这一天的表态
// column deal, deal_id (Opportunity): The deal. | 商机
// column person, person_id (Person): Whom they speak of. | 被谈及的人
// column said: What each source said last. | 各来源的最新说法
// column sources: Which sources, in the same order. | 来源（顺序相同）
MATCH (p:Person)-[h:HOLDS]->(o:Opportunity)
WHERE h.towards = '' AND h.as_of <= $as_of AND h.stance <> 'unknown'
WITH o, p, h ORDER BY h.as_of DESC
WITH o, p, h.source AS source, head(collect(h.stance)) AS stance
WITH o, p, source, stance ORDER BY source
WITH o, p, collect(stance) AS said, collect(source) AS sources
WHERE any(s IN said WHERE s IN ['supporter', 'mentor'])
  AND any(s IN said WHERE s IN ['non_supporter', 'enemy'])
RETURN coalesce(o.name, o.id) AS deal, o.id AS deal_id,
       coalesce(p.name, p.id) AS person, p.id AS person_id, said, sources
ORDER BY deal_id, person_id
