// question: Which companies belong to a group, at what depth and through whom?
// 问题: 一个集团有哪些成员企业，在第几层，由谁持有？
// title: Companies of a group | 集团成员企业
// theme: groups
// parameter group (Enterprise) = "": One group; empty for all that nobody owns. | 集团编号,留空为全部顶层企业
// parameter as_of (date) = today: Holdings in force on this day. | 以这一天有效的持股为准
// column group, group_id (Enterprise): The group. | 集团
// column member, member_id (Enterprise): A company below it. | 成员企业
// column depth: Holdings in between, the fewest. | 最短层数
// column owners: Who holds it directly. | 直接持有者
// column owner_ids (Enterprise): The same owners by id. | 相应编号
// column shares: What each owner holds, -1 where not stated. | 各自持股比例，未填为 -1
MATCH (g:Enterprise)
WHERE g.id = $group OR ($group = '' AND NOT EXISTS {
  MATCH (g)-[u:MEMBER_OF]->(:Enterprise)
  WHERE u.since <= $as_of AND (u.until IS NULL OR u.until > $as_of)
})
MATCH path = (g)<-[held:MEMBER_OF*1..8]-(m:Enterprise)
WHERE m.id <> g.id
  AND all(h IN held WHERE h.since <= $as_of AND (h.until IS NULL OR h.until > $as_of))
WITH g, m, min(length(path)) AS depth
CALL (m) {
  MATCH (m)-[h:MEMBER_OF]->(w:Enterprise)
  WHERE h.since <= $as_of AND (h.until IS NULL OR h.until > $as_of)
  WITH w, h ORDER BY w.id, h.since
  RETURN collect(coalesce(w.name, w.id)) AS owners, collect(w.id) AS owner_ids,
         collect(coalesce(h.share, -1.0)) AS shares
}
RETURN coalesce(g.name, g.id) AS group, g.id AS group_id,
       coalesce(m.name, m.id) AS member, m.id AS member_id, depth, owners, owner_ids, shares
ORDER BY group_id, depth, member_id
