// question: Which companies have more than one owner?
// 问题: 哪些企业有不止一个股东？
// title: Jointly held companies | 共同持有的企业
// theme: groups
// parameter as_of (date) = today: Holdings in force on this day. | 以这一天有效的持股为准
// column member, member_id (Enterprise): The company. | 企业
// column owner, owner_id (Enterprise): One of its owners. | 股东之一
// column share: What this owner holds. | 持股比例
// column known_shares: Sum of all shares stated in it; above 1 is an error. | 已填持股合计，超过 1 为错误
// column since: Since when, empty where not stated. | 起始日期，未填为空
MATCH (m:Enterprise)-[h:MEMBER_OF]->(o:Enterprise)
WHERE h.since <= $as_of AND (h.until IS NULL OR h.until > $as_of)
WITH m, o, h ORDER BY m.id, o.id, h.since
WITH m, collect({id: o.id, name: coalesce(o.name, o.id), share: h.share,
     since: CASE WHEN h.since > date('0001-01-01') THEN h.since END}) AS holdings,
     count(DISTINCT o.id) AS owners, sum(h.share) AS known_shares
WHERE owners > 1
UNWIND holdings AS held
RETURN coalesce(m.name, m.id) AS member, m.id AS member_id,
       held.name AS owner, held.id AS owner_id, held.share AS share,
       round(known_shares, 6) AS known_shares, held.since AS since
ORDER BY member_id, coalesce(share, 0.0) DESC, owner_id, coalesce(since, date('0001-01-01'))
